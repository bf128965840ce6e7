import { expect, test } from './fixtures'

const HTTPS_PORT = process.env.E2E_HTTPS_APP_PORT

test('a page opened by another name of this machine leads to the one where a sign-in ends', async ({
  page,
  account,
  sandbox,
  baseURL,
}) => {
  const port = new URL(baseURL ?? '').port
  await page.goto(`http://127.0.0.1:${port}/?error=denied`)
  expect(page.url()).toBe(`${baseURL}/?error=denied`)
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandbox.origin)
  await page.locator(`input[name="screen_name"][value="${account.screen_name}"]`).check()
  await page.getByRole('button', { name: 'Authorize app' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
})

test('a page opened under another scheme names the address where a sign-in ends, instead of beginning one', async ({
  page,
}) => {
  await page.goto(`http://localhost:${HTTPS_PORT}/`)
  const link = page.getByRole('link', { name: `https://localhost:${HTTPS_PORT}` })
  await expect(link).toHaveAttribute('href', `https://localhost:${HTTPS_PORT}/`)
  await expect(page.getByText('You can’t sign in at this address.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toHaveCount(0)
})

test('a host that is not of this machine gets a link and no redirect, which a proxy could turn into a loop', async ({
  request,
  baseURL,
}) => {
  const named: Record<string, string>[] = [
    { host: 'plumage.example' },
    { 'x-forwarded-host': 'plumage.example' },
  ]
  for (const headers of named) {
    const response = await request.get('/', { headers, maxRedirects: 0 })
    expect(response.status()).toBe(200)
    expect(await response.text()).toContain(`<a href="${baseURL}/"`)
  }
  const right = await (await request.get('/', { maxRedirects: 0 })).text()
  expect(right).not.toContain(`<a href="${baseURL}/"`)
})

test('only pages lead to another address, and only of the same port', async ({ request, baseURL }) => {
  const port = new URL(baseURL ?? '').port
  const locationOf = async (path: string, host: string) =>
    (await request.get(baseURL + path, { headers: { host }, maxRedirects: 0 })).headers().location
  expect(await locationOf('/profile?a=b', `127.0.0.1:${port}`)).toBe(`${baseURL}/profile?a=b`)
  expect(await locationOf('/', `[::1]:${port}`)).toBe(`${baseURL}/`)
  expect(await locationOf('//evil.example', `127.0.0.1:${port}`)).toBe(`${baseURL}//evil.example`)
  expect(await locationOf('/', '127.0.0.1:1')).toBeUndefined()
  expect(await locationOf('/', `localhost:${port}`)).toBeUndefined()
  expect(await locationOf('/api/health', `127.0.0.1:${port}`)).toBeUndefined()
})
