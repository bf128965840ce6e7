import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { violationsOn } from './axe'
import { nextFileRead } from './file-reads'
import { expect, test } from './fixtures'
import { makeOneBitPng } from './pictures'
import { keepRecords, keysOf, recordsOf } from './stored-data'

/** The account of the sandbox that has everything; these tests only read it. */
const FULL_ACCOUNT = 'wren'

const lookNamed = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) })

async function saveLook(page: Page, name: string, source: 'draft' | 'published'): Promise<void> {
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a look' })
  await dialog.getByLabel('Name of the look').fill(name)
  await dialog.getByRole('radio', { name: source === 'draft' ? /^The draft/ : /^The published/ }).check()
  await dialog.getByRole('button', { name: 'Save look' }).click()
  await expect(page.getByRole('status').filter({ hasText: `${name} is saved.` })).toBeVisible()
}

async function exportedBy(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

const importFile = (page: Page, name: string, bytes: Uint8Array) =>
  page
    .getByLabel('Import looks')
    .setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) })

test('the published profile is saved as a look with its three pictures, renamed, duplicated, deleted and brought back', async ({
  page,
  startSession,
}) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await expect(page.getByRole('heading', { level: 1, name: 'Looks' })).toBeVisible()
  await expect(page.getByText('No looks yet')).toBeVisible()
  await saveLook(page, 'Dawn on the fen', 'published')
  const look = lookNamed(page, 'Dawn on the fen')
  await expect(look.getByRole('img', { name: 'Header image of Dawn on the fen' })).toBeVisible()
  await expect(look.getByRole('img', { name: 'Profile photo of Dawn on the fen' })).toBeVisible()
  await expect(look).toContainText('Saved today')

  await look.getByRole('button', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rename the look' })
  await expect(dialog.getByLabel('Name of the look')).toHaveValue('Dawn on the fen')
  await dialog.getByLabel('Name of the look').fill(' ')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog).toContainText('Enter a name for the look.')
  await dialog.getByLabel('Name of the look').fill('Dawn')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(lookNamed(page, 'Dawn')).toBeVisible()

  await lookNamed(page, 'Dawn').getByRole('button', { name: 'Duplicate' }).click()
  await expect(lookNamed(page, 'Dawn (2)')).toBeVisible()
  expect(await recordsOf(page, 'pictures')).toHaveLength(6)

  await lookNamed(page, 'Dawn').getByRole('button', { name: 'Delete' }).click()
  await expect(lookNamed(page, 'Dawn')).toBeHidden()
  expect(await recordsOf(page, 'pictures')).toHaveLength(3)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(lookNamed(page, 'Dawn')).toBeVisible()
  await page.reload()
  await expect(lookNamed(page, 'Dawn')).toBeVisible()
  await expect(lookNamed(page, 'Dawn (2)')).toBeVisible()
  expect(await recordsOf(page, 'pictures')).toHaveLength(6)
})

test('a look of the profile as it stands changes nothing, and says so', async ({ page, startSession }) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await saveLook(page, 'As it is', 'published')
  await page.getByRole('button', { name: 'Use this look', exact: true }).click()
  await expect(page.getByRole('status')).toHaveText('Your profile already matches As it is.')
  expect(await recordsOf(page, 'drafts')).toEqual([])
})

