import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, type Colour, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'

test.use({ signsInByHand: true })

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const notice = (page: Page) => page.getByRole('status').filter({ hasText: /^Published/ })
const publishInReview = (page: Page) =>
  review(page).getByRole('button', { name: 'Publish', exact: true }).click()

async function choosePhoto(page: Page, colour: Colour, name: string): Promise<void> {
  await field(page, 'Profile photo').setInputFiles(makePng(400, 400, colour, name))
  await expect(page.locator('#field-avatar-facts')).toContainText(name)
}

/** Ends the page's process where it stands: no event is fired, nothing can be flushed. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // It is never answered.
  session.send('Page.crash').catch(() => undefined)
  await crashed
}

test('edited, crashed, restored, in conflict, half published, published, undone, restored, and worn elsewhere', async ({
  page: firstPage,
  context,
  browser,
  sandbox,
  signIn,
  startSession,
}) => {
  test.setTimeout(300_000)
  const account = await sandbox.createAccount({ name: 'Ada Reed', description: 'As it was' })
  const other = await sandbox.createAccount({ name: 'Other Account' })
  const user = () => sandbox.userOf(account.screen_name)
  const callFails = (call: string) =>
    sandbox.setFault({
      path: `/1.1/account/${call}.json`,
      screen_name: account.screen_name,
      status: 503,
      code: 130,
      message: 'Over capacity',
    })
  let page = firstPage

  await test.step('a first photo is published', async () => {
    await signIn(page, account.screen_name)
    await choosePhoto(page, RED, 'red.png')
    await publishChanges(page)
    await untilPublished(page)
  })
  const { profile_image_url_https: redPhoto } = await user()

  await test.step('text and photo are edited, and the page crashes', async () => {
    await field(page, 'Bio').fill('Mine')
    await choosePhoto(page, BLUE, 'blue.png')
    await expect(page.getByText('Draft saved')).toBeVisible()
    await crash(page)
    page = await context.newPage()
    await page.goto('/profile')
    await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
    await expect(field(page, 'Bio')).toHaveValue('Mine')
    await expect(page.locator('#field-avatar-facts')).toContainText('blue.png')
  })

  await test.step('the bio is changed elsewhere meanwhile', async () => {
    const elsewhere = await browser.newContext()
    const theirs = await elsewhere.newPage()
    await signIn(theirs, account.screen_name)
    await field(theirs, 'Bio').fill('Theirs')
    await publishChanges(theirs)
    await untilPublished(theirs)
    await elsewhere.close()
    await publishChanges(page)
    const conflict = review(page).getByRole('region', { name: 'Bio was changed elsewhere' })
    await expect(conflict).toContainText('Theirs')
    expect(await user()).toMatchObject({ description: 'Theirs', profile_image_url_https: redPhoto })
    await conflict.getByRole('button', { name: 'Keep yours' }).click()
    await expect(conflict).toHaveCount(0)
  })

  await test.step('one half is published, the other is refused and stays', async () => {
    await callFails('update_profile_image')
    await publishInReview(page)
    await expect(problem(page)).toContainText('Profile photo: The sandbox')
    await expect(notice(page)).toContainText('Bio')
    await expect(notice(page)).not.toContainText('Profile photo')
    expect(await user()).toMatchObject({ description: 'Mine', profile_image_url_https: redPhoto })
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  })

  await test.step('the rest is published', async () => {
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(review(page)).toContainText('Not published last time: The sandbox isn’t responding')
    await publishInReview(page)
    await expect(notice(page)).toContainText('Profile photo')
    expect((await user()).profile_image_url_https).not.toBe(redPhoto)
  })

  const photosSent = async () =>
    (await sandbox.requestsOf(account.screen_name)).flatMap(({ image, outcome }) =>
      image && outcome === 'ok' ? [image.sha256] : [],
    )

  await test.step('Undo beside Published brings the first photo back, through the review', async () => {
    await notice(page).getByRole('button', { name: 'Undo' }).click()
    await expect(review(page).getByText('Profile photo').first()).toBeVisible()
    await publishInReview(page)
    await untilPublished(page)
    expect(await photosSent()).toHaveLength(3)
    expect(await user()).toMatchObject({ description: 'Mine' })
  })

  await test.step('the bio that was there before is restored from the history', async () => {
    await page.goto('/history')
    const entry = page.getByRole('listitem').filter({ hasText: 'Bio' })
    await expect(entry).toHaveCount(1)
    await entry.getByRole('button', { name: 'Undo this change' }).click()
    await page.waitForURL('**/profile')
    await untilEditorIsReady(page)
    await expect(field(page, 'Bio')).toHaveValue('Theirs')
    await publishChanges(page)
    await untilPublished(page)
    expect(await user()).toMatchObject({ description: 'Theirs' })
  })

  const file = await test.step('the profile is saved as a look and exported', async () => {
    await page.goto('/looks')
    await page.getByRole('button', { name: 'Save the draft as a look' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save as a look' })
    await dialog.getByLabel('Name of the look').fill('Story')
    await dialog.getByRole('radio', { name: /^The published/ }).check()
    await dialog.getByRole('button', { name: 'Save look' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Story is saved.' })).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    ])
    return { name: download.suggestedFilename(), buffer: await readFile(await download.path()) }
  })

  await test.step('a fresh browser imports it, and another account wears it', async () => {
    const elsewhere = await browser.newContext()
    const fresh = await elsewhere.newPage()
    await startSession(fresh, other.screen_name)
    await fresh.goto('/looks')
    await fresh.getByLabel('Import looks').setInputFiles({ ...file, mimeType: 'application/zip' })
    await expect(fresh.getByRole('status')).toContainText('Story is imported.')
    await fresh.getByRole('button', { name: 'Use this look', exact: true }).click()
    await fresh.waitForURL('**/profile')
    await untilEditorIsReady(fresh)
    await expect(field(fresh, 'Bio')).toHaveValue('Theirs')
    await publishChanges(fresh)
    await untilPublished(fresh)
    const applied = await sandbox.userOf(other.screen_name)
    expect(applied).toMatchObject({ name: 'Ada Reed', description: 'Theirs' })
    expect(applied.default_profile_image).toBe(false)
    await elsewhere.close()
  })
})
