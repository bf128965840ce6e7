import { mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import exifr from 'exifr'
import loadLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestPictures, TEST_PICTURES } from '../test-pictures'
import { PLANTED } from './hidden-data'
import { photo, renderScene, SCENE_NAMES, seededRandom } from './photos'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'test-pictures-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function picture(name: string): Promise<Buffer> {
  const [file] = await makeTestPictures(folder, [name])
  return readFile(file ?? '')
}

test('what is newer than its code is not made again, and what is older is', async () => {
  const [file = ''] = await makeTestPictures(folder, ['palette.png'])
  const future = new Date('2100-01-01T00:00:00Z')
  await utimes(file, future, future)
  await makeTestPictures(folder, ['palette.png'])
  expect((await stat(file)).mtimeMs).toBe(future.getTime())
  const past = new Date(0)
  await utimes(file, past, past)
  await makeTestPictures(folder, ['palette.png'])
  expect((await stat(file)).mtimeMs).toBeGreaterThan(past.getTime())
})

test('a name that no picture has is a mistake of the caller', async () => {
  await expect(makeTestPictures(folder, ['unicorn.png'])).rejects.toThrow('unicorn.png')
})

test('pictures are the same each time', async () => {
  for (const name of ['hidden-data-square.jpg', 'display-p3.jpg', 'random-bytes.jpg']) {
    expect((await TEST_PICTURES[name]?.())?.equals(await picture(name)), name).toBe(true)
  }
})

test('the eight orientations look the same once they are followed', async () => {
  const upright = await sharp(await picture('upright.png'))
    .resize(6, 4, { kernel: 'nearest' })
    .raw()
    .toBuffer()
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const jpeg = await picture(`orientation-${orientation}.jpg`)
    const followed = await sharp(jpeg).autoOrient().toBuffer()
    const seen = await sharp(followed).resize(6, 4, { kernel: 'nearest' }).raw().toBuffer()
    const difference = Math.max(...seen.map((value, at) => Math.abs(value - (upright[at] ?? 0))))
    expect(difference, `orientation ${orientation}`).toBeLessThan(6)
  }
})

test.each(SCENE_NAMES)('the scene %s weighs as much as a photograph', async (name) => {
  const { data, info } = await photo(name, 640, 480)
    .jpeg({ quality: 90 })
    .toBuffer({ resolveWithObject: true })
  const bitsAPixel = (data.length * 8) / (info.width * info.height)
  expect(bitsAPixel).toBeGreaterThan(0.9)
  expect(bitsAPixel).toBeLessThan(5)
})

test('what is planted in a photograph is read by programs that look for it', async () => {
  const exif = await exifr.parse(await picture('hidden-data-square.jpg'), {
    xmp: true,
    iptc: true,
    gps: true,
  })
  expect(exif).toMatchObject({
    Make: PLANTED.camera,
    Artist: PLANTED.artist,
    Byline: PLANTED.artist,
    Caption: PLANTED.caption,
    Headline: PLANTED.caption,
  })
  expect(exif.latitude).toBeCloseTo(12 + 34 / 60 + 56 / 3600)
  expect(exif.longitude).toBeCloseTo(98 + 7 / 60 + 6 / 3600)
  const inHeic = await exifr.parse(await picture('photo.heic'))
  expect(inHeic).toMatchObject({ Make: PLANTED.camera, Artist: PLANTED.artist })
})

/** What a decoder that is none of ours makes of a HEIC: red, green, blue and alpha of each pixel. */
async function decodedHeic(bytes: Buffer) {
  const { HeifDecoder } = await loadLibheif()
  const [image] = new HeifDecoder().decode(bytes)
  if (!image) throw new Error('There is no picture in it.')
  const [width, height] = [image.get_width(), image.get_height()]
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height }
  const shown = await new Promise((resolve) => image.display(target, resolve))
  if (!shown) throw new Error('The picture could not be decoded.')
  return target
}

/** How far two pictures differ on average, of 255. */
function meanDifference(rgb: Buffer, rgba: Uint8ClampedArray): number {
  const differences = rgb.map((value, at) => Math.abs(value - (rgba[Math.floor(at / 3) * 4 + (at % 3)] ?? 0)))
  return differences.reduce((sum, difference) => sum + difference, 0) / rgb.length
}

test('a HEIC decodes to the scene it was made of', async () => {
  const decoded = await decodedHeic(await picture('photo.heic'))
  expect(decoded).toMatchObject({ width: 1024, height: 768 })
  expect(meanDifference(renderScene('portrait', 1024, 768), decoded.data)).toBeLessThan(6)
})

test('a HEIC on its side is handed out upright', async () => {
  const turned = await photo('portrait', 640, 480).rotate(90).raw().toBuffer()
  const decoded = await decodedHeic(await picture('on-its-side.heic'))
  expect(decoded).toMatchObject({ width: 480, height: 640 })
  expect(meanDifference(turned, decoded.data)).toBeLessThan(6)
})

const firstOf = (seed: number, count: number) => Array.from({ length: count }, seededRandom(seed))

test('the same seed gives the same numbers, another seed others', () => {
  expect(firstOf(7, 20)).toEqual(firstOf(7, 20))
  expect(firstOf(7, 20)).not.toEqual(firstOf(8, 20))
})

test('the numbers lie from 0 up to 1 and fill every tenth about evenly', () => {
  const numbers = firstOf(1, 10_000)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = numbers.filter((number) => Math.floor(number * 10) === tenth).length / numbers.length
    expect(share).toBeCloseTo(0.1, 1)
  }
})
