import { expect, test } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

test('somebody new signs in, changes everything, publishes, and finds it on the public page', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Ada Reed')
  await page.getByLabel('Bio', { exact: true }).fill('Engines & numbers.\nSometimes birds 🐦.')
  await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
  await page.getByLabel('Website', { exact: true }).fill('ada.example/engine')
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(128, 96, BLUE, 'sky.png'))
  await page.getByRole('switch', { name: 'Tile background' }).check()

  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  for (const words of [
    'Ada Reed',
    'Engines & numbers.',
    'Lower Fen',
    'https://ada.example/engine',
    'Background image',
    'Tile background',
  ]) {
    await expect(review.getByText(words).first()).toBeVisible()
  }
  expect(
    await sandbox.requestsOf(account.screen_name),
    'nothing is sent before it is confirmed',
  ).not.toContainEqual(
    expect.objectContaining({ method: 'POST', path: expect.stringContaining('/1.1/account/update') }),
  )
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  await expect(review).toBeHidden()

  await page.goto(sandbox.publicPage(account.screen_name))
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Reed' })).toBeVisible()
  await expect(page.getByText('Engines & numbers.').first()).toBeVisible()
  await expect(page.getByText('Lower Fen').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'ada.example/engine' })).toBeVisible()
  const body = page.locator('body')
  await expect(body).toHaveCSS('background-repeat', 'repeat')
  await expect(body).toHaveCSS('background-image', /url\("http:\/\/127\.0\.0\.1:\d+\/media\/.+"\)/)
})

test('only what changed is sent, in one call a part, text before background', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Location', { exact: true }).fill('Upper Fen')
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(32, 32, BLUE))
  await publishChanges(page)
  await untilPublished(page)
  const writes = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) =>
    path.includes('/update_'),
  )
  expect(writes.map(({ path }) => path)).toEqual([
    '/1.1/account/update_profile.json',
    '/1.1/account/update_profile_background_image.json',
  ])
  expect(
    Object.keys(writes[0]?.parameters ?? {}).filter((name) => !/skip_status|include_entities/.test(name)),
  ).toEqual(['location'])
  expect(writes[1]?.image).toMatchObject({ width: 32, height: 32 })
})

test('a change that is left out of the review stays in the form and is not sent', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Ada Reed')
  await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await review.getByRole('checkbox', { name: 'Location' }).uncheck()
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Ada Reed', location: '' })
  await expect(page.getByLabel('Location', { exact: true })).toHaveValue('Lower Fen')
})

test('with nothing changed the main action says so and opens nothing', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const action = page.getByRole('button', { name: 'Review and publish' })
  await expect(action).toBeEnabled()
  await action.click()
  await expect(page.getByText('Nothing to publish yet')).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
})

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 1000 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test(`on ${device} the review opens without moving the page behind it`, async ({
    page,
    account,
    signIn,
  }) => {
    await page.setViewportSize(viewport)
    await signIn(page, account.screen_name)
    await page.getByLabel('Name', { exact: true }).fill('Ada Reed')
    const before = await page.evaluate(() => window.scrollY)
    await page.getByRole('button', { name: 'Discard changes' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
    expect(await page.evaluate(() => window.scrollY), 'by keyboard').toBe(before)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
    expect(await page.evaluate(() => window.scrollY), 'by pointer').toBe(before)
  })
}

test('what the server keeps is what the form shows afterwards', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('  Ada Reed  ')
  await publishChanges(page)
  await untilPublished(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Reed')
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Ada Reed' })
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByText('Nothing to publish yet')).toBeVisible()
})

test('pressing Publish twice publishes once', async ({ page, account, sandbox, signIn }) => {
  await signIn(page, account.screen_name)
  await sandbox.setFault({
    path: '/1.1/account/update_profile.json',
    screen_name: account.screen_name,
    delay_ms: 600,
  })
  await page.getByLabel('Name', { exact: true }).fill('Once')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).dblclick()
  await untilPublished(page)
  const writes = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) =>
    path.includes('/update_profile'),
  )
  expect(writes).toHaveLength(1)
})

test('Discard changes asks first, and puts every field back', async ({ page, sandbox, signIn }) => {
  const account = await sandbox.createAccount({ name: 'Before', description: 'Old bio' })
  await signIn(page, account.screen_name)
  await page.getByLabel('Bio', { exact: true }).fill('New bio')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue('New bio')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await question.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue('Old bio')
  await expect(page.getByRole('button', { name: 'Discard changes' })).toBeHidden()
})

test('leaving in the moment before an edit is kept warns, leaving without one does not', async ({
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
  await page.reload()
  expect(recorded).toEqual([])
  // Pressed before it is typed into, because only a press waits until the field is shown.
  await page.getByLabel('Bio', { exact: true }).click()
  await page.keyboard.type('Not yet published')
  await page.reload()
  expect(recorded).toEqual(['beforeunload'])
})
