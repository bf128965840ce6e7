import { expect, test, untilEditorIsReady } from './fixtures'

test('the page is taken over with the code that it names, and the rest comes with the first thing a person does', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const html = await (await page.request.get('/profile')).text()
  const later: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js') && !html.includes(pathname)) later.push(pathname)
  })
  await page.reload()
  await untilEditorIsReady(page)
  expect(later).toEqual([])

  await page.mouse.move(200, 300)
  // It has its place already, and is hidden while there is nothing to undo.
  await expect(page.getByRole('button', { name: 'Undo', exact: true, includeHidden: true })).toBeAttached()
  expect(later.length).toBeGreaterThan(0)
})

test('a draft on this device comes back although nobody touches the page', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Bio', { exact: true }).fill('Written before')
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue('Written before')
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
})
