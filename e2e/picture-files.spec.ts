/** Files as cameras, telephones and other programs really write them: what is sent is what an `img` shows of the file. */
import { crc32 } from 'node:zlib'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from './fixtures'
import { BACKGROUND, bytesToSend, cropper, fileField, HEADER, PHOTO, prepared } from './picture-slots'

const [WIDTH, HEIGHT] = [96, 48]

/** A different colour in each quarter, so that every way up looks different. */
function quarters(width = WIDTH, height = HEIGHT) {
  const colors = [
    [220, 30, 40],
    [30, 160, 60],
    [40, 70, 200],
    [240, 200, 30],
  ]
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    const quarter = (at % width < width / 2 ? 0 : 1) + (at < (width * height) / 2 ? 0 : 2)
    pixels.set(colors[quarter] ?? [], at * 3)
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

const TYPES = { byte: 1, short: 3, long: 4 }
type TagType = keyof typeof TYPES

/** Exif data that hold one field, the orientation. */
function exifOf(orientation: number, type: TagType, count: number, isLittleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(26)
  const u16 = (value: number, at: number) =>
    isLittleEndian ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at)
  const u32 = (value: number, at: number) =>
    isLittleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)
  bytes.write(isLittleEndian ? 'II' : 'MM', 'latin1')
  u16(42, 2)
  u32(8, 4)
  u16(1, 8)
  u16(0x0112, 10)
  u16(TYPES[type], 12)
  u32(count, 14)
  if (type === 'byte') bytes[18] = orientation
  else if (type === 'short') u16(orientation, 18)
  else u32(orientation, 18)
  return bytes
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

type Place = 'before the pixels' | 'behind the pixels'

/** A picture with Exif data at a place where some program puts them. */
async function withExif(
  format: string,
  exif: Buffer,
  place: Place,
  width = WIDTH,
  height = HEIGHT,
): Promise<Buffer> {
  const picture = quarters(width, height)
  if (format === 'jpeg') {
    const jpeg = await picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
    const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])
    const head = Buffer.from([0xff, 0xe1, (content.length + 2) >> 8, (content.length + 2) & 0xff])
    const at = place === 'before the pixels' ? 2 : jpeg.length - 2
    return Buffer.concat([jpeg.subarray(0, at), head, content, jpeg.subarray(at)])
  }
  if (format === 'png') {
    const png = await picture.png().toBuffer()
    const at = place === 'before the pixels' ? 33 : png.length - 12
    return Buffer.concat([png.subarray(0, at), pngChunk('eXIf', exif), png.subarray(at)])
  }
  const webp = await picture.webp({ lossless: true }).toBuffer()
  const extended = Buffer.alloc(10)
  extended[0] = 0x08
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const chunks = [webp.subarray(12), riffChunk('EXIF', exif)]
  if (place === 'before the pixels') chunks.reverse()
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), riffChunk('VP8X', extended), ...chunks])
  return riffChunk('RIFF', body)
}

/** What an `img` element shows of a file: its size and its colours, red, green, blue and alpha. */
async function shownByBrowser(page: Page, bytes: Buffer, mimeType: string) {
  // As one string each way: Playwright takes seconds for a list of every pixel.
  const { width, height, base64 } = await page.evaluate(
    async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
      const context = canvas.getContext('2d')
      context?.drawImage(image, 0, 0)
      const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      let binary = ''
      for (const value of pixels) binary += String.fromCharCode(value)
      return { width: canvas.width, height: canvas.height, base64: btoa(binary) }
    },
    `data:${mimeType};base64,${bytes.toString('base64')}`,
  )
  return { width, height, pixels: Buffer.from(base64, 'base64') }
}

