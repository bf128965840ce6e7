import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { entryRecord, keepPictures, keepRecords, keysOf, recordsOf } from './stored-data'

const bioChange = (was: string, willBe: string) => ({ kind: 'text', field: 'bio', was, willBe })

/** Opens the history, by which the database is made, and waits until it was read. */
async function openHistory(page: Page): Promise<void> {
  await page.goto('/history')
  await expect(page.getByText(/entr(y|ies), /)).toBeVisible()
}

test('each entry tells when, what was changed from what to what, and what was not published', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  await expect(page.getByText('You haven’t published from this device yet.')).toBeVisible()
  const keys = keysOf(sandbox, account)
  await keepPictures(page, keys, [
    { id: 'red', usedBy: 'history', png: makePng(400, 400, RED).buffer },
    { id: 'blue', usedBy: 'history', png: makePng(400, 400, BLUE).buffer },
  ])
  const size = { type: 'image/png', widthPixels: 400, heightPixels: 400 }
  await keepRecords(page, [
    entryRecord(
      keys,
      new Date(),
      [
        bioChange('Small bird, loud song.', 'Small bird, loudest song.'),
        {
          kind: 'picture',
          field: 'avatar',
          was: { state: 'kept', pictureId: 'red', ...size },
          willBe: { state: 'kept', pictureId: 'blue', ...size },
        },
      ],
      [
        { part: 'text', isPublished: true },
        { part: 'avatar', isPublished: true },
        { part: 'banner', isPublished: false },
      ],
    ),
    entryRecord(keys, new Date(2024, 4, 3, 9, 41), [
      { kind: 'text', field: 'location', was: '', willBe: 'Lower Fen' },
    ]),
  ])
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()

  const newest = page.getByRole('listitem').filter({ hasText: 'Bio and profile photo' })
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
  await expect(newest.locator('del')).toHaveText(['loud'])
  await expect(newest.locator('ins')).toHaveText(['loudest'])
  await expect(newest.getByRole('img', { name: 'Profile photo before' })).toBeVisible()
  await expect(newest.getByRole('img', { name: 'Profile photo after' })).toBeVisible()
  await expect(newest).toContainText(
    '2 of 3 parts published. The header image was not published and stayed in your draft.',
  )

  await expect(page.getByRole('heading', { level: 2, name: '3 May 2024' })).toBeVisible()
  const older = page.getByRole('listitem').filter({ hasText: '09:41' })
  await expect(older).toContainText('Location from nothing to Lower Fen.')
  await expect(older).toContainText('Published')
  await expect(page.getByText(/^2 entries, /)).toBeVisible()
})

test('undoing a change puts the older values into the draft, pictures too, and leads to the editor', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  const png = makePng(400, 400, RED).buffer
  await keepPictures(page, keys, [{ id: 'red', usedBy: 'history', png }])
  const was = { state: 'kept', pictureId: 'red', type: 'image/png', widthPixels: 400, heightPixels: 400 }
  const avatar = { kind: 'picture', field: 'avatar', was, willBe: { state: 'not_kept' } }
  await keepRecords(page, [entryRecord(keys, new Date(), [bioChange('As it was before.', ''), avatar])])
  await page.reload()
  await page.getByRole('button', { name: 'Undo this change' }).click()
  await page.waitForURL('**/profile')
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /^Back in your draft: the bio and profile photo from before \d\d:\d\d\./ }),
  ).toBeVisible()
  await expect
    .poll(async () => (await recordsOf(page, 'drafts'))[0])
    .toMatchObject({
      base: { bio: '' },
      draft: { bio: 'As it was before.', banner: null, avatar: { type: 'image/png', widthPixels: 400 } },
    })
  const [picture] = (await recordsOf(page, 'pictures')).filter(({ usedBy }) => usedBy === 'draft')
  expect(picture).toMatchObject({ ...keys, bytes: png.length, blob: png.length })
})