test('a look goes as one file into another browser, where it is put into the draft of another account', async ({
  page,
  browser,
  account,
  startSession,
}) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await saveLook(page, 'Dawn', 'published')
  const file = await exportedBy(page, () =>
    lookNamed(page, 'Dawn').getByRole('button', { name: 'Export', exact: true }).click(),
  )
  expect(file.name).toBe('plumage-dawn.zip')
  const entries = unzipSync(file.bytes)
  expect(Object.keys(entries).map((name) => name.replace(/\.\w+$/, ''))).toEqual([
    'plumage-looks',
    'dawn/profile',
    'dawn/profile-photo',
    'dawn/header-image',
    'dawn/background-image',
  ])
  expect(Buffer.from(entries['dawn/profile.txt'] ?? []).toString()).toContain('Bio:\r\n')

  const elsewhere = await browser.newContext()
  const fresh = await elsewhere.newPage()
  await startSession(fresh, account.screen_name)
  await fresh.goto('/looks')
  await importFile(fresh, file.name, file.bytes)
  await expect(fresh.getByRole('status')).toContainText('Dawn is imported.')
  await lookNamed(fresh, 'Dawn').getByRole('button', { name: 'Use this look', exact: true }).click()
  await fresh.waitForURL('**/profile')
  await expect(fresh.getByRole('status').filter({ hasText: 'In your draft: the look “Dawn”.' })).toBeVisible()
  const isChosen = { isUntouched: true, pictureId: expect.any(String) }
  await expect
    .poll(async () => (await recordsOf(fresh, 'drafts'))[0])
    .toMatchObject({ draft: { avatar: isChosen, banner: isChosen, background: isChosen } })
  await elsewhere.close()
})

test('all looks go into one file, and come back from it beside those that are there', async ({
  page,
  startSession,
}) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await saveLook(page, 'Dawn', 'published')
  await saveLook(page, 'Dusk', 'published')
  const file = await exportedBy(page, () => page.getByRole('button', { name: 'Export all' }).click())
  expect(file.name).toMatch(/^plumage-looks-\d{4}-\d{2}-\d{2}\.zip$/)
  await importFile(page, file.name, file.bytes)
  await expect(page.getByRole('status')).toContainText('2 looks are imported.')
  for (const name of ['Dawn', 'Dusk', 'Dawn (2)', 'Dusk (2)'])
    await expect(lookNamed(page, name)).toBeVisible()
})

test('of a file in which one picture is not what it is said to be, nothing is imported', async ({
  page,
  startSession,
}) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await saveLook(page, 'Dawn', 'published')
  await saveLook(page, 'Dusk', 'published')
  const { bytes } = await exportedBy(page, () => page.getByRole('button', { name: 'Export all' }).click())
  const entries = unzipSync(bytes)
  const victim = Object.keys(entries).findLast((name) => name.includes('background-image')) ?? ''
  const size = entries[victim]?.length ?? 0
  entries[victim] = strToU8('<script>'.repeat(Math.ceil(size / 8)).slice(0, size))
  await importFile(page, 'tampered.zip', zipSync(entries))
  await expect(page.getByRole('status')).toContainText('No look was imported.')
  await expect(page.getByRole('status')).toContainText('isn’t the picture it should be')
  expect(await recordsOf(page, 'looks')).toHaveLength(2)
  expect(await recordsOf(page, 'pictures')).toHaveLength(6)

  await importFile(page, 'letter.zip', strToU8('Dear feather,'))
  await expect(page.getByRole('status')).toContainText('letter.zip isn’t a zip file.')
  await importFile(page, 'climbing.zip', zipSync({ ...unzipSync(bytes), '../../evil.sh': strToU8('x') }))
  await expect(page.getByRole('status')).toContainText('refers to files outside itself')
  expect(await recordsOf(page, 'looks')).toHaveLength(2)
})

const AT = '2026-11-23T14:02:00.000Z'
const VALUES = {
  name: 'Wren',
  bio: '',
  location: '',
  website: '',
  tileBackground: true,
  showBackground: true,
}
const NO_PICTURES = { avatar: null, banner: null, background: null }
/** One character to see, eleven units to keep: few bytes of a file hold millions of them. */
const FAMILY = '👩‍👩‍👧‍👦'