/** Chooses bytes as the background, which no cropper asks about, and gives what will be sent. */
async function sentFor(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<Buffer> {
  await fileField(page, BACKGROUND).setInputFiles({ name, mimeType, buffer })
  await expect(prepared(page, BACKGROUND)).toContainText(name)
  return bytesToSend(page)
}

async function expectSameAsShown(page: Page, name: string, mimeType: string, file: Buffer) {
  const sent = sharp(await sentFor(page, name, mimeType, file)).ensureAlpha()
  const { data, info } = await sent.raw().toBuffer({ resolveWithObject: true })
  const shown = await shownByBrowser(page, file, mimeType)
  expect([info.width, info.height], name).toEqual([shown.width, shown.height])
  expect((await sharp(data, { raw: info }).metadata()).orientation, name).toBeUndefined()
  const difference = data.reduce((sum, value, at) => sum + Math.abs(value - (shown.pixels[at] ?? 0)), 0)
  expect(difference / data.length, name).toBeLessThan(4)
}

/** How an orientation may be written; `short` once is the one form of the standard. */
const FORMS: [TagType, count: number, isLittleEndian: boolean][] = [
  ['short', 1, true],
  ['short', 1, false],
  ['long', 1, true],
  ['long', 1, false],
  ['byte', 1, true],
  ['short', 2, true],
]
const PLACES: Place[] = ['before the pixels', 'behind the pixels']
/** The one that every way of writing is tried with; the standard's is tried with all. */
const TURNED = 6

const CASES = PLACES.flatMap((place) =>
  FORMS.flatMap(([type, count, isLittleEndian], form) =>
    (form === 0 ? [2, 3, 4, 5, 6, 7, 8] : [TURNED]).map((orientation) => ({
      place,
      name: `${place.split(' ')[0]}-${type}-${count}-${isLittleEndian ? 'II' : 'MM'}-${orientation}`,
      exif: exifOf(orientation, type, count, isLittleEndian),
    })),
  ),
)

for (const format of ['jpeg', 'png', 'webp']) {
  test(`a ${format} goes out the way up an img shows it, however its orientation is written`, async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    for (const { place, name, exif } of CASES) {
      const file = await withExif(format, exif, place)
      await expectSameAsShown(page, `${name}.${format}`, `image/${format}`, file)
    }
  })
}

test('what is cropped is not squeezed, wherever and however its orientation is written', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const middle = await quarters(600, 320)
    .extract({ left: 140, top: 0, width: 320, height: 320 })
    .ensureAlpha()
    .raw()
    .toBuffer()
  for (const [format, place, type, count] of [
    ['webp', 'behind the pixels', 'short', 1],
    ['png', 'behind the pixels', 'short', 1],
    ['jpeg', 'before the pixels', 'long', 1],
    ['jpeg', 'before the pixels', 'byte', 1],
    ['jpeg', 'before the pixels', 'short', 2],
  ] as const) {
    const name = `${type}-${count}.${format}`
    const buffer = await withExif(format, exifOf(TURNED, type, count, true), place, 600, 320)
    await fileField(page, PHOTO).setInputFiles({ name, mimeType: `image/${format}`, buffer })
    await cropper(page).getByRole('button', { name: 'Use picture' }).click()
    await expect(prepared(page, PHOTO)).toContainText(name)
    const sent = sharp(await bytesToSend(page)).ensureAlpha()
    const { data, info } = await sent.raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height], name).toEqual([320, 320])
    const difference = data.reduce((sum, value, at) => sum + Math.abs(value - (middle[at] ?? 0)), 0)
    expect(difference / data.length, name).toBeLessThan(4)
  }
})

test('the cropper opens for the shape that is shown, not for the one that a tag claims', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const exif = exifOf(6, 'short', 1, false)
  const upright = await withExif('webp', exif, 'behind the pixels', 500, 1500)
  await fileField(page, HEADER).setInputFiles({ name: 'tall.webp', mimeType: 'image/webp', buffer: upright })
  await expect(cropper(page)).toBeVisible()
  await cropper(page).getByRole('button', { name: 'Cancel' }).click()
  const wide = await withExif('webp', exif, 'behind the pixels', 1500, 500)
  await fileField(page, HEADER).setInputFiles({ name: 'wide.webp', mimeType: 'image/webp', buffer: wide })
  await expect(prepared(page, HEADER)).toContainText('wide.webp')
})

