import { expect, test } from './fixtures'

test('every page runs only scripts that carry its own nonce, and can be framed by nobody', async ({
  request,
}) => {
  const policies = await Promise.all(
    ['/', '/nowhere'].map(
      async (path) => (await request.get(path)).headers()['content-security-policy'] ?? '',
    ),
  )
  const nonces = policies.map((policy) => /script-src [^;]*'nonce-([^']{20,})'/.exec(policy)?.[1])
  expect(new Set(nonces).size, 'a nonce is used once').toBe(2)
  expect(nonces).not.toContain(undefined)
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toContain('unsafe-')
  }
})

test('what is not a page runs nothing, and is kept by no cache', async ({ request }) => {
  for (const path of ['/api/health', '/api/account/verify_credentials', '/api/auth/session']) {
    const headers = (await request.get(path)).headers()
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['cache-control'], path).toContain('no-store')
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})

test('the health answer names the server and the version, and calls nobody', async ({ request, sandbox }) => {
  const body = await (await request.get('/api/health')).json()
  expect(body).toEqual({
    status: 'ok',
    server: sandbox.origin,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
})
