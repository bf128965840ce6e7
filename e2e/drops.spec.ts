import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { Locator, Page, TestInfo } from '@playwright/test'
import { nextFileRead } from './file-reads'
import { expect, test } from './fixtures'
import {
  BACKGROUND,
  cropper,
  drag,
  fileField,
  HEADER,
  PHOTO,
  prepared,
  rowOf,
  type Slot,
} from './picture-slots'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'

const problemOf = (page: Page, { id }: Slot) => page.locator(`[id="${id}-problem"]`)

/** A file on the disk, which a test may take away again. */
async function onDisk(testInfo: TestInfo, name: string, buffer: Buffer): Promise<string> {
  const path = testInfo.outputPath(name)
  await writeFile(path, buffer)
  return path
}

/** Drops or pastes what another program or page would bring, by the events that a browser makes of it. */
async function bring(
  place: Locator,
  event: 'drop' | 'paste',
  data: Record<string, string>,
  files: string[] = [],
): Promise<void> {
  await place.evaluate(
    (element, { event, data, files }) => {
      const transfer = new DataTransfer()
      for (const name of files) transfer.items.add(new File(['x'], name))
      for (const [type, value] of Object.entries(data)) transfer.setData(type, value)
      const init = { bubbles: true, cancelable: true }
      if (event === 'paste') {
        element.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: transfer }))
        return
      }
      for (const type of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: transfer }))
      }
    },
    { event, data, files },
  )
}

test('a file may be deleted or changed on the disk as soon as it was chosen', async ({
  page,
  account,
  sandbox,
  signIn,
}, testInfo) => {
  await signIn(page, account.screen_name)
  const photo = await onDisk(testInfo, 'photo.png', makePng(640, 400, BLUE).buffer)
  const header = await onDisk(testInfo, 'header.png', makePng(1500, 500, RED).buffer)

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
  await fileField(page, PHOTO).setInputFiles(photo)
  await expect(page.getByText('Opening the picture.')).toBeVisible()
  await untilRead()
  await rm(photo)
  letGo()
  await expect(cropper(page).getByRole('button', { name: 'Use picture' })).toBeVisible()
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toContainText('photo.png')

  await fileField(page, HEADER).setInputFiles(header)
  await expect(prepared(page, HEADER)).toContainText('header.png')
  await writeFile(header, 'no picture any more')
  await page.getByRole('button', { name: 'Crop and place' }).first().click()
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(cropper(page)).toBeHidden()
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^Draft from/)).toBeVisible()
  await page.getByRole('button', { name: 'Crop and place' }).first().click()
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(cropper(page)).toBeHidden()
  await publishChanges(page)
  await untilPublished(page)
  const sent = (await sandbox.requestsOf(account.screen_name)).flatMap(({ image }) => image ?? [])
  expect(sent.map(({ width, height }) => [width, height])).toEqual([
    [400, 400],
    [1500, 500],
  ])
})

const BROUGHT: [what: string, data: Record<string, string>, files: string[], words: RegExp][] = [
  ['a picture of another page', { 'text/uri-list': 'https://example.com/a.png' }, [], /web address/],
  [
    'a picture within a text',
    { 'text/html': '<p><img src="https://example.com/a.png"></p>' },
    [],
    /web address/,
  ],
  ['the address of a picture', { 'text/plain': ' https://example.com/a.png\n' }, [], /web address/],
  ['a text', { 'text/plain': 'a wren', 'text/html': '<b>a wren</b>' }, [], /This is text/],
  ['nothing', {}, [], /no file in this/],
  ['several files', {}, ['one.png', 'two.png'], /That’s 2 files/],
]

