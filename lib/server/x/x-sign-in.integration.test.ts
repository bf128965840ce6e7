import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CODES_OF_RESTRICTED_ACCOUNTS, CODES_OF_RESTRICTED_APPS } from '@/lib/messages/errors'
import { SIGN_IN_PROBLEMS, wordsForSignInError } from '@/lib/messages/sign-in-errors'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { readEnv } from '../env'
import { authorizationError, fetchRequestToken, fetchSignedInAccount } from './x-sign-in'

const CALLBACK = 'http://localhost:3000/api/auth/callback/twitter'

// These faults name no account.
process.env.X_API_ORIGIN = process.env.FAULTS_SANDBOX_ORIGIN

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

const expected = () =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'sign_in_refused')

async function setFault(path: string, fault: object): Promise<void> {
  const body = JSON.stringify({ path, times: 1, ...fault })
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body }
  const response = await fetch(`${readEnv().serverOrigin}/__sandbox/faults`, init)
  expect(response.status, await response.text()).toBeLessThan(300)
}

const xml = (error: string) => `<?xml version="1.0" encoding="UTF-8"?><hash><error>${error}</error></hash>`

const REFUSALS = [
  [{ status: 403, code: 415, message: 'Callback URL not approved.' }, 'callback_not_registered'],
  [
    { status: 403, body: xml('Callback URL not approved for this client application.') },
    'callback_not_registered',
  ],
  [{ status: 401, body: '<errors><error code="415">No</error></errors>' }, 'callback_not_registered'],
  [{ status: 401, code: 32, message: 'Could not authenticate you.' }, 'key_refused'],
  [{ status: 401, body: '' }, 'key_refused'],
  [{ status: 401, body: 'Failed to validate oauth signature and token' }, 'key_refused'],
  [{ status: 400, code: 215, message: 'Bad Authentication data.' }, 'key_refused'],
  [{ status: 401, code: 89, message: 'Invalid or expired token.' }, 'key_refused'],
  [{ status: 401, code: 416, message: 'Invalid / suspended application' }, 'app_suspended'],
  [
    { status: 401, body: xml("Desktop applications only support the oauth_callback value 'oob'") },
    'callback_type_not_allowed',
  ],
  [{ status: 403, code: 417, message: 'Not this type.' }, 'callback_type_not_allowed'],
  [{ status: 401, code: 135, message: 'Timestamp out of bounds.' }, 'clock_wrong'],
  [{ status: 401, body: 'Expired timestamp, yours 1795992514, ours 1795996114' }, 'clock_wrong'],
  [{ status: 401, body: 'Invalid signature' }, 'key_refused'],
  [{ status: 401, body: 'Invalid consumer' }, 'key_refused'],
  [{ status: 403, body: '<html><title>Denied</title></html>' }, 'network_refused'],
  [{ status: 403, body: '' }, 'sign_in_refused'],
  [{ status: 403, code: 453, message: 'A subset.' }, 'access_level'],
  [{ status: 402, body: '{"title":"CreditsDepleted"}' }, 'no_credits'],
  [{ status: 503, body: '' }, 'server_away'],
  [{ status: 504, body: '' }, 'server_away'],
  [{ drop: 'before', times: 2 }, 'server_away'],
  [{ status: 429, code: 88, message: 'Rate limit exceeded' }, 'rate_limited'],
  [{ status: 404, code: 34, message: 'Sorry, that page does not exist.' }, 'wrong_address'],
  [{ status: 200, body: 'oauth_token=a' }, 'sign_in_refused'],
] as const

test.each(REFUSALS)(
  'request_token refused with %j is %s, for the owner an error with the callback address',
  async (fault, problem) => {
    await setFault('/oauth/request_token', fault)
    expect(await fetchRequestToken(CALLBACK)).toMatchObject({ ok: false, error: { problem } })
    expect(expected()).toMatchObject([{ level: 'error', path: '/oauth/request_token', callback: CALLBACK }])
    expect(lines.join(), 'nobody has a session yet').not.toContain('session_expired')
    expect(expected()[0].detail).toMatch(/^[A-Z].+\. The server says: “.+”$/)
    if ('message' in fault) expect(expected()[0].detail).toContain(fault.message)
    if (problem.startsWith('callback_')) expect(expected()[0].detail).toContain(CALLBACK)
  },
)

test('a limit on sign-ins is told with its end', async () => {
  const reset = Math.ceil(Date.now() / 1000) + 600
  const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }
  await setFault('/oauth/request_token', { status: 429, headers })
  const refused = await fetchRequestToken(CALLBACK)
  expect(refused).toMatchObject({
    ok: false,
    error: { problem: 'rate_limited', retryAt: expect.any(String) },
  })
})

