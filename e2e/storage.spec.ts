import type { Page } from '@playwright/test'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { BLUE, makePng, RED } from './pictures'
import { entryRecord, keepPictures, keepRecords, keysOf, recordsOf } from './stored-data'

const bioChange = { kind: 'text', field: 'bio', was: '', willBe: 'New' }

const bio = (page: Page) => page.getByLabel('Bio', { exact: true })

/** Everything edited is on the device. */
async function untilSaved(page: Page): Promise<void> {
  await expect(page.getByText('Draft saved')).toBeVisible()
}

async function openStorage(page: Page): Promise<void> {
  await page.goto('/storage')
  await expect(page.getByText(/^Using .* of about/)).toBeVisible()
}

test('what is kept is told account by account, and deleted for one of them alone', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  const other = await sandbox.createAccount()
  await startSession(page, account.screen_name)
  await openStorage(page)
  await expect(page.getByText('Plumage has nothing saved on this device.')).toBeVisible()
  const [keys, otherKeys] = [keysOf(sandbox, account), keysOf(sandbox, other)]
  const png = makePng(100, 100, RED).buffer
  await keepPictures(page, keys, [
    { id: 'one', usedBy: 'history', png },
    { id: 'two', usedBy: 'history', png },
  ])
  await keepPictures(page, otherKeys, [{ id: 'three', usedBy: 'history', png }])
  await keepRecords(page, [
    entryRecord(keys, new Date(2026, 0, 1), [bioChange]),
    entryRecord(keys, new Date(2026, 0, 2), [bioChange]),
    entryRecord(otherKeys, new Date(2026, 0, 3), [bioChange]),
    ...[
      { ...keys, handle: account.screen_name },
      { ...otherKeys, handle: other.screen_name },
    ].map((record) => ({ store: 'accounts', record, key: [record.server, record.accountId] })),
  ])
  await page.reload()
  const row = page.getByRole('listitem').filter({ hasText: `@${account.screen_name} on Sandbox` })
  await expect(row).toContainText(`2 entries, pictures ${2 * png.length} bytes`)
  const otherRow = page.getByRole('listitem').filter({ hasText: `@${other.screen_name} on Sandbox` })
  await expect(otherRow).toContainText(`1 entry, pictures ${png.length} bytes`)

  await row.getByRole('button', { name: `Delete the data of @${account.screen_name}` }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('status')).toContainText(
    `Everything saved for @${account.screen_name} was deleted.`,
  )
  await expect(row).toBeHidden()
  await expect(otherRow).toBeVisible()
  expect(await recordsOf(page, 'history')).toMatchObject([{ accountId: other.id_str }])
  expect(await recordsOf(page, 'pictures')).toMatchObject([{ id: 'three' }])

  await page.getByRole('button', { name: 'Delete everything' }).click()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('Plumage has nothing saved on this device.')).toBeVisible()
  for (const store of ['accounts', 'drafts', 'history', 'looks', 'pictures', 'setAside']) {
    expect(await recordsOf(page, store), store).toEqual([])
  }
})

test('the browser is asked not to clear what is kept, and what it says is told', async ({
  page,
  account,
  signIn,
}) => {
  // A window that forgets everything, as tests have, gets no such promise from the browser itself.
  await page.addInitScript(() => {
    const answers = [false, true]
    StorageManager.prototype.persist = async () => answers.shift() ?? false
  })
  await signIn(page, account.screen_name)
  await bio(page).fill('To be kept')
  await untilSaved(page)
  await openStorage(page)
  const ask = page.getByRole('button', { name: 'Ask the browser to keep it' })
  await expect(page.getByText('The browser may delete this data')).toBeVisible()
  await ask.click()
  await expect(page.getByText('The browser didn’t agree')).toBeVisible()
  await ask.click()
  await expect(page.getByText('The browser won’t delete this data on its own.')).toBeVisible()
  await expect(ask).toHaveCount(0)
})

