import { expect, test, untilEditorIsReady } from './fixtures'

test('the page is taken over with the code that it names, and the rest comes with the first thing a person does', async ({
  page,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  const html = await (await page.request.get('/profile')).text()
  const later: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js') && !html.includes(pathname)) later.push(pathname)
  })
  await page.goto('/profile')
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

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.75 })

  test('the pictures of the profile come in their small copies, and the whole photo when it is opened', async ({
    page,
    sandbox,
    signIn,
  }) => {
    const fetched = new Set<string>()
    page.on('request', (request) => {
      const name = new URL(request.url()).pathname.split('/').at(-1) ?? ''
      if (request.resourceType() === 'image' && request.url().startsWith(sandbox.origin)) fetched.add(name)
    })
    await signIn(page, 'wren')
    await expect(page.getByRole('img', { name: 'Your published profile photo' })).toHaveJSProperty(
      'complete',
      true,
    )
    expect([...fetched].filter((name) => /^wrenA|x\d+/.test(name)).sort()).toEqual([
      '600x200',
      'wrenA4kP_200x200.png',
    ])

    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.getByText('Opened large').click()
    await expect.poll(() => [...fetched]).toContain('wrenA4kP.png')
  })
})

test.describe('where a server has no smaller copy', () => {
  test.use({ expectedProblems: [/status of 404 .*_\d+x\d+\.png/] })

  test('a photo is shown as it was uploaded', async ({ page, signIn }) => {
    await page.route(/_\d+x\d+\.png$/, (route) => route.fulfill({ status: 404 }))
    await signIn(page, 'wren')
    const photo = page.getByRole('img', { name: 'Your published profile photo' })
    await expect(photo).not.toHaveAttribute('srcset')
    await expect(photo).toHaveJSProperty('complete', true)
    expect(await photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(200)
  })
})
