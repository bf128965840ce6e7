import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import type { ImageInspection } from './image-inspection'
import { inspectImage } from './inspect-image'

/** Out of sight, and kept from one run to the next: a picture is made again only when its code has changed. */
const FOLDER = path.resolve('node_modules/.cache/test-pictures')
const MAKING_TIMEOUT_MS = 120_000

const FACTS: Record<string, Partial<ImageInspection>> = {
  'photo.heic': {
    format: 'heic',
    widthPixels: 1024,
    heightPixels: 768,
    colorProfile: 'none',
    hidden: ['place', 'time', 'device', 'person'],
  },
  'on-its-side.heic': { widthPixels: 480, heightPixels: 640, orientation: 1, hidden: [] },
  'animated.png': { frames: 5 },
  'animated.webp': { frames: 5 },
  'frames-10000.gif': { frames: 10_000 },
  'cmyk.jpg': { components: 4 },
  'sixteen-bit.png': { bitDepth: 16 },
  'interlaced.png': { isProgressive: true },
  'display-p3.jpg': { colorProfile: 'other' },
  'adobe-rgb.jpg': { colorProfile: 'other' },
  'gamma-only.png': { colorProfile: 'other' },
  'orientation-5.jpg': { widthPixels: 400, heightPixels: 600, orientation: 5 },
  'hidden-data-square.jpg': { hidden: ['place', 'time', 'device', 'person', 'other'] },
  'motion-photo.jpg': { hidden: ['other'], isComplete: true },
  'cropped-in-place.png': { hidden: ['other'], isComplete: true },
  'bytes-700000.jpg': { hidden: [], isComplete: true, trailingBytes: 0 },
  '1x20000.png': { widthPixels: 1, heightPixels: 20_000 },
  'webp-named.jpg': { format: 'webp' },
  'jpeg-and-zip.jpg': { format: 'jpeg', hidden: ['other'] },
  'declares-100000.png': { widthPixels: 100_000, heightPixels: 100_000 },
  'declares-30000.png': { widthPixels: 30_000, heightPixels: 30_000 },
  'truncated.jpg': { isComplete: false },
  'truncated.png': { isComplete: false },
  'truncated.webp': { isComplete: false },
  'exif-in-circles.jpg': { orientation: 1, isComplete: true },
  'exif-beyond-the-end.jpg': { orientation: 1, isComplete: true },
}

const PROBLEMS: Record<string, object> = {
  'empty.png': { rule: 'empty' },
  'cut-in-the-header.jpg': { rule: 'damaged' },
  'cut-in-the-header.png': { rule: 'damaged' },
  'declares-zero.png': { rule: 'damaged' },
  'gif-and-script.gif': { rule: 'damaged' },
  'random-behind-jpeg-start.jpg': { rule: 'damaged' },
  'random-bytes.jpg': { rule: 'not_a_picture', typeName: null },
  'page-named.png': { rule: 'not_a_picture', typeName: 'web page' },
  'drawing.svg': { rule: 'not_a_picture', typeName: 'SVG' },
  'document.pdf': { rule: 'not_a_picture', typeName: 'PDF' },
}

beforeAll(async () => {
  const names = [...Object.keys(FACTS), ...Object.keys(PROBLEMS)]
  await promisify(execFile)('node', ['--import', 'tsx', 'scripts/test-pictures.ts', FOLDER, ...names])
}, MAKING_TIMEOUT_MS)

test.each(Object.entries(FACTS))('%s is told for what it is', async (name, facts) => {
  const inspection = inspectImage(await readFile(path.join(FOLDER, name)))
  expect(inspection).toMatchObject({ ok: true, value: facts })
})

test.each(Object.entries(PROBLEMS))('%s is refused with a reason', async (name, error) => {
  expect(inspectImage(await readFile(path.join(FOLDER, name)))).toEqual({ ok: false, error })
})
