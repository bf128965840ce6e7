import { expect, test } from 'vitest'
import { cookiesSetBy, makeAccount, requestAs, requestsOf, type SandboxAccount } from '../signed-in.fixture'
import { GET as verify } from '../verify_credentials/route'
import { POST } from './route'

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

const remember = async (account: SandboxAccount, until: string, headers: Record<string, string> = {}) =>
  POST(
    await requestAs(account, 'read_limit', { method: 'POST', body: new URLSearchParams({ until }), headers }),
  )

test('a limit that a page met is kept with the person, and nothing is read before its time', async () => {
  const account = await makeAccount()
  const until = inSeconds(600)
  const saved = await remember(account, until)
  expect(await saved.json()).toEqual({ until })
  const headers = { cookie: cookiesSetBy(saved) }
  const refused = await verify(await requestAs(account, 'verify_credentials', { headers }))
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ reason: 'rate_limited', retryAt: until })
  expect(await requestsOf(account)).toEqual([])
})

test('a limit that is over holds nothing up', async () => {
  const account = await makeAccount()
  const headers = { cookie: cookiesSetBy(await remember(account, inSeconds(-5))) }
  expect((await verify(await requestAs(account, 'verify_credentials', { headers }))).status).toBe(200)
})

test('what is no time within a day is not kept, and another site keeps nobody from reading', async () => {
  const account = await makeAccount()
  for (const until of ['', 'soon', '2999-01-01T00:00:00.000Z', inSeconds(25 * 3600)]) {
    const refused = await remember(account, until)
    expect(refused.status, until).toBe(422)
    expect(refused.headers.getSetCookie()).toEqual([])
  }
  const crossSite = await remember(account, inSeconds(600), { origin: 'https://evil.example' })
  expect(crossSite.status).toBe(403)
  expect(crossSite.headers.getSetCookie()).toEqual([])
})
