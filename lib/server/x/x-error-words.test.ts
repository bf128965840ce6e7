import { expect, test } from 'vitest'
import { canTryAgain, type Words, wordsForError, wordsForUnreadableProfile } from '@/lib/messages/errors'
import { ApiErrorBodySchema, bodyOfError, errorOfBody } from '@/lib/profile/api-error'
import type { Part } from '@/lib/profile/slots'
import { SERVER_KINDS } from '@/lib/server-kinds'
import {
  type CallKind,
  CODES_OF_REFUSED_VALUES,
  errorOfResponse,
  MEANING_OF_CODE,
  MEANING_OF_PROBLEM,
  MEANING_OF_STATUS,
} from './x-errors'

const NOW = new Date('2026-11-23T12:00:00Z')
const X = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const

/** All that a person can be sent to do, by how the sentence says it. */
const ADVICE = {
  'try again': /Try again in a minute|Try again later/,
  wait: /(?:Publish|Try) again in 15 minutes/,
  'sign in again': /Sign in again|Signing in again helps only/,
  'change the value': /^Change it and publish again/,
  'another picture': /^Choose another one/,
  'a smaller picture': /^Choose a smaller one/,
  'open the account': /Open your account on X|in your account on X/,
  'come back later': /try again later/,
  'tell the owner': /(?:Only|tell) this site’s owner/,
  'nothing more': /Your other changes aren’t affected/,
} as const
type Advice = keyof typeof ADVICE

/** What a refusal comes to for the person: the headline and what to do, when publishing and when the profile is read. */
interface ExpectedWords {
  title: string
  todo: Advice[]
  whenRead: Advice[]
  canTryAgain?: true
}

const OWNER: Advice[] = ['tell the owner']
const passing = (title: string): ExpectedWords => ({
  title,
  todo: ['try again'],
  whenRead: ['try again'],
  canTryAgain: true,
})
const ofOwner = (title: string): ExpectedWords => ({ title, todo: OWNER, whenRead: OWNER })

const EXPECTED_WORDS = {
  sessionEnded: {
    title: 'X ended your sign-in.',
    todo: ['sign in again'],
    whenRead: ['sign in again'],
  },
  readOnly: {
    title: 'This sign-in can read your profile but not change it.',
    todo: ['sign in again', 'tell the owner'],
    whenRead: OWNER,
  },
  noReason: {
    title: 'X refused this without giving a reason.',
    todo: ['sign in again'],
    whenRead: OWNER,
  },
  accountRestricted: {
    title: 'X has restricted your account, so it refuses changes.',
    todo: ['open the account'],
    whenRead: ['open the account'],
    canTryAgain: true,
  },
  automated: {
    title: 'X thinks this is automated and refused it.',
    todo: ['open the account', 'come back later'],
    whenRead: ['open the account', 'come back later'],
    canTryAgain: true,
  },
  legal: {
    title: 'X refused this for legal reasons.',
    todo: ['open the account'],
    whenRead: ['open the account'],
  },
  appRestricted: ofOwner('X doesn’t let this app change anything.'),
  appSuspended: ofOwner('X has suspended this app.'),
  accessLevel: ofOwner('This app’s access level at X doesn’t include profile changes.'),
  noCredits: ofOwner('This app has no credits left at X.'),
  usageCap: ofOwner('This app has used up its allowance at X.'),
  clock: ofOwner('This site’s clock is wrong, so X refused the request.'),
  key: ofOwner('X doesn’t accept this site’s key.'),
  request: ofOwner('X doesn’t accept this app’s request.'),
  refused: ofOwner('X refused this change.'),
  gone: ofOwner('X no longer accepts this change.'),
  value: { title: 'X refused one of these values.', todo: ['change the value'], whenRead: OWNER },
  limit: {
    title: 'X’s rate limit was reached.',
    todo: ['wait'],
    whenRead: ['wait'],
    canTryAgain: true,
  },
  away: passing('X isn’t responding right now.'),
  busy: passing('X was busy with another change to this profile.'),
  late: passing('X didn’t respond in time.'),
  unreadable: passing('X sent a response we can’t read.'),
  network: passing('X’s network refused the request.'),
} satisfies Record<string, ExpectedWords>
type Name = keyof typeof EXPECTED_WORDS

const STATUSES: Record<number, Name> = {
  400: 'request',
  401: 'sessionEnded',
  402: 'noCredits',
  403: 'noReason',
  404: 'gone',
  405: 'request',
  406: 'request',
  407: 'request',
  408: 'late',
  409: 'busy',
  410: 'gone',
  411: 'request',
  412: 'busy',
  413: 'request',
  414: 'request',
  415: 'request',
  417: 'request',
  420: 'limit',
  421: 'away',
  422: 'value',
  423: 'busy',
  425: 'away',
  426: 'request',
  428: 'request',
  429: 'limit',
  431: 'request',
  451: 'legal',
  501: 'request',
  504: 'late',
  511: 'request',
  524: 'late',
}

