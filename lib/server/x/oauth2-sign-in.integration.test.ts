import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SignInProblem } from '@/lib/messages/sign-in-errors'
import { readEnv } from '../env'
import { authorizationError, authorizeUrl, fetchAccountByCode } from './x-sign-in'

const CALLBACK = 'http://localhost:3000/api/auth/callback/twitter'
const TOKEN = '/2/oauth2/token'
const EXCHANGE = { code: 'a-long-code-of-ours', codeVerifier: 'a-long-verifier-of-ours' }

// These faults name no account.
Object.assign(process.env, {
  X_API_ORIGIN: process.env.FAULTS_SANDBOX_ORIGIN,
  X_SIGN_IN: 'oauth2',
  X_CLIENT_ID: 'sandbox-client',
  X_CLIENT_SECRET: 'sandbox-client-secret',
})

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

const logged = () => lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'sign_in_refused')

async function control(path: string, body: object): Promise<Record<string, string>> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${readEnv().serverOrigin}/__sandbox/${path}`, init)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const setFault = (path: string, fault: object) => control('faults', { path, times: 1, ...fault })

const refused = (error: string, error_description: string) => JSON.stringify({ error, error_description })
const CODE_INVALID = 'Value passed for the authorization code was invalid.'
const NO_MATCH = 'Value passed for the redirect uri did not match the uri of the authorization code.'
const NO_PROOF = 'Value passed for the code verifier did not match the code challenge.'

test.each<[object, SignInProblem | 'not_finished', 'error' | 'warn']>([
  [
    { status: 401, body: refused('unauthorized_client', 'Missing valid authorization header') },
    'key_refused',
    'error',
  ],
  [{ status: 401, body: refused('invalid_client', 'No such client.') }, 'key_refused', 'error'],
  [{ status: 400, body: refused('invalid_client', '') }, 'key_refused', 'error'],
  [{ status: 401, body: '' }, 'key_refused', 'error'],
  [{ status: 400, body: refused('invalid_request', CODE_INVALID) }, 'not_finished', 'warn'],
  [{ status: 400, body: refused('invalid_request', NO_PROOF) }, 'not_finished', 'warn'],
  [
    { status: 400, body: refused('invalid_grant', 'The provided grant has expired.') },
    'not_finished',
    'warn',
  ],
  [{ status: 400, body: refused('invalid_grant', 'The code has expired.') }, 'not_finished', 'warn'],
  [{ status: 400, body: refused('invalid_grant', '') }, 'not_finished', 'warn'],
  [{ status: 400, body: refused('invalid_request', NO_MATCH) }, 'callback_not_registered', 'error'],
  [{ status: 400, body: refused('invalid_request', 'Something else.') }, 'sign_in_refused', 'error'],
  [{ status: 403, body: '<html><title>Denied</title></html>' }, 'network_refused', 'error'],
  [{ status: 402, body: '{"title":"CreditsDepleted"}' }, 'no_credits', 'error'],
  [{ status: 429, body: '' }, 'rate_limited', 'error'],
  [{ status: 503, body: '' }, 'server_away', 'error'],
  [{ drop: 'before', times: 2 }, 'server_away', 'error'],
  [{ status: 404, body: '' }, 'wrong_address', 'error'],
  [{ status: 200, body: '{}' }, 'sign_in_refused', 'error'],
  [{ status: 200, body: '{"token_type":"mac","access_token":"a"}' }, 'sign_in_refused', 'error'],
])('the token call refused with %j is %s, for the owner in the log', async (fault, problem, level) => {
  await setFault(TOKEN, fault)
  expect(await fetchAccountByCode(EXCHANGE, CALLBACK)).toMatchObject({ ok: false, error: { problem } })
  expect(logged()).toMatchObject([{ level, path: TOKEN, callback: CALLBACK }])
  expect(logged()[0].detail).toMatch(/^[A-Z].+\. The server says: “.+”$/)
  if (problem === 'key_refused') expect(logged()[0].detail).toContain('X_CLIENT_SECRET')
  if (problem === 'callback_not_registered') expect(logged()[0].detail).toContain(`Add ${CALLBACK}, letter`)
})

test('a code that was never issued is a sign-in to begin again', async () => {
  expect(await fetchAccountByCode(EXCHANGE, CALLBACK)).toMatchObject({
    ok: false,
    error: { problem: 'not_finished' },
  })
})

test.each<[string, SignInProblem]>([
  ['invalid_scope', 'scope_refused'],
  ['unauthorized_client', 'key_refused'],
  ['invalid_client', 'key_refused'],
  ['temporarily_unavailable', 'server_away'],
  ['server_error', 'server_away'],
  ['invalid_request', 'sign_in_refused'],
  ['what nobody knows', 'sign_in_refused'],
])('coming back with the error %s is %s', (error, problem) => {
  expect(authorizationError(error, 'In the server’s words.', CALLBACK)).toEqual({ problem })
  expect(logged()).toMatchObject([
    {
      level: 'error',
      path: '/i/oauth2/authorize',
      callback: CALLBACK,
      detail: expect.stringContaining(`${error}: In the server’s words.`),
    },
  ])
})

test('the log quotes no code, verifier or secret that a refusal repeats', async () => {
  const basic = btoa('sandbox-client:sandbox-client-secret')
  const body = `${EXCHANGE.code} ${EXCHANGE.codeVerifier} sandbox-client-secret ${basic}`
  await setFault(TOKEN, { status: 400, body: refused('invalid_request', body) })
  await fetchAccountByCode(EXCHANGE, CALLBACK)
  const printed = lines.join()
  for (const secret of ['a-long-code', 'a-long-verifier', 'client-secret', basic.slice(20, 40)]) {
    expect(printed).not.toContain(secret)
  }
  expect(logged()[0].detail).toContain('[removed]')
})

test('people are asked on the server’s own page', () => {
  expect(authorizeUrl()).toBe(`${readEnv().serverOrigin}/i/oauth2/authorize`)
})