/** A file of looks as anybody may write one. */
function lookFile(looks: { values?: object; picture?: { png: Buffer; side: number } }[]): Uint8Array {
  const entries: Record<string, Uint8Array> = {}
  const index = looks.map(({ values, picture }, at) => {
    const folder = `look-${at}`
    if (picture) entries[`${folder}/p.png`] = picture.png
    const background = picture && {
      file: 'p.png',
      type: 'image/png',
      widthPixels: picture.side,
      heightPixels: picture.side,
      bytes: picture.png.byteLength,
    }
    return {
      folder,
      name: `Look ${at + 1}`,
      madeAt: AT,
      values: { ...VALUES, ...values },
      pictures: { ...NO_PICTURES, background: background ?? null },
    }
  })
  const head = { format: 'plumage-looks', version: 1, exportedAt: AT }
  entries['plumage-looks.json'] = strToU8(JSON.stringify({ ...head, looks: index }))
  return zipSync(entries)
}

test('a file with texts or pixels out of bounds is refused, and reading a heavy one is told of and can be stopped', async ({
  page,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await page.goto('/looks')
  await importFile(page, 'long.zip', lookFile([{ values: { bio: FAMILY.repeat(150_000) } }]))
  await expect(page.getByRole('status')).toContainText(
    'No look was imported. long.zip contains a text of more than 10,000 characters (at looks.0.values.bio).',
  )
  const picture = { png: makeOneBitPng(8192, 8192), side: 8192 }
  await importFile(page, 'white.zip', lookFile(Array.from({ length: 20 }, () => ({ picture }))))
  await expect(page.getByRole('status')).toContainText('more than 300 megapixels together')

  const heavy = lookFile(Array.from({ length: 4 }, () => ({ picture })))
  await importFile(page, 'heavy.zip', heavy)
  await expect(page.getByRole('status')).toContainText(
    /Importing looks from heavy\.zip\. \d of 4 are ready\./,
  )
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('status')).toContainText('You stopped the import, so nothing was added.')
  expect(await recordsOf(page, 'looks')).toEqual([])

  await importFile(page, 'light.zip', lookFile([{ picture: { png: makeOneBitPng(64, 64), side: 64 } }, {}]))
  await expect(page.getByRole('status')).toContainText('2 looks are imported.')
})

test('looks on the device that are endless, broken or have huge pictures are listed, used and deleted', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await page.goto('/looks')
  await expect(page.getByText('No looks yet')).toBeVisible()
  const look = {
    ...keysOf(sandbox, account),
    madeAt: AT,
    values: VALUES,
    pictures: NO_PICTURES,
    previews: NO_PICTURES,
  }
  const endless = FAMILY.repeat(150_000)
  const values = { ...VALUES, name: endless, bio: endless, location: `half \uD83D`, website: endless }
  const huge = {
    pictureId: 'huge',
    type: 'image/png',
    widthPixels: 8192,
    heightPixels: 8192,
    publishedUrl: null,
  }
  const pictures = { ...NO_PICTURES, avatar: huge }
  await keepRecords(page, [
    {
      store: 'looks',
      record: { ...look, id: 'endless', at: '2026-11-23T14:00:00.000Z', name: 'Endless', values },
    },
    {
      store: 'looks',
      record: { ...look, id: 'huge', at: '2026-11-23T14:01:00.000Z', name: 'Huge', pictures },
    },
    {
      store: 'looks',
      record: { ...look, id: 'broken', at: '2026-11-23T14:02:00.000Z', name: endless, values: 7, pictures },
    },
  ])
  await page.reload()
  await expect(lookNamed(page, 'Endless')).toBeVisible()
  await expect(lookNamed(page, 'Huge').getByRole('img')).toHaveCount(0)
  const shown = await page.locator('main').innerText()
  expect(shown.length).toBeLessThan(3000)

  const broken = page.getByRole('listitem').filter({ hasText: 'This look can’t be read.' })
  await broken.getByRole('button', { name: 'Delete' }).click()
  await expect(broken).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(broken).toBeVisible()
  await broken.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()

  await lookNamed(page, 'Endless').getByRole('button', { name: 'Use this look', exact: true }).click()
  await page.waitForURL('**/profile')
  // Taken as far as it goes, told to be too long, and no more than a person can undo.
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue(new RegExp(`^${FAMILY}`))
  await expect(page.getByText(/ too many$/).first()).toBeVisible()
  expect(await recordsOf(page, 'drafts')).toMatchObject([{ draft: { location: 'half \uFFFD' } }])
  await page.goto('/looks')
  await lookNamed(page, 'Endless').getByRole('button', { name: 'Delete' }).click()
  await expect(lookNamed(page, 'Endless')).toBeHidden()
})

