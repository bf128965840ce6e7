import { expect, test } from 'vitest'
import { type CallKind, errorOfResponse } from './x-errors'

const NOW = new Date('2026-11-23T12:00:00Z')

function refused(status: number, code: number, kind: CallKind, message: string) {
  const body = JSON.stringify({ errors: [{ code, message }] })
  return errorOfResponse({ status, headers: {}, body }, kind, NOW, [])
}

test('an internal error of 422 for a picture is about the picture: it cannot be resized', () => {
  expect(refused(422, 131, 'image', 'Image could not be resized.').reason).toBe('image_rejected')
})

test('a refused value names its parameter', () => {
  const said = (message: string) => refused(403, 120, 'text', message).field
  expect(said('Account update failed: Description is too long (maximum is 160 characters).')).toBe(
    'description',
  )
  expect(said("Account update failed: Name can't be blank.")).toBe('name')
  expect(said('Account update failed: Url is not valid.')).toBe('url')
  expect(said('Account update failed: because.')).toBeUndefined()
})

test.each([
  'Read-only application cannot POST.',
  'API resource requires read-write access, but you only have read access.',
])('a token that may only read is not an expired one: %s', (error) => {
  const body = JSON.stringify({ request: '/1.1/account/update_profile.json', error })
  const answer = { status: 401, headers: {}, body }
  expect(errorOfResponse(answer, 'text', NOW, []).reason).toBe('not_allowed')
})

test('the end of a full window is told by our clock, whatever the server’s clock says', () => {
  const serverNow = new Date('2026-11-23T13:30:00Z')
  const reset = serverNow.getTime() / 1000 + 600
  const headers = { 'x-rate-limit-reset': String(reset), date: serverNow.toUTCString() }
  expect(
    errorOfResponse({ status: 429, headers, body: 'Rate limit exceeded' }, 'text', NOW, []),
  ).toMatchObject({
    reason: 'rate_limited',
    retryAt: '2026-11-23T12:10:00.000Z',
  })
})

test('a page of HTML with a failing status is read by its status', () => {
  const body = '<html><title>Twitter / Over capacity</title></html>'
  expect(errorOfResponse({ status: 503, headers: {}, body }, 'read', NOW, []).reason).toBe('unavailable')
})

test('a server that says how long to wait instead of until when is obeyed too, within a day', () => {
  const after = (wait: string) =>
    errorOfResponse({ status: 429, headers: { 'retry-after': wait }, body: '' }, 'text', NOW, []).retryAt
  expect(after('90')).toBe(new Date(NOW.getTime() + 90_000).toISOString())
  expect([after('0'), after('-5'), after('soon'), after('99999999')]).toEqual(Array(4).fill(undefined))
})

test('a window that is said to end in more than a day is not believed, so that nobody is kept out by a slip', () => {
  const until = (reset: string) =>
    errorOfResponse({ status: 429, headers: { 'x-rate-limit-reset': reset }, body: '' }, 'text', NOW, [])
      .retryAt
  const nowSeconds = NOW.getTime() / 1000
  expect(until(String(nowSeconds + 23 * 3600))).toBe('2026-11-24T11:00:00.000Z')
  expect([until(String(nowSeconds + 25 * 3600)), until('32503680000'), until('1e999')]).toEqual(
    Array(3).fill(undefined),
  )
})

const answered = (status: number, body: unknown, kind: CallKind = 'text', headers: object = {}) =>
  errorOfResponse(
    { status, headers: { ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) },
    kind,
    NOW,
    [],
  )

const ofReason = ({ reason, cause }: { reason: string; cause?: string }) =>
  cause ? `${reason}, ${cause}` : reason

const problem = (name: string, more: object = {}) => ({
  title: 'A title',
  detail: 'Said in detail.',
  type: `https://api.x.com/2/problems/${name}`,
  ...more,
})

test.each([
  [402, problem('credits', { title: 'CreditsDepleted' }), 'not_allowed, no_credits'],
  [403, { title: 'CreditsDepleted', detail: 'Said in detail.' }, 'not_allowed, no_credits'],
  [429, problem('usage-capped', { title: 'UsageCapExceeded' }), 'not_allowed, usage_cap'],
  [403, problem('client-forbidden', { reason: 'client-not-enrolled' }), 'tier_refused'],
  [403, { reason: 'client-not-enrolled', detail: 'Said in detail.' }, 'tier_refused'],
  [403, problem('client-not-enrolled'), 'tier_refused'],
  [403, problem('oauth1-permissions'), 'not_allowed, read_only'],
  [403, problem('not-authorized-for-resource'), 'not_allowed'],
  [401, problem('not-authorized-for-resource', { title: 'Unauthorized' }), 'session_expired'],
  [403, problem('unsupported-authentication'), 'not_allowed, request_not_accepted'],
  [403, problem('disallowed-resource'), 'not_allowed'],
  [404, problem('resource-not-found'), 'gone'],
  [429, problem('rate-limit-exceeded'), 'rate_limited'],
  [409, problem('conflict'), 'unavailable, conflict'],
  [503, problem('resource-unavailable'), 'unavailable'],
  [500, problem('internal-error'), 'unavailable'],
  [400, problem('invalid-request'), 'not_allowed, request_not_accepted'],
])('status %i with the problem %j of API v2 means %s, in X’s own words', (status, body, meaning) => {
  const refused = answered(status, body)
  expect(ofReason(refused)).toBe(meaning)
  expect(refused.message).toBe('Said in detail.')
})