test('a picture that lacks only its end is taken, and one that lacks pixels is refused', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const jpeg = await quarters(400, 400).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
  const progressive = await quarters(400, 400)
    .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const png = await quarters(400, 400).png().toBuffer()
  const unfinished = jpeg.subarray(0, -2)
  const wholes: [name: string, type: string, whole: Buffer, file: Buffer][] = [
    ['no-end.jpg', 'image/jpeg', jpeg, unfinished],
    ['no-end-progressive.jpg', 'image/jpeg', progressive, progressive.subarray(0, -2)],
    ['padded.jpg', 'image/jpeg', jpeg, Buffer.concat([unfinished, Buffer.alloc(64, 0xff)])],
    ['padded-behind.jpg', 'image/jpeg', jpeg, Buffer.concat([jpeg, Buffer.alloc(64, 0xff)])],
    ['trailer.jpg', 'image/jpeg', jpeg, Buffer.concat([unfinished, Buffer.from('SEFT camera trailer')])],
    ['trailer-behind.jpg', 'image/jpeg', jpeg, Buffer.concat([jpeg, Buffer.from('SEFT camera trailer')])],
    ['no-end.png', 'image/png', png, png.subarray(0, -12)],
  ]
  for (const [name, type, whole, file] of wholes) {
    const sent = await sentFor(page, name, type, file)
    const pixels = await sharp(sent).ensureAlpha().raw().toBuffer()
    const { pixels: shown } = await shownByBrowser(page, whole, type)
    const difference = pixels.reduce((sum, value, at) => sum + Math.abs(value - (shown[at] ?? 0)), 0)
    expect(difference / pixels.length, name).toBeLessThan(4)
    expect(sent.includes('SEFT'), name).toBe(false)
  }
  const broken: [name: string, type: string, file: Buffer][] = [
    ['half.jpg', 'image/jpeg', jpeg.subarray(0, jpeg.length / 2)],
    ['half-progressive.jpg', 'image/jpeg', progressive.subarray(0, progressive.length / 2)],
    ['half.png', 'image/png', png.subarray(0, png.length / 2)],
  ]
  for (const [name, mimeType, buffer] of broken) {
    await fileField(page, BACKGROUND).setInputFiles({ name, mimeType, buffer })
    await expect(page.locator('#field-background-problem')).toContainText(`${name} can’t be opened`)
  }
})

/** A BMP of 24 bits a pixel, its last row first, as Windows writes it. */
async function bmpOf(width: number, height: number): Promise<Buffer> {
  const pixels = await quarters(width, height).raw().toBuffer()
  const rowBytes = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + rowBytes * height)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const from = (row * width + column) * 3
      const to = 54 + (height - 1 - row) * rowBytes + column * 3
      bytes.set([pixels[from + 2] ?? 0, pixels[from + 1] ?? 0, pixels[from] ?? 0], to)
    }
  }
  return bytes
}

/** An ICO with one PNG in it. */
async function icoOf(side: number): Promise<Buffer> {
  const png = await quarters(side, side).png().toBuffer()
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head[6] = side % 256
  head[7] = side % 256
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(22, 18)
  return Buffer.concat([head, png])
}

test('a BMP and an ICO are taken, and a camera’s raw photo is called one', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await expectSameAsShown(page, 'p.bmp', 'image/bmp', await bmpOf(WIDTH, HEIGHT))
  await expectSameAsShown(page, 'icon.ico', 'image/x-icon', await icoOf(128))
  const raw = Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'latin1')
  await fileField(page, PHOTO).setInputFiles({ name: 'p.cr3', mimeType: '', buffer: raw })
  await expect(page.locator('#field-avatar-problem')).toContainText('p.cr3 is a CR3 camera raw file')
})