test('what is published is in the history with the picture that was there before, and comes back through the review', async ({
  page,
  sandbox,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const choosePhoto = async (colour: typeof RED) => {
    await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, colour))
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
    await publishChanges(page)
    await untilPublished(page)
  }
  await choosePhoto(RED)
  // What the server made of it: that, and not what was sent, is what others saw.
  const { profile_image_url_https: small } = await sandbox.userOf(account.screen_name)
  const original = await fetch(String(small).replace('_normal', ''))
  const seen = createHash('sha256')
    .update(Buffer.from(await original.arrayBuffer()))
    .digest('hex')
  await page.reload()
  await choosePhoto(BLUE)
  const uploads = async () =>
    (await sandbox.requestsOf(account.screen_name)).flatMap(({ image }) => (image ? [image.sha256] : []))
  await page.goto('/history')
  const entries = page.getByRole('listitem').filter({ hasText: 'Profile photo' })
  await expect(entries).toHaveCount(2)
  await expect(entries.last()).toContainText('None')
  await expect(entries.first().getByRole('img', { name: 'Profile photo before' })).toBeVisible()
  await entries.first().getByRole('button', { name: 'Undo this change' }).click()
  await page.waitForURL('**/profile')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  expect((await uploads()).at(-1)).toBe(seen)
})

test('a page that dies while it publishes leaves the picture that was there before', async ({
  page,
  sandbox,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const banner = page.getByLabel('Header image', { exact: true })
  await banner.setInputFiles(makePng(1500, 500, RED))
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  await page.reload()
  await banner.setInputFiles(makePng(1500, 500, BLUE))
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  const path = '/1.1/account/update_profile_banner.json'
  await sandbox.setFault({ path, screen_name: account.screen_name, delay_ms: 30_000, drop: 'after' })
  await publishChanges(page)
  await expect
    .poll(async () => (await recordsOf(page, 'history')).filter(({ isUnfinished }) => isUnfinished))
    .toHaveLength(1)
  const fresh = await page.context().newPage()
  await page.close()
  await fresh.goto('/history')
  const cutOff = fresh
    .getByRole('listitem')
    .filter({ hasText: 'The page was closed while this was being published.' })
  await expect(cutOff.getByRole('img', { name: 'Header image before' })).toBeVisible()
  await expect(cutOff.getByRole('link', { name: 'View profile' })).toHaveAttribute(
    'href',
    sandbox.publicPage(account.screen_name),
  )
})

test('a refused publishing leaves no entry', async ({ page, sandbox, account, signIn }) => {
  await signIn(page, account.screen_name)
  const path = '/1.1/account/update_profile.json'
  await sandbox.setFault({
    path,
    screen_name: account.screen_name,
    status: 403,
    code: 326,
    message: 'Locked.',
  })
  await page.getByLabel('Bio', { exact: true }).fill('Never arrives')
  await publishChanges(page)
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeVisible()
  expect(await recordsOf(page, 'history')).toEqual([])
})

test('an older state that already stands, or was not kept, is said and not restored', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  const banner = { kind: 'picture', field: 'banner', was: { state: 'not_kept' }, willBe: { state: 'none' } }
  await keepRecords(page, [
    entryRecord(keys, new Date(2026, 0, 2), [bioChange('', 'Something')]),
    entryRecord(keys, new Date(2026, 0, 1), [banner], [{ part: 'banner', isPublished: true }]),
  ])
  await page.setViewportSize({ width: 360, height: 500 })
  await page.reload()
  const restore = page.getByRole('button', { name: 'Undo this change' })
  await restore.first().click()
  await expect(page.getByRole('status')).toHaveText(/Nothing to restore\..*as it was before this entry/)
  await restore.last().click()
  await expect(page.getByRole('status')).toHaveText(/The earlier header image wasn’t saved here/)
  await expect(page.getByText('Nothing to restore.')).toBeInViewport()
  expect(await recordsOf(page, 'drafts')).toEqual([])
})