/** Without a row of their own. */
const OTHER_STATUSES: Record<number, Name> = {
  418: 'unreadable',
  500: 'away',
  502: 'away',
  503: 'away',
  520: 'away',
}

/** X's own sentences. Source: X API v1.1, "Response codes". */
const CODES: Record<number, [status: number, message: string, Name]> = {
  32: [401, 'Could not authenticate you.', 'sessionEnded'],
  34: [404, 'Sorry, that page does not exist.', 'gone'],
  63: [403, 'User has been suspended.', 'accountRestricted'],
  64: [403, 'Your account is suspended and is not permitted to access this feature.', 'accountRestricted'],
  68: [410, 'The Twitter REST API v1 is no longer active. Please migrate to API v1.1.', 'gone'],
  87: [403, 'Client is not permitted to perform this action.', 'appRestricted'],
  88: [429, 'Rate limit exceeded', 'limit'],
  89: [401, 'Invalid or expired token.', 'sessionEnded'],
  99: [403, 'Unable to verify your credentials.', 'sessionEnded'],
  130: [503, 'Over capacity', 'away'],
  135: [401, 'Timestamp out of bounds.', 'clock'],
  215: [400, 'Bad Authentication data.', 'sessionEnded'],
  220: [403, 'Your credentials do not allow access to this resource.', 'appRestricted'],
  226: [403, 'This request looks like it might be automated.', 'automated'],
  251: [410, 'This endpoint has been retired and should not be used.', 'gone'],
  261: [403, 'Application cannot perform write actions.', 'appRestricted'],
  326: [403, 'To protect our users, this account is temporarily locked.', 'accountRestricted'],
  348: [403, 'Client application is not permitted to access this resource.', 'appRestricted'],
  416: [401, 'Invalid / suspended application', 'appSuspended'],
  453: [403, 'You currently have access to a subset of X API V2 endpoints.', 'accessLevel'],
}

/** Codes without a meaning of their own: 131 by its status, 187 because nobody here knows it. */
const OTHER_CODES: typeof CODES = {
  131: [500, 'Internal error', 'away'],
  187: [403, 'Status is a duplicate.', 'refused'],
}

/** As X spells them in `type`, `title` or `error`. */
const PROBLEMS: Record<string, [status: number, Name]> = {
  credits: [402, 'noCredits'],
  CreditsDepleted: [402, 'noCredits'],
  'usage-capped': [429, 'usageCap'],
  UsageCapExceeded: [429, 'usageCap'],
  'oauth1-permissions': [403, 'readOnly'],
  'client-forbidden': [403, 'accessLevel'],
  'client-not-enrolled': [403, 'accessLevel'],
  'unsupported-authentication': [403, 'request'],
  'not-authorized-for-resource': [403, 'refused'],
  'not-authorized-for-field': [403, 'refused'],
  'disallowed-resource': [403, 'refused'],
  'resource-not-found': [404, 'gone'],
  'rate-limit-exceeded': [429, 'limit'],
  'Too Many Requests': [429, 'limit'],
  invalid_client: [401, 'key'],
  unauthorized_client: [401, 'key'],
  conflict: [409, 'busy'],
  'resource-unavailable': [503, 'away'],
  'operational-disconnect': [503, 'away'],
  'Service Unavailable': [503, 'away'],
  'internal-error': [500, 'away'],
  'Internal Server Error': [500, 'away'],
}

/** From the answer of the server to the error in the browser, by the body of our own answer. */
function received(status: number, body: unknown, kind: CallKind) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const refused = errorOfResponse({ status, headers: {}, body: text }, kind, NOW, [])
  const json: unknown = JSON.parse(JSON.stringify(bodyOfError(refused)))
  return errorOfBody(ApiErrorBodySchema.parse(json), refused.status ?? 0)
}

const adviceOf = ({ action }: Words) =>
  Object.entries(ADVICE).flatMap(([name, said]) => (said.test(action) ? name : []))

function expectWords(status: number, body: unknown, name: Name) {
  const expected: ExpectedWords = EXPECTED_WORDS[name]
  const refused = received(status, body, 'text')
  const words = wordsForError(refused, X, { part: 'text', delivery: 'none' })
  expect(words.title).toBe(expected.title)
  expect(adviceOf(words), words.action).toEqual(expected.todo)
  expect(canTryAgain(refused)).toBe(expected.canTryAgain ?? false)
  const whenRead = wordsForUnreadableProfile(received(status, body, 'read'), X)
  expect(adviceOf(whenRead), whenRead.action).toEqual(expected.whenRead)
  expect(whenRead.action, 'the page says so itself').not.toContain('Nothing was changed')
}

