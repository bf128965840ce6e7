import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { makeNoisePng, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { keepPictures, keepRecords, keysOf, recordsOf } from './stored-data'

/** The browser notes the answers that a test breaks in its console. */
test.use({ expectedProblems: [/Failed to load resource/] })

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })

/**
 * Leaves the site no room on the device, as a full disk does, until the function it gives is called. Where something was
 * written already, Chromium believes for half a minute in the room that there was.
 */
async function fillDisk(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  const { origin } = new URL(page.url())
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  return async () => void (await session.send('Storage.overrideQuotaForOrigin', { origin }))
}

async function publishPhoto(page: Page): Promise<void> {
  await field(page, 'Profile photo').setInputFiles(makeNoisePng(400, 400, 'first.png'))
  await expect(page.locator('#field-avatar-facts')).toContainText('first.png')
  await publishChanges(page)
  await untilPublished(page)
}

async function chooseAnotherPhoto(page: Page): Promise<void> {
  await field(page, 'Profile photo').setInputFiles(makeNoisePng(400, 400, 'second.png'))
  await expect(page.locator('#field-avatar-facts')).toContainText('second.png')
}

test('on a full disk a line says that edits live only in this tab, leaving asks, and with room again they are kept', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const freeSpace = await fillDisk(page)
  await field(page, 'Background image').setInputFiles(makeNoisePng(300, 200, 'noise.png'))
  const line = page.getByRole('status').filter({ hasText: 'Your edits are only stored in this tab.' })
  await expect(line).toContainText('This device is out of storage space. Publish before you close it.')
  await expect(page.getByText('Draft saved')).toHaveCount(0)
  const recorded: string[] = []
  page.once('dialog', (dialog) => {
    recorded.push(dialog.type())
    dialog.dismiss()
  })
  // A person who answers with "stay" ends the navigation.
  await page.evaluate(() => location.reload())
  await expect.poll(() => recorded).toEqual(['beforeunload'])
  await expect(page.locator('#field-background-facts')).toContainText('noise.png')

  await freeSpace()
  await field(page, 'Bio').fill('There is room again')
  await expect(page.getByText('Draft saved')).toBeVisible()
  await expect(line).toHaveCount(0)
  expect(await recordsOf(page, 'drafts')).toMatchObject([{ draft: { bio: 'There is room again' } }])
})

test('on a full disk no picture is replaced that could not be kept, before somebody agreed to that', async ({
  page,
  browser,
  account,
  sandbox,
  signIn,
}) => {
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, account.screen_name)
  await publishPhoto(other)
  await elsewhere.close()
  await signIn(page, account.screen_name)
  const uploads = async () =>
    (await sandbox.requestsOf(account.screen_name)).filter(({ path }) =>
      path.includes('update_profile_image'),
    )
  await fillDisk(page)
  await chooseAnotherPhoto(page)
  await publishChanges(page)
  await expect(dialogOf(page).getByRole('status')).toContainText(
    'Nothing was sent yet. We couldn’t save your current profile photo, and no other copy exists. This device is out of storage space.',
  )
  expect(await uploads()).toHaveLength(1)

  await dialogOf(page).getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  const notice = page.getByRole('status').filter({ hasText: /^Published/ })
  await expect(notice).toContainText('The earlier values aren’t in the history.')
  await expect(notice.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  expect(await uploads()).toHaveLength(2)
  expect(await recordsOf(page, 'history')).toEqual([])
})

test('a picture that cannot be fetched before it is replaced is told first, and the history calls it not saved', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await publishPhoto(page)
  await page.route('**/api/account/former_picture?*slot=avatar', (route) =>
    route.fulfill({ status: 503, json: {} }),
  )
  await chooseAnotherPhoto(page)
  const before = (await sandbox.userOf(account.screen_name)).profile_image_url_https
  await publishChanges(page)
  const review = dialogOf(page)
  await expect(review.getByRole('status')).toContainText('We couldn’t save your current profile photo')
  await review.getByRole('button', { name: 'Keep editing' }).click()
  // Whoever comes back is told once more.
  await publishChanges(page)
  await expect(review.getByRole('status')).toContainText('Nothing was sent yet')
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).toBe(before)
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect((await sandbox.userOf(account.screen_name)).profile_image_url_https).not.toBe(before)
  await page.goto('/history')
  await expect(page.getByRole('listitem').filter({ hasText: 'Profile photo' }).first()).toContainText(
    'Not saved',
  )
})

test('on a full disk no look is saved or imported by half', async ({ page, startSession }) => {
  await startSession(page, 'wren')
  await page.goto('/looks')
  await expect(page.getByText('No looks yet')).toBeVisible()
  await fillDisk(page)
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a look' })
  await dialog.getByLabel('Name of the look').fill('Too much')
  await dialog.getByRole('button', { name: 'Save look' }).click()
  await expect(
    page.getByRole('status').filter({ hasText: 'This device is out of storage space' }),
  ).toContainText('Nothing was saved.')
  expect(await recordsOf(page, 'looks')).toEqual([])
  expect(await recordsOf(page, 'pictures')).toEqual([])
})

test('above 50 MB of pictures the oldest entries of the history go, and no others', async ({
  page,
  sandbox,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await publishPhoto(page)
  const keys = keysOf(sandbox, account)
  const facts = { state: 'kept', type: 'image/png', widthPixels: 1, heightPixels: 1 }
  for (const [id, day] of [
    ['oldest', 1],
    ['older', 2],
    ['old', 3],
  ] as const) {
    const change = {
      kind: 'picture',
      field: 'banner',
      was: { ...facts, pictureId: id },
      willBe: { state: 'none' },
    }
    const at = `2024-05-0${day}T12:00:00.000Z`
    const parts = [{ part: 'banner', isPublished: true }]
    await keepRecords(page, [
      { store: 'history', record: { id: `entry ${id}`, ...keys, at, changes: [change], parts } },
    ])
    await keepPictures(page, keys, [{ id, usedBy: 'history', png: makePng(1, 1, RED).buffer }])
    // What counts is what the record says; nobody has to write fifty megabytes.
    await page.evaluate(async (pictureId) => {
      const opening = indexedDB.open('plumage')
      await new Promise((resolve) => {
        opening.onsuccess = resolve
      })
      const store = opening.result.transaction('pictures', 'readwrite').objectStore('pictures')
      const reading = store.get(pictureId)
      await new Promise((resolve) => {
        reading.onsuccess = resolve
      })
      const writing = store.put({ ...reading.result, bytes: 20_000_000 })
      await new Promise((resolve) => {
        writing.onsuccess = resolve
      })
      opening.result.close()
    }, id)
  }
  await chooseAnotherPhoto(page)
  await publishChanges(page)
  await untilPublished(page)
  const entries = (await recordsOf(page, 'history')).map(({ id }) => id)
  expect(entries).toHaveLength(4)
  expect(entries).toEqual(expect.arrayContaining(['entry older', 'entry old']))
  const pictures = (await recordsOf(page, 'pictures')).map(({ id }) => id)
  expect(pictures).toEqual(expect.arrayContaining(['older', 'old']))
  expect(pictures).not.toContain('oldest')
})