test('signing out offers to forget, and forgets what was kept for this account alone', async ({
  page,
  sandbox,
  account,
  signIn,
}) => {
  const other = await sandbox.createAccount()
  await signIn(page, account.screen_name)
  await bio(page).fill('On a computer of others')
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(64, 48, BLUE, 'sky.png'))
  await untilSaved(page)
  await keepRecords(page, [
    entryRecord(keysOf(sandbox, account), new Date(), [bioChange]),
    entryRecord(keysOf(sandbox, other), new Date(), [bioChange]),
  ])
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await page.getByLabel(`Delete @${account.screen_name}’s drafts, history and looks from this device`).check()
  // Something may still be saved while the session is being ended, such as a picture that was being prepared.
  await page.route('**/api/auth/signout', async (route) => {
    await bio(page).fill('Too late')
    await expect.poll(() => recordsOf(page, 'accounts')).toHaveLength(1)
    await route.continue()
  })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  for (const store of ['accounts', 'drafts', 'looks', 'pictures']) {
    expect(await recordsOf(page, store), store).toEqual([])
  }
  expect(await recordsOf(page, 'history')).toMatchObject([{ accountId: other.id_str }])
  await signIn(page, account.screen_name)
  await expect(bio(page)).toHaveValue('')
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toHaveCount(0)
})

/** Makes the database as version 1 of the program left it: drafts without a revision, and pictures. */
async function makeFirstVersion(page: Page, keys: { server: string; accountId: string }, draft: object) {
  await page.evaluate(
    async ([{ server, accountId }, record]) => {
      const opening = indexedDB.open('plumage', 1)
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('drafts')
        const pictures = opening.result.createObjectStore('pictures', { keyPath: 'id' })
        pictures.createIndex('byUse', ['server', 'accountId', 'usedBy', 'bytes'])
      }
      await new Promise((resolve) => {
        opening.onsuccess = resolve
      })
      const transaction = opening.result.transaction('drafts', 'readwrite')
      transaction.objectStore('drafts').put(record, [server, accountId])
      await new Promise((resolve) => {
        transaction.oncomplete = resolve
      })
      opening.result.close()
    },
    [keys, draft] as const,
  )
}

test('a draft written by the first version is still there after the database has been brought up to date', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  // A page of the same site whose code does not open the database.
  await page.goto('/api/health')
  const texts = { name: 'Wren', bio: 'Written long ago', location: '', website: '' }
  const switches = { tileBackground: false, showBackground: false }
  const draft = { ...texts, ...switches, avatar: null, banner: null, background: null }
  const base = {
    ...texts,
    ...switches,
    bio: '',
    id: account.id_str,
    handle: account.screen_name,
    joinedAt: null,
    isProtected: false,
    isVerified: false,
    avatarUrl: null,
    bannerUrl: null,
    backgroundUrl: null,
    backgroundColor: '#C0DEED',
  }
  await makeFirstVersion(page, keysOf(sandbox, account), {
    base,
    draft,
    changedAt: '2026-01-02T03:04:05.000Z',
  })
  await startSession(page, account.screen_name)
  await openStorage(page)
  await expect(page.getByRole('listitem').filter({ hasText: 'Draft' })).toContainText('not published')
  expect(await recordsOf(page, 'drafts')).toMatchObject([
    { draft: { bio: 'Written long ago' }, revision: { counter: expect.any(Number) } },
  ])
  expect(await recordsOf(page, 'history')).toEqual([])
})

test('a page that is older than the database says to reload, and harms nothing', async ({
  page,
  account,
  startSession,
}) => {
  await page.goto('/api/health')
  await page.evaluate(async () => {
    const opening = indexedDB.open('plumage', 99)
    opening.onupgradeneeded = () => void opening.result.createObjectStore('fromTheFuture')
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    opening.result.close()
  })
  await startSession(page, account.screen_name)
  await page.goto('/storage')
  await expect(page.getByText('A newer version of this page is open in another tab.')).toBeVisible()
  const stores = await page.evaluate(async () => {
    const opening = indexedDB.open('plumage')
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    return [...opening.result.objectStoreNames]
  })
  expect(stores).toEqual(['fromTheFuture'])
})