test('edits that a restoring would replace are asked about first, and Escape keeps them', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  await keepRecords(page, [
    entryRecord(keys, new Date(2026, 0, 1), [bioChange('First', 'Later')]),
    entryRecord(keys, new Date(2026, 0, 2), [bioChange('Second', 'Later still')]),
  ])
  await page.reload()
  const restore = page.getByRole('button', { name: 'Undo this change' })
  await restore.last().click()
  await page.waitForURL('**/profile')
  await page.goto('/history')
  await restore.first().click()
  const question = page.getByRole('alertdialog', { name: 'Replace what is in your draft?' })
  await expect(question).toContainText('Bio')
  await expect(question.getByRole('button', { name: 'Keep my draft' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  expect(await recordsOf(page, 'drafts')).toMatchObject([{ draft: { bio: 'First' } }])
  await restore.first().click()
  await question.getByRole('button', { name: 'Replace' }).click()
  await page.waitForURL('**/profile')
  await expect
    .poll(async () => (await recordsOf(page, 'drafts'))[0])
    .toMatchObject({ draft: { bio: 'Second' } })
})

test('an entry that cannot be read is put aside, and the others are listed', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  const { record } = entryRecord(keys, new Date(2026, 0, 1), [])
  await keepRecords(page, [
    entryRecord(keys, new Date(2026, 0, 2), [bioChange('', 'Readable')]),
    { store: 'history', record: { ...(record as object), changes: 'none of your business' } },
  ])
  await page.reload()
  await expect(page.getByText('Readable')).toBeVisible()
  await expect(page.getByText(/^1 entry, without pictures\. /)).toBeVisible()
  expect(await recordsOf(page, 'setAside')).toMatchObject([
    { from: 'history', value: { changes: 'none of your business' } },
  ])
})

test('another account on this device sees nothing of it', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  const other = await sandbox.createAccount()
  await startSession(page, account.screen_name)
  await openHistory(page)
  await keepRecords(page, [
    entryRecord(keysOf(sandbox, other), new Date(), [bioChange('', 'A secret of somebody else')]),
    entryRecord({ server: 'https://api.x.com', accountId: account.id_str }, new Date(), [
      bioChange('', 'At X'),
    ]),
  ])
  await page.reload()
  await expect(page.getByText('You haven’t published from this device yet.')).toBeVisible()
})

test('the history is saved as a file: a page to read, and the pictures that were there', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  const red = makePng(400, 400, RED).buffer
  await keepPictures(page, keys, [{ id: 'red', usedBy: 'history', png: red }])
  const was = { state: 'kept', pictureId: 'red', type: 'image/png', widthPixels: 400, heightPixels: 400 }
  const photo = { kind: 'picture', field: 'avatar', was, willBe: { state: 'none' } }
  const changes = [bioChange('Small bird.', 'Large bird.'), photo]
  const at = new Date('2026-05-03T09:41:00.000Z')
  // More than are read at a time.
  await keepRecords(page, [
    entryRecord(keys, at, changes),
    ...Array.from({ length: 60 }, (_, day) =>
      entryRecord(keys, new Date(Date.UTC(2025, 0, day + 1)), [bioChange('', 'x')]),
    ),
  ])
  await page.reload()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as a file' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^plumage-history-${account.screen_name}-\\d{4}-\\d\\d-\\d\\d\\.zip$`),
  )
  const entries = unzipSync(await readFile(await download.path()))
  expect(Object.keys(entries)).toEqual([
    'history.txt',
    'history.json',
    '2026-05-03T09-41-00.000Z/profile-photo-before.png',
  ])
  expect(Buffer.from(entries['2026-05-03T09-41-00.000Z/profile-photo-before.png'] ?? [])).toEqual(red)
  const text = new TextDecoder().decode(entries['history.txt'])
  expect(text).toContain('Bio before: Small bird.\nBio after: Large bird.')
  expect(text.match(/Bio after: x/g)).toHaveLength(60)
})

