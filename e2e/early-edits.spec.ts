import { expect, test, untilEditorIsReady } from './fixtures'
import { openWithoutCode } from './held-code'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

test('what is typed, switched and chosen before the page’s code runs is kept and can be published', async ({
  page,
  sandbox,
  startSession,
}) => {
  const account = await sandbox.createAccount({ name: 'Old name', description: 'Old bio' })
  await startSession(page, account.screen_name)
  const { letCodeRun } = await openWithoutCode(page)
  await page.getByLabel('Name', { exact: true }).fill('Early name')
  await page.getByLabel('Bio', { exact: true }).fill('Early bio')
  await page.getByLabel('Location', { exact: true }).fill('Early place')
  await page.getByLabel('Website', { exact: true }).fill('https://early.example')
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(40, 30, BLUE, 'early.png'))
  await letCodeRun()
  await untilEditorIsReady(page)

  await expect(page.getByText('6 changes')).toBeVisible()
  await expect(page.getByText('early.png').first()).toBeVisible()
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue('Early bio')
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({
    name: 'Early name',
    description: 'Early bio',
    location: 'Early place',
    profile_background_tile: true,
  })
  const [upload] = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(upload?.image).toMatchObject({ width: 40, height: 30 })
})

for (const label of ['Name', 'Bio', 'Location', 'Website']) {
  test(`a selection made in ${label} before the page’s code runs is typed over, not beside`, async ({
    page,
    sandbox,
    startSession,
  }) => {
    const account = await sandbox.createAccount({
      name: 'Old name',
      description: 'Old bio',
      location: 'Old place',
      url: 'https://old.example',
    })
    await startSession(page, account.screen_name)
    const { letCodeRun } = await openWithoutCode(page)
    const field = page.getByLabel(label, { exact: true })
    await field.selectText()
    await letCodeRun()
    await untilEditorIsReady(page)
    await page.keyboard.insertText('https://new.example')
    await expect(field).toHaveValue('https://new.example')
    await expect(page.getByText('1 change')).toBeVisible()
  })
}

test('somebody who goes on typing while the page’s code arrives loses no letter and keeps the place', async ({
  page,
  sandbox,
  startSession,
}) => {
  const account = await sandbox.createAccount({ name: 'Old name', description: 'One three' })
  await startSession(page, account.screen_name)
  const { letCodeRun } = await openWithoutCode(page)
  const bio = page.getByLabel('Bio', { exact: true })
  await bio.focus()
  await page.keyboard.press('Home')
  for (let letters = 0; letters < 'One '.length; letters += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.type('tw')
  await letCodeRun()
  await untilEditorIsReady(page)
  await page.keyboard.type('o ')
  await expect(bio).toHaveValue('One two three')
  await expect(page.getByText('1 change')).toBeVisible()
})

test('leaving before the page’s code runs warns of what was typed, and of nothing else', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const recorded: string[] = []
  page.on('dialog', (dialog) => {
    recorded.push(dialog.type())
    void dialog.accept()
  })
  await openWithoutCode(page)
  await page.getByLabel('Bio', { exact: true }).click()
  await page.keyboard.press('End')
  await page.reload({ waitUntil: 'commit' })
  expect(recorded).toEqual([])
  await page.getByLabel('Bio', { exact: true }).click()
  await page.keyboard.type('Not yet published')
  await page.reload({ waitUntil: 'commit' })
  expect(recorded).toEqual(['beforeunload'])
})

test('a picture dropped before the drop zone’s code has come is taken', async ({
  page,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  const html = await (await page.request.get('/profile')).text()
  // What the page names it needs; everything else is fetched later, and waits here.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    const isNamed = html.includes(new URL(route.request().url()).pathname.replace('/_next/', ''))
    if (!isNamed) await held
    await route.continue()
  })
  await page.goto('/profile', { waitUntil: 'commit' })
  await untilEditorIsReady(page)
  const { buffer } = makePng(20, 10, BLUE)
  const transfer = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }))
      return data
    },
    [...buffer],
  )
  await page.getByLabel('Background image', { exact: true }).dispatchEvent('drop', { dataTransfer: transfer })
  letGo()
  await expect(page.getByText(/PNG, 20 × 10/)).toBeVisible()
})
