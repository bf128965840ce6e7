import { expect, test } from 'vitest'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setFault } from '../signed-in.fixture'
import { GET } from '../verify_credentials/route'
import { POST } from './route'

const PATH = '/1.1/oauth/invalidate_token.json'

const revoke = async (account: SandboxAccount, headers: Record<string, string> = {}) =>
  POST(await requestAs(account, 'invalidate_token', { method: 'POST', headers }))

const verify = async (account: SandboxAccount) => GET(await requestAs(account, 'verify_credentials'))

test('a person who asks has their token ended at the server, and the session ends with it', async () => {
  const account = await makeAccount()
  const response = await revoke(account)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ revoked: true })
  const [cookie] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^plumage\.session-token=;.*Max-Age=0/)
  expect((await verify(account)).status).toBe(401)
})

test('a copy of the session cookie is worth nothing afterwards', async () => {
  const account = await makeAccount()
  const copied = await requestAs(account, 'verify_credentials')
  await revoke(account)
  const response = await GET(copied)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ reason: 'session_expired' })
})

test('a token that is dead already counts as revoked', async () => {
  const account = await makeAccount()
  await revoke(account)
  expect((await revoke(account)).status).toBe(200)
})

test('where the server does not confirm it, that is said, and the session stays', async () => {
  const account = await makeAccount()
  await setFault(account, { path: PATH, status: 503, code: 130, message: 'Over capacity', times: 1 })
  const response = await revoke(account)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ reason: 'unavailable' })
  expect(response.headers.getSetCookie()).toEqual([])
  expect((await verify(account)).status).toBe(200)
})

test('a server that has no such call is told from one that failed', async () => {
  const account = await makeAccount()
  await setFault(account, { path: PATH, status: 404, code: 34, message: 'Sorry, that page does not exist.' })
  const response = await revoke(account)
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ reason: 'gone' })
})

test('another site cannot revoke anything', async () => {
  const account = await makeAccount()
  expect((await revoke(account, { origin: 'https://evil.example' })).status).toBe(403)
  expect(await requestsOf(account)).toEqual([])
})