const rowsOf = <Row>(...tables: Record<string, Row>[]) => tables.flatMap((table) => Object.entries(table))

test.each(rowsOf(STATUSES, OTHER_STATUSES))('status %s without a word is told as “%s”', (status, name) => {
  expectWords(Number(status), '', name)
})

test.each(rowsOf(CODES, OTHER_CODES))('code %s, %j, is told to the person who can help', (code, row) => {
  const [status, message, name] = row
  expectWords(status, { errors: [{ code: Number(code), message }] }, name)
  expect(received(status, { errors: [{ code: Number(code), message }] }, 'text')).toMatchObject({
    code: Number(code),
    message,
  })
})

test.each(rowsOf(PROBLEMS))(
  'the problem %s of API v2, %j, is told to the person who can help',
  (problem, row) => {
    const [status, name] = row
    const type = `https://api.x.com/2/problems/${problem}`
    expectWords(status, { title: 'A title', detail: 'In detail.', type, status }, name)
    expectWords(status, { title: problem, detail: 'In detail.' }, name)
  },
)

test.each([
  [403, '<!DOCTYPE html><title>Attention Required!</title>', 'network'],
  [401, { error: 'Read-only application cannot POST.' }, 'readOnly'],
] as const)('status %i with %j is told as “%s”', (status, body, name) => {
  expectWords(status, body, name)
})

const nameOf = (problem: string) => problem.toLowerCase().replace(/[^a-z0-9]/g, '')

test('every status, code and problem with a meaning of its own has its row here', () => {
  expect(Object.keys(STATUSES)).toEqual(Object.keys(MEANING_OF_STATUS))
  expect(Object.keys(CODES)).toEqual(Object.keys(MEANING_OF_CODE))
  expect(Object.keys(PROBLEMS).map(nameOf).sort()).toEqual(Object.keys(MEANING_OF_PROBLEM).sort())
  expect(Object.keys(VALUE_CODES)).toEqual([...CODES_OF_REFUSED_VALUES].map(String))
})

/** Source: X API v1.1, "Response codes". */
const VALUE_CODES: Record<number, [status: number, message: string]> = {
  38: [400, 'image parameter is missing.'],
  44: [400, 'image parameter is invalid.'],
  120: [403, 'Account update failed: Not valid.'],
  324: [400, 'The validation of media ids failed.'],
  325: [400, 'A media id was not found.'],
}

test.each(rowsOf(VALUE_CODES))('code %s, %j, is told as what was sent: a value or a picture', (code, row) => {
  const [status, message] = row
  const body = { errors: [{ code: Number(code), message }] }
  const adviceFor = (kind: CallKind, part: Part) =>
    adviceOf(wordsForError(received(status, body, kind), X, { part, delivery: 'none' }))
  expect(adviceFor('text', 'text')).toEqual(['change the value'])
  expect(adviceFor('image', 'avatar')).toEqual(['another picture'])
})

/** The last two as recorded from GNU social 1.20.10 and StatusNet 0.9.7. */
test.each([
  [400, { request: '/1.1/…', error: 'media type unrecognized.' }, 'another picture'],
  [415, '', 'another picture'],
  [422, { errors: [{ code: 131, message: 'Image could not be resized.' }] }, 'another picture'],
  [413, '', 'a smaller picture'],
  [413, '<html><title>413 Request Entity Too Large</title></html>', 'a smaller picture'],
  [400, { error: 'That file is too big. The maximum file size is 8MB.' }, 'a smaller picture'],
] as const)('status %i with %j for a picture asks for %s', (status, body, advice) => {
  const refused = received(status, body, 'image')
  for (const [part, title] of [
    ['avatar', 'X refused your profile photo.'],
    ['banner', 'X refused your header image.'],
    ['background', 'X refused your background image.'],
  ] as const) {
    const words = wordsForError(refused, X, { part, delivery: 'none' })
    expect(words.title).toBe(title)
    expect(adviceOf(words), words.action).toEqual([advice])
    expect(canTryAgain(refused)).toBe(false)
  }
})

test('a background that X no longer has is no matter of anybody’s', () => {
  const refused = received(
    404,
    { errors: [{ code: 34, message: 'Sorry, that page does not exist.' }] },
    'image',
  )
  expect(adviceOf(wordsForError(refused, X, { part: 'background', delivery: 'none' }))).toEqual([
    'nothing more',
  ])
})
