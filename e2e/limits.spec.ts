import type { Page } from '@playwright/test'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import type { Sandbox } from './sandbox'

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })

async function publishName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await publishChanges(page)
}

const TEXT = '/1.1/account/update_profile.json'
const AVATAR = '/1.1/account/update_profile_image.json'

/** The next call to a path is refused until so many seconds have passed. */
async function fillLimit(sandbox: Sandbox, screenName: string, path: string, seconds: number) {
  const reset = String(Math.ceil(Date.now() / 1000) + seconds)
  const fault = { status: 429, code: 88, times: 1, headers: { 'x-rate-limit-reset': reset } }
  await sandbox.setFault({ path, screen_name: screenName, ...fault })
}

const callsOf = async (sandbox: Sandbox, screenName: string, path: string) =>
  (await sandbox.requestsOf(screenName)).filter((request) => request.path === path)

test('a full limit is waited for with the review open, and publishing goes on by itself when that was ticked', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, TEXT, 6)
  await publishName(page, 'Patient')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(problem(page)).toBeFocused()
  await expect(dialog.getByRole('timer')).toContainText(/^\d+ seconds? left/)
  const tick = dialog.getByRole('checkbox', { name: /^Publish automatically at \d/ })
  await expect(tick).not.toBeChecked()
  await tick.check()
  await untilPublished(page)
  await expect(dialog).toBeHidden()
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Patient' })
  const statuses = (await callsOf(sandbox, account.screen_name, TEXT)).map(({ status }) => status)
  expect(statuses).toEqual([429, 200])
})

test('a full limit over without the tick, or with it taken back, sends nothing and offers to publish', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, TEXT, 5)
  await publishName(page, 'Undecided')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  const tick = dialog.getByRole('checkbox', { name: /^Publish automatically/ })
  await tick.check()
  await tick.uncheck()
  await expect(dialog.getByRole('status').filter({ hasText: 'You can publish again now' })).toBeVisible()
  expect(await callsOf(sandbox, account.screen_name, TEXT)).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
})

test('a full limit leaves what was published before it published, and waits with the rest alone', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, AVATAR, 6)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await publishName(page, 'First part')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText('Your other edits are kept.')
  await expect(dialog).toContainText(/1 change to/)
  await dialog.getByRole('checkbox', { name: /^Publish automatically/ }).check()
  await untilPublished(page)
  await expect(dialog).toBeHidden()
  expect(await callsOf(sandbox, account.screen_name, TEXT)).toHaveLength(1)
  expect(await callsOf(sandbox, account.screen_name, AVATAR)).toHaveLength(2)
  await expect(page.getByText('No changes', { exact: true })).toBeVisible()
})

test('a full limit and a review that is closed meanwhile: nothing goes by itself, and the page says what is to be done', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await page.clock.install()
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, TEXT, 600)
  await publishName(page, 'Called off')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog.getByRole('timer')).toContainText(/^\d+ minutes \d+ seconds? left/)
  await dialog.getByRole('checkbox', { name: /^Publish automatically/ }).check()
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(dialog).toBeHidden()
  await expect(problem(page)).toContainText(/rate limit resets at/)
  await problem(page).getByRole('button').first().click()
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()

  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') writes.push(request.url())
  })
  await page.clock.fastForward('20:00')
  await page.getByLabel('Name', { exact: true }).fill('Still here')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  expect(writes).toEqual([])
})

test('a review that is closed after a part was published leaves word of the part that waits', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, AVATAR, 600)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await publishName(page, 'First part')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(problem(page)).toBeFocused()
  const texts = dialog.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Text' }) })
  await expect(texts).toContainText(/Published.*Name/)
  expect(await violationsOn(page), 'what axe finds while the review waits').toEqual([])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText(/Profile photo: .*rate limit resets at/)
  await untilPublished(page)
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
})

test('a review that was opened from within a text and waits leads to the problem when Escape closes it', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await fillLimit(sandbox, account.screen_name, TEXT, 600)
  const bio = page.getByLabel('Bio', { exact: true })
  await bio.fill('By keys alone')
  await bio.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByRole('timer')).toBeVisible()
  // Once through all that it offers, and beyond.
  for (let presses = 0; presses < 6; presses += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toBeInViewport()
})