test('whatever is dropped or pasted on a row is answered there, and the last one alone', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const picture = makePng(64, 64, BLUE, 'good.png')
  await fileField(page, BACKGROUND).setInputFiles(picture)
  await expect(prepared(page, BACKGROUND)).toContainText('good.png')
  const problem = problemOf(page, BACKGROUND)
  for (const [what, data, files, words] of BROUGHT) {
    for (const event of ['drop', 'paste'] as const) {
      await fileField(page, BACKGROUND).focus()
      await bring(rowOf(page, BACKGROUND), event, data, files)
      await expect(problem, `${what}, ${event}`).toHaveText(words)
      await expect(problem).toContainText('Your current background image stays.')
      await expect(prepared(page, BACKGROUND)).toContainText('good.png')
    }
  }
  await fileField(page, BACKGROUND).setInputFiles(picture)
  await expect(problem).toHaveCount(0)

  // Beside the rows: said in the bar, which is always in sight.
  const bar = page.getByRole('region', { name: 'Changes' })
  const heading = page.getByRole('heading', { level: 1 })
  await bring(heading, 'drop', {}, ['one.png'])
  await expect(bar).toContainText('Which picture is this for? Drop it on its row')
  await bring(heading, 'drop', { 'text/uri-list': 'https://example.com/a.png' })
  await expect(bar).toContainText('This is a web address')
  await bring(rowOf(page, BACKGROUND), 'drop', { 'text/plain': 'a wren' })
  await expect(bar).not.toContainText('web address')
  await expect(problem).toHaveText(/This is text/)
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await bring(page.locator('body'), 'paste', {}, ['one.png'])
  await expect(bar).toContainText('Which picture is this for? To paste it, point at its row')

  // A text in a text field is the browser's affair.
  const bio = page.getByLabel('Bio', { exact: true })
  const isLeftAlone = await bio.evaluate((element) =>
    (['drop', 'paste'] as const).map((type) => {
      const data = new DataTransfer()
      data.setData('text/plain', 'a wren')
      const init = { bubbles: true, cancelable: true }
      const event =
        type === 'drop'
          ? new DragEvent(type, { ...init, dataTransfer: data })
          : new ClipboardEvent(type, { ...init, clipboardData: data })
      return element.dispatchEvent(event)
    }),
  )
  expect(isLeftAlone).toEqual([true, true])
})

test('what is dragged over a row says there that it cannot be used, and a file from the desktop is taken', async ({
  page,
  account,
  signIn,
}, testInfo) => {
  await signIn(page, account.screen_name)
  const cdp = await page.context().newCDPSession(page)
  const row = rowOf(page, PHOTO)
  await row.scrollIntoViewIfNeeded()
  const file = await onDisk(testInfo, 'dragged.png', makePng(400, 400, BLUE).buffer)
  const folder = testInfo.outputPath('pictures')
  await mkdir(folder)
  const address = { items: [{ mimeType: 'text/uri-list', data: 'https://example.com/a.png' }] }

  await drag(cdp, row, 'enter', address)
  await expect(page.getByText('This is a web address, not a file.')).toBeVisible()
  await drag(cdp, page.getByText('Header image').first(), 'over', address)
  await expect(page.getByText('This is a web address, not a file.')).toBeHidden()
  await drag(cdp, row, 'enter', { items: [], files: [file, file] })
  await expect(page.getByText('These are several files.')).toBeVisible()
  await drag(cdp, row, 'drop', { items: [], files: [file, file] })
  await expect(problemOf(page, PHOTO)).toHaveText(/That’s 2 files/)

  await drag(cdp, row, 'enter', { items: [], files: [folder] })
  await drag(cdp, row, 'drop', { items: [], files: [folder] })
  await expect(problemOf(page, PHOTO)).toHaveText(/This is a folder/)

  await drag(cdp, row, 'enter', { items: [], files: [file] })
  await expect(page.getByText('Drop to use it')).toBeVisible()
  await drag(cdp, row, 'drop', { items: [], files: [file] })
  await expect(prepared(page, PHOTO)).toContainText('dragged.png')
  await expect(problemOf(page, PHOTO)).toHaveCount(0)

  // A text that is dragged into a text field goes in.
  const bio = page.getByLabel('Bio', { exact: true })
  await bio.fill('')
  await bio.scrollIntoViewIfNeeded()
  const text = { items: [{ mimeType: 'text/plain', data: 'a wren' }] }
  await drag(cdp, bio, 'enter', text)
  await drag(cdp, bio, 'drop', text)
  await expect(bio).toHaveValue('a wren')
})
