import sharp from 'sharp'
import { expect, test } from './fixtures'
import {
  BACKGROUND,
  bytesToSend,
  choose,
  fileField,
  PHOTO,
  prepared,
  SLOTS,
  type Slot,
} from './picture-slots'
import { BLUE, makePng } from './pictures'
import { testPicture } from './test-pictures'

const REFUSED: [name: string, words: RegExp][] = [
  ['empty.png', /is empty/],
  ['truncated.jpg', /cut off or damaged/],
  ['truncated.png', /cut off or damaged/],
  ['truncated.webp', /cut off or damaged/],
  ['cut-in-the-header.jpg', /cut off or damaged/],
  ['cut-in-the-header.png', /cut off or damaged/],
  ['page-named.png', /not a picture/],
  ['page.html', /not a picture/],
  ['drawing.svg', /SVG/],
  ['document.pdf', /PDF/],
  ['gif-and-script.gif', /cut off or damaged/],
  ['declares-100000.png', /very large/],
  ['declares-100000.jpg', /very large/],
  ['declares-30000.png', /very large/],
  ['declares-zero.png', /cut off or damaged/],
  ['bomb-900-megapixels.png', /very large/],
  ['random-bytes.jpg', /not a picture/],
  ['random-behind-jpeg-start.jpg', /cut off or damaged/],
  ['scrambled.png', /cut off or damaged/],
  ['1x20000.png', /20000 pixels long/],
]
const TOO_SMALL: typeof REFUSED = [
  ['1x1.png', /only 1 × 1/],
  ['frames-10000.gif', /only 16 × 16/],
]

/** Files are read before it matters where they go: all of them once, and elsewhere one for each sentence. */
function refusedFor(slot: Slot): typeof REFUSED {
  const all = slot.hasShape ? [...REFUSED, ...TOO_SMALL] : REFUSED
  if (slot === PHOTO) return all
  return all.filter(([, words], at) => all.findIndex(([, others]) => others.source === words.source) === at)
}

for (const slot of SLOTS) {
  test(`files that are no ${slot.label.toLowerCase()} are refused in a sentence, and the one from before stays`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    test.setTimeout(300_000)
    await signIn(page, account.screen_name)
    const { width, height } = slot.hasShape ? slot : { width: 64, height: 64 }
    const field = fileField(page, slot)
    await field.setInputFiles(makePng(width, height, BLUE, 'good.png'))
    await expect(prepared(page, slot)).toContainText('good.png')
    const good = await bytesToSend(page)
    const problem = page.locator(`[id="${slot.id}-problem"]`)
    for (const [name, words] of refusedFor(slot)) {
      await field.setInputFiles(testPicture(name))
      await expect(problem, name).toContainText(name)
      await expect(problem, name).toHaveText(words)
      await expect(problem, name).toContainText(`Your current ${slot.label.toLowerCase()} stays.`)
      await expect(field, name).toHaveAccessibleDescription(words)
      await expect(field, name).toHaveAttribute('aria-invalid', 'true')
      await expect(prepared(page, slot), name).toContainText('good.png')
    }
    // The page goes on as if nothing had been.
    await page.getByLabel('Location', { exact: true }).fill('Lower Fen')
    await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
    expect(await bytesToSend(page)).toEqual(good)
    const writes = (await sandbox.requestsOf(account.screen_name)).filter(({ method }) => method === 'POST')
    expect(writes.filter(({ path }) => path.startsWith('/1.1/'))).toEqual([])
    await field.setInputFiles(makePng(width, height, BLUE, 'better.png'))
    await expect(prepared(page, slot)).toContainText('better.png')
    await expect(problem).toHaveCount(0)
  })
}

test('where there is no picture yet, nothing is said of one that stays', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await fileField(page, BACKGROUND).setInputFiles(testPicture('page.html'))
  const problem = page.locator(`[id="${BACKGROUND.id}-problem"]`)
  await expect(problem).toContainText('page.html')
  await expect(problem).not.toContainText('stays')
})

test('several files, and one that is too heavy to be read, are refused as such', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  // Made in the page: so many bytes take long to get there.
  await fileField(page, BACKGROUND).evaluate((field) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([new Uint8Array(30_000_001)], 'film.png', { type: 'image/png' }))
    Object.assign(field, { files: dataTransfer.files })
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await expect(fileField(page, BACKGROUND)).toHaveAccessibleDescription(
    /film\.png is a little over 30\.0 MB\. The maximum is 30 MB/,
  )
  await page.evaluate((id) => {
    const dataTransfer = new DataTransfer()
    for (const name of ['one.png', 'two.png']) dataTransfer.items.add(new File(['x'], name))
    const row = document.getElementById(id)?.closest('label')
    row?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, BACKGROUND.id)
  await expect(fileField(page, BACKGROUND)).toHaveAccessibleDescription(/That’s 2 files/)
})

test('polyglots, broken Exif, ten thousand frames and a picture just within the bounds become clean ones', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const names = [
    'jpeg-and-zip.jpg',
    'exif-in-circles.jpg',
    'exif-beyond-the-end.jpg',
    'frames-10000.gif',
    'bomb.png',
  ]
  for (const name of names) {
    await choose(page, BACKGROUND, testPicture(name))
    const bytes = await bytesToSend(page)
    const { exif, pages = 1, width } = await sharp(bytes).metadata()
    expect([exif, pages], name).toEqual([undefined, 1])
    expect(width, name).toBeLessThanOrEqual(BACKGROUND.width)
    expect(bytes.includes('PK\x05\x06'), name).toBe(false)
  }
})