test('nothing that is kept goes to a server', async ({ page, sandbox, account, startSession }) => {
  await startSession(page, account.screen_name)
  await openStorage(page)
  await keepRecords(page, [
    entryRecord(keysOf(sandbox, account), new Date(), [{ ...bioChange, was: 'A private text' }]),
  ])
  const sent: string[] = []
  page.on('request', (request) =>
    sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`),
  )
  for (const path of ['/storage', '/history', '/looks']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
  }
  expect(sent.filter((request) => !request.startsWith('GET '))).toEqual([])
  expect(sent.join('\n')).not.toContain('private')
})

test('while somebody types, the picture they chose before is not written again', async ({
  page,
  account,
  signIn,
}) => {
  await page.addInitScript(() => {
    const written: string[] = []
    Object.assign(window, { written })
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...what) {
      written.push(this.name)
      return put.apply(this, what)
    }
  })
  const written = () => page.evaluate(() => Reflect.get(window, 'written') as string[])
  await signIn(page, account.screen_name)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(64, 48, BLUE, 'sky.png'))
  await expect.poll(written).toContain('pictures')
  await untilSaved(page)
  const pictures = (await written()).filter((store) => store === 'pictures').length
  await bio(page).pressSequentially('Small bird', { delay: 60 })
  await expect
    .poll(async () => (await recordsOf(page, 'drafts'))[0])
    .toMatchObject({ draft: { bio: 'Small bird' } })
  expect((await written()).filter((store) => store === 'pictures')).toHaveLength(pictures)
})

test('a picture that is no longer chosen is no longer kept', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const input = page.getByLabel('Background image', { exact: true })
  await input.setInputFiles(makePng(64, 48, BLUE, 'sky.png'))
  await expect.poll(async () => (await recordsOf(page, 'pictures')).length).toBeGreaterThan(0)
  const [before] = await recordsOf(page, 'pictures')
  await input.setInputFiles(makePng(32, 24, RED, 'dusk.png'))
  await expect
    .poll(async () => (await recordsOf(page, 'drafts'))[0])
    .toMatchObject({ draft: { background: { widthPixels: 32 } } })
  expect((await recordsOf(page, 'pictures')).map(({ id }) => id)).not.toContain(before?.id)
})

test('a draft that cannot be read is put aside, and the editor begins with what is published', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openStorage(page)
  const { server, accountId } = keysOf(sandbox, account)
  const draft = { base: 'lost', draft: { bio: 'In a form nobody knows' } }
  await keepRecords(page, [{ store: 'drafts', record: draft, key: [server, accountId] }])
  await page.goto('/profile')
  await expect.poll(() => recordsOf(page, 'drafts')).toEqual([])
  await expect(bio(page)).toHaveValue('')
  expect(await recordsOf(page, 'setAside')).toMatchObject([{ from: 'drafts', value: draft }])
  await bio(page).fill('On we go')
  await expect
    .poll(async () => (await recordsOf(page, 'drafts'))[0])
    .toMatchObject({ draft: { bio: 'On we go' } })
})

test('what is kept is told without a violation, and fits a narrow screen', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await openStorage(page)
  expect(await violationsOn(page), 'empty').toEqual([])
  await keepRecords(page, [
    {
      store: 'drafts',
      record: {},
      key: ['https://a-server-with-a-rather-long-name.example', '12345678901234567'],
    },
    entryRecord(keysOf(sandbox, account), new Date(), [bioChange]),
  ])
  await page.setViewportSize({ width: 320, height: 700 })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Delete everything' })).toBeVisible()
  expect(await violationsOn(page), 'with accounts').toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})