test('a draft with edits of its own is not replaced before it was asked about', async ({
  page,
  sandbox,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  await page.goto('/looks')
  await expect(page.getByText('No looks yet')).toBeVisible()
  const values = {
    name: account.screen_name,
    bio: 'Dawn',
    location: '',
    website: '',
    tileBackground: false,
    showBackground: true,
  }
  const none = { avatar: null, banner: null, background: null }
  const at = new Date().toISOString()
  const look = { ...keysOf(sandbox, account), at, madeAt: at, values, pictures: none, previews: none }
  await keepRecords(page, [
    { store: 'looks', record: { ...look, id: 'one', name: 'One' } },
    { store: 'looks', record: { ...look, id: 'two', name: 'Two', values: { ...values, bio: 'Dusk' } } },
  ])
  await page.reload()
  await lookNamed(page, 'One').getByRole('button', { name: 'Use this look', exact: true }).click()
  await page.waitForURL('**/profile')
  await page.goto('/looks')
  await lookNamed(page, 'Two').getByRole('button', { name: 'Use this look', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Replace your draft?' })
  await expect(question).toContainText('Bio')
  await question.getByRole('button', { name: 'Keep my draft' }).click()
  expect(await recordsOf(page, 'drafts')).toMatchObject([{ draft: { bio: 'Dawn' } }])

  // What is to be kept can be saved first.
  await saveLook(page, 'Mine', 'draft')
  expect((await recordsOf(page, 'looks')).find(({ name }) => name === 'Mine')).toMatchObject({
    values: { bio: 'Dawn' },
  })
})

test('a look saved in one tab appears in the other', async ({ page, context, startSession }) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  const other = await context.newPage()
  await other.goto('/looks')
  await expect(other.getByText('No looks yet')).toBeVisible()
  await saveLook(page, 'Dawn', 'published')
  await expect(lookNamed(other, 'Dawn')).toBeVisible()
})

test('a published picture that cannot be fetched leaves no half look behind', async ({ page, signIn }) => {
  await signIn(page, FULL_ACCOUNT)
  await page.route('**/api/account/former_picture?*slot=banner', (route) =>
    route.fulfill({ status: 503, json: {} }),
  )
  await page.goto('/looks')
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a look' })
  await dialog.getByLabel('Name of the look').fill('Half')
  await dialog.getByRole('button', { name: 'Save look' }).click()
  await expect(dialog).toContainText('The published header image couldn’t be loaded, so nothing was saved.')
  expect(await recordsOf(page, 'looks')).toEqual([])
})

test('a look that has lost a picture is exported without it, and that is said', async ({
  page,
  startSession,
}) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await saveLook(page, 'Dawn', 'published')
  const [look] = await recordsOf(page, 'looks')
  const { banner } = Object(look?.pictures)
  await page.evaluate(async (id) => {
    const opening = indexedDB.open('plumage')
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    const transaction = opening.result.transaction('pictures', 'readwrite')
    transaction.objectStore('pictures').delete(id)
    await new Promise((resolve) => {
      transaction.oncomplete = resolve
    })
    opening.result.close()
  }, String(banner.pictureId))
  const file = await exportedBy(page, () => page.getByRole('button', { name: 'Export', exact: true }).click())
  await expect(page.getByRole('status')).toContainText('A picture of Dawn is no longer on this device')
  expect(Object.keys(unzipSync(file.bytes)).join(' ')).not.toContain('header-image')
})

test.describe('without a network', () => {
  test.use({ expectedProblems: [/Failed to load resource|Failed to load script/] })

  test('a file that cannot be written or read is told of, and can be once the network is back', async ({
    page,
    startSession,
  }) => {
    await startSession(page, FULL_ACCOUNT)
    await page.goto('/looks')
    await saveLook(page, 'Dawn', 'published')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByRole('status')).toContainText('Nothing was exported.')
    await importFile(page, 'any.zip', strToU8('Dear feather,'))
    await expect(page.getByRole('status')).toContainText('No look was imported. The import and export tools')
    await page.context().setOffline(false)
    const file = await exportedBy(page, () =>
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    )
    expect(file.name).toBe('plumage-dawn.zip')
  })
})