test('through API v2 an app without credits, or over its cap, is no access level either', () => {
  expect(ofReason(answered(402, problem('credits'), 'text_v2'))).toBe('not_allowed, no_credits')
  expect(ofReason(answered(402, '', 'text_v2'))).toBe('not_allowed, no_credits')
  expect(ofReason(answered(403, problem('usage-capped'), 'text_v2'))).toBe('not_allowed, usage_cap')
  expect(ofReason(answered(403, problem('client-forbidden'), 'text_v2'))).toBe('tier_refused')
})

test.each(['text', 'image', 'read', 'text_v2'] as const)(
  'a page of HTML with 403 is the network’s, and keeps its title (%s)',
  (kind) => {
    const page = '<!DOCTYPE html>\n<html><head><title>Attention Required! | Cloudflare</title></head></html>'
    expect(answered(403, page, kind)).toMatchObject({
      reason: 'not_allowed',
      cause: 'blocked_by_network',
      message: 'Attention Required! | Cloudflare',
    })
    expect(answered(403, '<h1>Blocked</h1>', kind, { 'content-type': 'text/html' }).cause).toBe(
      'blocked_by_network',
    )
  },
)

test('only a server that says so makes a sign-in a read-only one', () => {
  const causeOf = (status: number, body: unknown) => answered(status, body).cause
  expect(causeOf(401, { error: 'Read-only application cannot POST.' })).toBe('read_only')
  expect(causeOf(403, { error: 'Read-only application cannot POST.' })).toBe('read_only')
  for (const body of ['', '{}', '<html>', { error: 'Forbidden.' }, { detail: 'Forbidden.' }]) {
    expect(causeOf(403, body)).not.toBe('read_only')
  }
})

test.each([
  [{ errors: [{ message: 'The server’s words.' }] }, 0],
  [{ errors: 'The server’s words.' }, 0],
  [{ errors: ['The server’s words.'] }, 0],
  [{ errors: [{ code: '226', message: 'The server’s words.' }] }, 226],
  [
    {
      errors: [
        { code: 226, message: 'The server’s words.' },
        { code: 1, message: 'More.' },
      ],
    },
    226,
  ],
  [{ code: '226', message: 'The server’s words.' }, 226],
  [{ error: { code: 226, message: 'The server’s words.' } }, 226],
  [{ detail: 'The server’s words.' }, 0],
  [{ title: 'The server’s words.' }, 0],
  [{ error: 'invalid_request', error_description: 'The server’s words.' }, 0],
  [{ message: 'The server’s words.' }, 0],
  ['The server’s words.', 0],
  ['<?xml version="1.0"?><hash><error>The server’s words.</error></hash>', 0],
  ['<errors><error code="226">The server’s words.</error></errors>', 226],
])('the server’s sentence is never dropped: %j', (body, code) => {
  expect(answered(403, body)).toMatchObject({ reason: 'not_allowed', code, message: 'The server’s words.' })
})

test('what API v2 says of each parameter stands behind what it says of all', () => {
  const body = { errors: [{ message: 'url is too long' }], title: 'Invalid', detail: 'Not valid.' }
  expect(answered(400, body).message).toBe('Not valid. url is too long')
})

test('the wait that is told is that of the limit that is used up', () => {
  const at = (minutes: number) => String(NOW.getTime() / 1000 + minutes * 60)
  const waitOf = (headers: object) => answered(429, '', 'text', headers).retryAt
  const window = { 'x-rate-limit-remaining': '12', 'x-rate-limit-reset': at(5) }
  const day = { 'x-user-limit-24hour-remaining': '0', 'x-user-limit-24hour-reset': at(300) }
  expect(waitOf({ ...window, ...day })).toBe('2026-11-23T17:00:00.000Z')
  expect(waitOf({ ...window, 'x-rate-limit-remaining': '0' })).toBe('2026-11-23T12:05:00.000Z')
  expect(waitOf({ ...window, ...day, 'x-rate-limit-remaining': '0' })).toBe('2026-11-23T17:00:00.000Z')
  expect(waitOf({ ...day, ...window, 'x-user-limit-24hour-remaining': '3' })).toBeUndefined()
  expect(waitOf({ 'retry-after': new Date(NOW.getTime() + 60_000).toUTCString() })).toBe(
    '2026-11-23T12:01:00.000Z',
  )
})

/** As recorded from GNU social 1.20.10 and StatusNet 0.9.7. */
test.each([
  [
    405,
    'text/html; charset=UTF-8',
    '<div class="error">This method requires a POST.</div>\n',
    'not_allowed',
    'request_not_accepted',
    'This method requires a POST.',
  ],
  [
    500,
    'text/html; charset=UTF-8',
    '<div class="error">The database for Perch isn\'t responding correctly.</div>\n',
    'unavailable',
    undefined,
    "The database for Perch isn't responding correctly.",
  ],
  [
    500,
    'application/json',
    '{"error":"DB Error: unknown error","request":"/api/account/update_profile.json"}',
    'unavailable',
    undefined,
    'DB Error: unknown error',
  ],
  [
    401,
    'application/json',
    '{"error":"Expired timestamp, yours 1795992552, ours 1795996152"}',
    'not_allowed',
    'clock_wrong',
    'Expired timestamp, yours 1795992552, ours 1795996152',
  ],
  [
    401,
    'application/json',
    '{"error":"Invalid access token: a"}',
    'session_expired',
    undefined,
    'Invalid access token: a',
  ],
])(
  'an error %i of GNU social or StatusNet (%s) is read for what it says',
  (status, type, body, reason, cause, message) => {
    const refused = errorOfResponse({ status, headers: { 'content-type': type }, body }, 'text', NOW, [])
    expect(refused).toMatchObject({ reason, message })
    expect(refused.cause).toBe(cause)
  },
)