test.each([
  [{ status: 401, body: 'Error processing your OAuth request: Invalid oauth_verifier parameter' }, 'warn'],
  [{ status: 401, body: 'Request token missing' }, 'warn'],
  // GNU social and StatusNet, in plain text.
  [{ status: 400, body: 'Invalid request token or verifier.' }, 'warn'],
] as const)('access_token refused with %j is a sign-in to begin again', async (fault, level) => {
  await setFault('/oauth/access_token', fault)
  const refused = await fetchSignedInAccount({ token: 'a-token', secret: 'a-secret' }, 'a-verifier', CALLBACK)
  expect(refused).toMatchObject({ ok: false, error: { problem: 'not_finished' } })
  expect(expected()).toMatchObject([{ level, path: '/oauth/access_token' }])
})

const refusedByCode = (code: number) => ({ status: 403, code, message: 'In the server’s words.' })

const EXCHANGE_REFUSALS = [
  [{ status: 401, code: 32, message: 'Could not authenticate you.' }, 'key_refused', 'error'],
  [{ status: 401, code: 135, message: 'Timestamp out of bounds.' }, 'clock_wrong', 'error'],
  [{ status: 403, body: '<html>' }, 'network_refused', 'error'],
  [{ status: 503, body: '' }, 'server_away', 'error'],
  [{ status: 429, body: '' }, 'rate_limited', 'error'],
  ...[...CODES_OF_RESTRICTED_ACCOUNTS].map(
    (code) => [refusedByCode(code), 'account_restricted', 'warn'] as const,
  ),
  ...[...CODES_OF_RESTRICTED_APPS].map((code) => [refusedByCode(code), 'access_level', 'error'] as const),
] as const

test.each(EXCHANGE_REFUSALS)('access_token refused with %j is %s', async (fault, problem, level) => {
  await setFault('/oauth/access_token', fault)
  const refused = await fetchSignedInAccount({ token: 'a-token', secret: 'a-secret' }, 'a-verifier', CALLBACK)
  expect(refused).toMatchObject({ ok: false, error: { problem } })
  expect(expected()).toMatchObject([{ level, path: '/oauth/access_token', callback: CALLBACK }])
})

test('the log quotes no secret that a refusal repeats', async () => {
  const body = 'Bad verifier a-long-verifier for a-long-token and a-long-secret'
  await setFault('/oauth/access_token', { status: 401, body })
  await fetchSignedInAccount({ token: 'a-long-token', secret: 'a-long-secret' }, 'a-long-verifier', CALLBACK)
  expect(lines.join()).not.toMatch(/a-long-/)
  expect(expected()[0].detail).toContain('[removed]')
})

const UNREADABLE = 'account_unreadable'

test.each([
  { status: 404, body: '<!DOCTYPE html><html><title>Not Found</title></html>' },
  { status: 401, code: 32, message: 'Could not authenticate you.' },
  { status: 200, body: '<!DOCTYPE html><html><title>Welcome</title></html>' },
])(
  'an account that is not shown after consent (%j) is said to be that, not a sign-in to begin again',
  async (fault) => {
    await setFault('/oauth/access_token', {
      status: 200,
      body: 'oauth_token=1-token&oauth_token_secret=secret',
    })
    await setFault('/1.1/account/verify_credentials.json', fault)
    const refused = await fetchSignedInAccount(
      { token: 'a-token', secret: 'a-secret' },
      'a-verifier',
      CALLBACK,
    )
    expect(refused).toMatchObject({ ok: false, error: { problem: UNREADABLE } })
    expect(expected()).toMatchObject([{ level: 'error', path: '/1.1/account/verify_credentials.json' }])
    const accountAddress = `${readEnv().serverOrigin}/1.1/account/verify_credentials.json`
    const server = {
      host: 'other',
      kind: SERVER_KINDS.x,
      name: 'fen.example',
      origin: 'https://fen.example',
    } as const
    const words = wordsForSignInError(UNREADABLE, server, { accountAddress })
    expect(words?.action).toContain(accountAddress)
    expect(`${words?.title} ${words?.action}`).not.toContain('another window')
  },
)

test('every problem of a sign-in has its row here', () => {
  const rows = new Set<string>([
    ...[...REFUSALS, ...EXCHANGE_REFUSALS].map(([, problem]) => problem),
    UNREADABLE,
    authorizationError('invalid_scope', 'Not of this app.', CALLBACK).problem,
  ])
  expect([...rows].sort()).toEqual([...SIGN_IN_PROBLEMS].sort())
})
