import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchRequestToken } from './x-sign-in'

let server: Server
let body = ''

beforeAll(async () => {
  server = createServer((_request, response) => response.end(body))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  process.env.X_API_ORIGIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const tokenOf = (answer: Record<string, string>) => {
  body = new URLSearchParams(answer).toString()
  return fetchRequestToken('http://localhost:3000/api/auth/callback/twitter')
}

test('a request token counts only where the server has heard where the person is to come back', async () => {
  const pair = { oauth_token: 't', oauth_token_secret: 's' }
  const taken = { ok: true, value: { token: 't', secret: 's' } }
  expect(await tokenOf({ ...pair, oauth_callback_confirmed: 'true' })).toEqual(taken)
  expect(await tokenOf({ ...pair, oauth_callback_confirmed: 'false' })).toMatchObject({ ok: false })
  expect(await tokenOf(pair)).toMatchObject({ ok: false })
})

test('a token that fits into no cookie together with its secret is none', async () => {
  const pairOf = (units: number) => ({
    oauth_token: 't'.repeat(units),
    oauth_token_secret: 's'.repeat(units),
    oauth_callback_confirmed: 'true',
  })
  expect(await tokenOf(pairOf(1000))).toMatchObject({ ok: true })
  expect(await tokenOf(pairOf(1001))).toMatchObject({ ok: false })
})
