import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import type { Sandbox } from './sandbox'

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const notice = (page: Page) => page.getByRole('status').filter({ hasText: /^Published/ })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const part = (page: Page, name: string) =>
  review(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name }) })

async function choosePhoto(page: Page): Promise<void> {
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED, 'photo.png'))
  await expect(page.locator('#field-avatar-facts')).toContainText('photo.png')
}

async function writesOf(sandbox: Sandbox, screenName: string) {
  return (await sandbox.requestsOf(screenName)).filter(({ path }) => path.includes('/update_'))
}

test('a photo is called accepted until the server shows it, and published then', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await sandbox.setModes({ screen_name: account.screen_name, pictures: 'slow' })
  await signIn(page, account.screen_name)
  const { profile_image_url_https: before } = await sandbox.userOf(account.screen_name)
  await choosePhoto(page)
  await publishChanges(page)
  await expect(part(page, 'Profile photo')).toContainText('Accepted')
  await expect(part(page, 'Profile photo')).toContainText('still processing')
  // As it stands at this moment, before the server shows the photo.
  expect(await part(page, 'Profile photo').textContent()).not.toContain('Published')
  expect(await notice(page).count()).toBe(0)
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).toBe(before)
  await expect(notice(page)).toContainText('Profile photo', { timeout: 45_000 })
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).not.toBe(before)
  expect(await writesOf(sandbox, account.screen_name)).toHaveLength(1)
  await expect(page.getByText('No changes')).toBeVisible()
})

test('a photo that was not shown when the looking ended is not called published and stays', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await sandbox.setModes({ screen_name: account.screen_name, pictures: 'stuck' })
  await signIn(page, account.screen_name)
  await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
  await choosePhoto(page)
  await publishChanges(page)
  await expect(part(page, 'Profile photo')).toContainText('Accepted')
  await expect(part(page, 'Text')).toContainText('Published')
  await review(page).getByRole('button', { name: 'Stop after this part' }).click()
  await expect(problem(page)).toContainText('Profile photo')
  await expect(problem(page)).toContainText('shows what was there before')
  await expect(notice(page)).toContainText('Location')
  await expect(notice(page)).not.toContainText('Profile photo')
  await page.reload()
  await expect(page.locator('#field-avatar-facts')).toContainText('photo.png')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
})

test('while one tab publishes, another says so and sends nothing', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const second = await page.context().newPage()
  await second.goto('/profile')
  await untilEditorIsReady(second)
  await page.getByLabel('Name', { exact: true }).fill('From one tab')
  await expect(second.getByText('1 change', { exact: true })).toBeVisible()
  const path = '/1.1/account/update_profile.json'
  await sandbox.setFault({ path, screen_name: account.screen_name, delay_ms: 4000 })
  await publishChanges(page)
  await expect(part(page, 'Text')).toContainText('Sending')
  await publishChanges(second)
  await expect(review(second).getByRole('status')).toContainText(
    `Another tab is publishing to @${account.screen_name}.`,
  )
  await untilPublished(page)
  await expect(notice(second)).toHaveCount(0)
  await expect(second.getByText('No changes')).toBeVisible()
  expect(await writesOf(sandbox, account.screen_name)).toHaveLength(1)
})

test('two presses on Publish and the Enter key after them publish once', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choosePhoto(page)
  const path = '/1.1/account/update_profile_image.json'
  await sandbox.setFault({ path, screen_name: account.screen_name, delay_ms: 1000 })
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await review(page).getByRole('button', { name: 'Publish', exact: true }).dblclick()
  await page.keyboard.press('Enter')
  await untilPublished(page)
  expect(await writesOf(sandbox, account.screen_name)).toHaveLength(1)
})

for (const { what, isLeft } of [
  { what: 'asks, and who stays finds it published once', isLeft: false },
  { what: 'asks, and who leaves all the same finds nothing to publish again', isLeft: true },
]) {
  test(`the Back button while something is published ${what}`, async ({
    page,
    account,
    sandbox,
    startSession,
  }) => {
    await startSession(page, account.screen_name)
    await page.goto('/looks')
    await page.goto('/profile')
    await untilEditorIsReady(page)
    await page.getByLabel('Name', { exact: true }).fill('Once')
    const path = '/1.1/account/update_profile.json'
    await sandbox.setFault({ path, screen_name: account.screen_name, delay_ms: 2000 })
    await publishChanges(page)
    await expect(part(page, 'Text')).toContainText('Sending')
    const recorded: string[] = []
    page.on('dialog', (dialog) => {
      recorded.push(dialog.type())
      if (isLeft) void dialog.accept()
      else void dialog.dismiss()
    })
    if (isLeft) await page.goBack()
    else await page.evaluate(() => history.back())
    if (!isLeft) await untilPublished(page)
    await expect.poll(() => writesOf(sandbox, account.screen_name)).toHaveLength(1)
    if (isLeft) await page.goForward()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Once')
    await expect(page.getByText('No changes')).toBeVisible()
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(page.getByText('Nothing to publish yet')).toBeVisible()
    expect(await writesOf(sandbox, account.screen_name)).toHaveLength(1)
    expect(recorded).toEqual(['beforeunload'])
  })
}
