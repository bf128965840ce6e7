import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { makeAccount, requestAs, requestsOf } from './signed-in.fixture'
import { POST } from './update_profile/route'
import { GET } from './verify_credentials/route'

test('no header, parameter or cookie of a request leads a call to another server', async () => {
  const arrived: string[] = []
  const elsewhere = createServer((request, response) => {
    arrived.push(request.url ?? '')
    response.end('{}')
  })
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening))
  const { port } = elsewhere.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  const account = await makeAccount()
  const steering = {
    cookie: `X_API_ORIGIN=${address}; server=${address}; plumage.server-notes=${address}`,
    'x-forwarded-host': `127.0.0.1:${port}`,
    'x-api-origin': address,
    'x-original-url': address,
    host: `127.0.0.1:${port}`,
    location: address,
  }
  const parameters = new URLSearchParams({
    X_API_ORIGIN: address,
    server: address,
    path: `/../../${address}`,
  })
  const read = await GET(await requestAs(account, `verify_credentials?${parameters}`, { headers: steering }))
  expect(read.status).toBe(200)
  const body = new URLSearchParams({ name: 'A', X_API_ORIGIN: address, origin: address })
  const init = { method: 'POST', body, headers: steering }
  const written = await POST(await requestAs(account, `update_profile?${parameters}`, init))
  expect(written.status).toBe(200)
  expect(await requestsOf(account)).toHaveLength(2)
  expect(arrived).toEqual([])
  elsewhere.close()
})