test('the history is deleted after asking, pictures and all', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  await keepPictures(page, keys, [{ id: 'red', usedBy: 'history', png: makePng(40, 40, RED).buffer }])
  await keepRecords(page, [entryRecord(keys, new Date(), [bioChange('', 'Gone soon')])])
  await page.reload()
  await page.getByRole('button', { name: 'Delete the history' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the history' }).click()
  await expect(page.getByText('You haven’t published from this device yet.')).toBeVisible()
  expect(await recordsOf(page, 'history')).toEqual([])
  expect(await recordsOf(page, 'pictures')).toEqual([])
})

test.describe('where the browser keeps nothing', () => {
  test('the page says so calmly', async ({ page, account, startSession }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Not here.', 'SecurityError')
      }
    })
    await startSession(page, account.screen_name)
    await page.goto('/history')
    await expect(page.getByText('This browser can’t save anything here')).toBeVisible()
  })
})

/** Counts, in every page from now on, the records and pictures that are read. */
async function countReads(page: Page): Promise<() => Promise<{ cursorSteps: number; pictures: number }>> {
  await page.addInitScript(() => {
    const counted = { cursorSteps: 0, pictures: 0 }
    Object.assign(window, { counted })
    const { continue: goOn } = IDBCursor.prototype
    IDBCursor.prototype.continue = function (...to) {
      if (this instanceof IDBCursorWithValue) counted.cursorSteps += 1
      goOn.apply(this, to)
    }
    const { get } = IDBObjectStore.prototype
    IDBObjectStore.prototype.get = function (key) {
      if (this.name === 'pictures') counted.pictures += 1
      return get.call(this, key)
    }
    IDBObjectStore.prototype.getAll = () => {
      throw new Error('Nothing may read everything.')
    }
  })
  return () =>
    page.evaluate(() => Reflect.get(window, 'counted') as { cursorSteps: number; pictures: number })
}

test('of 200 entries with pictures one page is read, and only the pictures near the window', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  const keys = keysOf(sandbox, account)
  const stored = { state: 'kept', type: 'image/png', widthPixels: 40, heightPixels: 40 }
  const png = makePng(40, 40, RED).buffer
  const numbers = Array.from({ length: 200 }, (_, number) => number)
  await keepPictures(
    page,
    keys,
    numbers.map((number) => ({ id: `p${number}`, usedBy: 'history' as const, png })),
  )
  await keepRecords(
    page,
    numbers.map((number) =>
      entryRecord(keys, new Date(2025, 0, 1 + number), [
        {
          kind: 'picture',
          field: 'background',
          was: { ...stored, pictureId: `p${number}` },
          willBe: { state: 'none' },
        },
      ]),
    ),
  )
  const reads = await countReads(page)
  await page.reload()
  await expect(page.getByText(/^200 entries, /)).toBeVisible()
  await expect(page.getByRole('img', { name: 'Background image before' }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo this change' })).toHaveCount(20)
  const { cursorSteps, pictures } = await reads()
  expect(cursorSteps).toBe(20)
  expect(pictures).toBeGreaterThan(0)
  expect(pictures).toBeLessThan(15)

  await page.getByRole('button', { name: 'Show earlier entries' }).click()
  await expect(page.getByRole('button', { name: 'Undo this change' })).toHaveCount(40)
  expect((await reads()).cursorSteps).toBe(40)
})

test('the history has no violation, and fits a narrow screen', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openHistory(page)
  expect(await violationsOn(page), 'empty').toEqual([])
  const keys = keysOf(sandbox, account)
  const long = 'wren.example/'.padEnd(100, 'hedgerow')
  const banner = {
    kind: 'picture',
    field: 'banner',
    was: { state: 'none' },
    willBe: { state: 'not_kept' },
  }
  await keepRecords(page, [
    entryRecord(
      keys,
      new Date(),
      [
        bioChange('One', `Two ${long}`),
        { kind: 'text', field: 'website', was: '', willBe: long },
        { kind: 'switch', field: 'showBackground', was: true, willBe: false },
        banner,
      ],
      [
        { part: 'text', isPublished: true },
        { part: 'background', isPublished: false },
      ],
    ),
  ])
  await page.setViewportSize({ width: 320, height: 700 })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Undo this change' })).toBeVisible()
  expect(await violationsOn(page), 'with an entry').toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await page.getByRole('button', { name: 'Delete the history' }).click()
  expect(await violationsOn(page), 'asked').toEqual([])
})