test('the looks have no violation, and fit a narrow screen', async ({ page, startSession }) => {
  await startSession(page, FULL_ACCOUNT)
  await page.goto('/looks')
  await expect(page.getByText('No looks yet')).toBeVisible()
  expect(await violationsOn(page), 'empty').toEqual([])
  await saveLook(page, 'A name that is rather long for a look of '.padEnd(80, 'feathers'), 'published')
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await violationsOn(page), 'with a look').toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  await page.getByRole('button', { name: 'Save look' }).click()
  await expect(page.getByText('Enter a name for the look.')).toBeVisible()
  expect(await violationsOn(page), 'refused name').toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  expect(await violationsOn(page), 'deleted').toEqual([])
})

test('a file of looks may be dropped on the page and deleted at once; anything else that is dropped is answered', async ({
  page,
  account,
  startSession,
}, testInfo) => {
  await startSession(page, account.screen_name)
  await page.goto('/looks')
  await saveLook(page, 'Fen', 'published')
  const { name, bytes } = await exportedBy(page, () =>
    page.getByRole('button', { name: 'Export all' }).click(),
  )
  const path = testInfo.outputPath(name)
  await writeFile(path, bytes)
  await page.reload()
  await expect(lookNamed(page, 'Fen')).toBeVisible()
  // Nothing that is fetched from now on comes before the file has gone.
  let letGo = () => {}
  const gone = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/_next/static/**', async (route) => {
    await gone
    await route.continue()
  })
  const untilRead = await nextFileRead(page)
  await page.getByLabel('Import looks').setInputFiles(path)
  await untilRead()
  await rm(path)
  letGo()
  await expect(lookNamed(page, 'Fen (2)')).toBeVisible()

  const drop = (data: Record<string, string>, files: { name: string; bytes: number[] }[]) =>
    page.getByRole('heading', { level: 1 }).evaluate(
      (element, { data, files }) => {
        const dataTransfer = new DataTransfer()
        for (const file of files) {
          dataTransfer.items.add(new File([new Uint8Array(file.bytes)], file.name))
        }
        for (const [type, value] of Object.entries(data)) dataTransfer.setData(type, value)
        element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      },
      { data, files },
    )
  const status = page.getByRole('status')
  await drop({ 'text/uri-list': 'https://example.com/looks.zip' }, [])
  await expect(status.filter({ hasText: 'This is a web address' })).toBeVisible()
  await drop({}, [])
  await expect(status.filter({ hasText: 'There’s no file in this.' })).toBeVisible()
  await drop({}, [
    { name: 'a.zip', bytes: [1] },
    { name: 'b.zip', bytes: [1] },
  ])
  await expect(status.filter({ hasText: 'These are several files.' })).toBeVisible()
  await drop({}, [{ name, bytes: [...bytes] }])
  await expect(lookNamed(page, 'Fen (3)')).toBeVisible()
  await expect(status.filter({ hasText: 'Fen is imported.' })).toBeVisible()
})
