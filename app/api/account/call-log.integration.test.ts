import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeAccount, requestAs, type SandboxAccount, setFault } from './signed-in.fixture'
import { POST } from './update_profile/route'
import { GET } from './verify_credentials/route'

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

const logged = () => lines.map((line): Record<string, unknown> => JSON.parse(line))

const publish = async (account: SandboxAccount, fields: Record<string, string>) =>
  POST(await requestAs(account, 'update_profile', { method: 'POST', body: new URLSearchParams(fields) }))

test('a call is one line of JSON: method, path, status, time and repetitions, under the id the answer carries', async () => {
  const account = await makeAccount()
  const response = await GET(await requestAs(account, 'verify_credentials?skip_status=true'))
  expect(logged()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      event: 'x_call',
      requestId: response.headers.get('x-request-id'),
      method: 'GET',
      path: '/1.1/account/verify_credentials.json',
      status: 200,
      ms: expect.any(Number),
      retries: 0,
    },
  ])
})

test('a refusal is told with its reason and code, trouble of the server louder than a refused text', async () => {
  const account = await makeAccount()
  await publish(account, { name: 'a<b' })
  await setFault(account, {
    path: '/1.1/account/update_profile.json',
    status: 503,
    code: 130,
    message: 'Over',
  })
  await publish(account, { name: 'A' })
  expect(logged()).toMatchObject([
    { level: 'warn', reason: 'field_rejected', code: 120, status: 403 },
    { level: 'error', reason: 'unavailable', code: 130, status: 503 },
  ])
})

test.each([
  [{ status: 402, body: '{"title":"CreditsDepleted","detail":"No credits."}' }, 'no_credits', /Add credits/],
  [{ status: 403, code: 261, message: 'Read alone.' }, undefined, /Get more access/],
  [{ status: 401, code: 416, message: 'Suspended.' }, undefined, /suspended/],
  [{ status: 401, code: 135, message: 'Out of bounds.' }, 'clock_wrong', /clock/],
  [{ status: 403, body: '<html><title>Blocked</title></html>' }, 'blocked_by_network', /network in front/],
  [{ status: 401, body: '{"error":"Read-only application cannot POST."}' }, 'read_only', /Read and write/],
  [{ status: 405, body: '' }, 'request_not_accepted', /X_API_ORIGIN/],
] as const)('what only the owner can mend is told to the owner: %j', async (fault, cause, advice) => {
  const account = await makeAccount()
  await setFault(account, { path: '/1.1/account/update_profile.json', ...fault })
  await publish(account, { name: 'A' })
  const entries = logged().filter(({ event }) => event === 'refused_for_owner')
  expect(entries).toMatchObject([{ level: 'error', path: '/api/account/update_profile' }])
  expect(entries[0]?.cause).toBe(cause)
  expect(entries[0]?.detail).toMatch(advice)
  expect(entries[0]?.detail).toMatch(/The server says: “.+”$/)
})

test.each([
  { status: 503, code: 130 },
  { status: 403, code: 326, message: 'Locked.' },
  { status: 403, code: 120, message: 'Account update failed: Name is not allowed.' },
])('what the owner cannot mend is not theirs: %j', async (fault) => {
  const account = await makeAccount()
  await setFault(account, { path: '/1.1/account/update_profile.json', ...fault })
  await publish(account, { name: 'A' })
  expect(logged().filter(({ event }) => event === 'refused_for_owner')).toEqual([])
})

test('a call that had to be repeated says so', async () => {
  const account = await makeAccount()
  await setFault(account, { path: '/1.1/account/update_profile.json', times: 1, drop: 'before' })
  await publish(account, { name: 'A' })
  expect(logged()).toMatchObject([{ status: 200, retries: 1 }])
})

test('what is refused here is a line too, and no two requests share an id', async () => {
  const account = await makeAccount()
  const first = await publish(account, { name: '' })
  const second = await publish(account, { name: '' })
  const ids = [first, second].map(({ headers }) => headers.get('x-request-id'))
  expect(new Set(ids).size).toBe(2)
  expect(logged()).toMatchObject(
    ids.map((requestId) => ({
      level: 'warn',
      event: 'refused_here',
      requestId,
      path: '/api/account/update_profile',
      status: 422,
      reason: 'field_rejected',
    })),
  )
})

test('the visitor does not choose the id', async () => {
  const account = await makeAccount()
  const headers = { 'x-request-id': 'chosen' }
  const response = await GET(await requestAs(account, 'verify_credentials', { headers }))
  expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})

test('no line holds a token, a secret, a cookie or a text', async () => {
  const account = await makeAccount()
  const request = await requestAs(account, 'update_profile?location=Secret+Fen', {
    method: 'POST',
    body: new URLSearchParams({ name: 'A private name', description: 'a < private > bio' }),
  })
  const cookie = request.headers.get('cookie')?.split('=')[1] ?? ''
  await POST(request)
  await publish({ ...account, access_token: '1-unknown' }, { name: 'A private name' })
  await publish(account, { url: `not an address ${'x'.repeat(90)}` })
  const all = lines.join('\n')
  expect(lines).toHaveLength(3)
  const secrets = [account.access_token, account.access_token_secret, '1-unknown', 'sandbox-secret', cookie]
  for (const secret of [...secrets, 'private', 'Secret', 'not an address', 'oauth_']) {
    expect(secret.length).toBeGreaterThan(5)
    expect(all).not.toContain(secret)
  }
})
