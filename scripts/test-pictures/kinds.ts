import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import {
  animatedPng,
  bigEndian,
  filledUpTo,
  join,
  latin,
  pngChunk,
  withChunks,
  withProfile,
} from './byte-parts'
import { CAMERA_QUALITY, type MakePicture, photo, seededRandom } from './photos'

type Color = readonly [red: number, green: number, blue: number]

/** Upright, these lie in the corners from the top left clockwise. */
const CORNERS: readonly [Color, Color, Color, Color] = [
  [220, 30, 40],
  [30, 160, 60],
  [240, 200, 30],
  [40, 70, 200],
]

/** A picture with a different colour in each quarter. */
function fourCorners(widthPixels: number, heightPixels: number): Sharp {
  const [topLeft, topRight, bottomRight, bottomLeft] = CORNERS
  const pixels = Buffer.alloc(widthPixels * heightPixels * 3)
  for (let at = 0; at < widthPixels * heightPixels; at += 1) {
    const isLeft = at % widthPixels < widthPixels / 2
    const isTop = at < (widthPixels * heightPixels) / 2
    pixels.set(isTop ? (isLeft ? topLeft : topRight) : isLeft ? bottomLeft : bottomRight, at * 3)
  }
  return raw(pixels, widthPixels, heightPixels)
}

const raw = (pixels: Buffer, widthPixels: number, heightPixels: number, channels: 3 | 4 = 3) =>
  sharp(pixels, { raw: { width: widthPixels, height: heightPixels, channels } })

/** What was done to a picture that a viewer undoes by following its orientation. Source: Exif 2.32, tag 0x0112. */
const HELD: Record<number, (upright: Sharp) => Sharp> = {
  1: (upright) => upright,
  2: (upright) => upright.flop(),
  3: (upright) => upright.rotate(180),
  4: (upright) => upright.flip(),
  // The library mirrors before it turns, in whatever order it is told to.
  5: (upright) => upright.flop().rotate(270),
  6: (upright) => upright.rotate(270),
  7: (upright) => upright.flop().rotate(90),
  8: (upright) => upright.rotate(90),
}

/** As a camera stores it that is held in one of eight ways; followed, all look the same, 600 × 400. */
async function held(orientation: number): Promise<Buffer> {
  const turned = HELD[orientation]?.(fourCorners(600, 400))
  if (!turned) throw new Error(`There is no orientation ${orientation}.`)
  const stored = await turned.png().toBuffer()
  return sharp(stored).withMetadata({ orientation }).jpeg({ quality: CAMERA_QUALITY }).toBuffer()
}

/** Exactly so many colours, each as often as the others. */
function colors(count: number): Sharp {
  const side = 256
  const pixels = Buffer.alloc(side * side * 3)
  for (let at = 0; at < side * side; at += 1) {
    const color = at % count
    pixels.set([color & 0xff, (color * 7) & 0xff, color >> 8], at * 3)
  }
  return raw(pixels, side, side)
}

/** A disc with soft edges on nothing. */
function logo(side: number): Sharp {
  const pixels = Buffer.alloc(side * side * 4)
  for (let at = 0; at < side * side; at += 1) {
    const distance = Math.hypot((at % side) - side / 2, Math.floor(at / side) - side / 2)
    const alpha = Math.min(1, Math.max(0, side * 0.42 - distance))
    const isRing = distance > side * 0.3
    pixels.set([...(isRing ? [20, 90, 140] : [250, 180, 60]), Math.round(alpha * 255)], at * 4)
  }
  return raw(pixels, side, side, 4)
}

/** Frames of an animation: the four corners, darker and darker. */
const frames = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, frame) =>
      fourCorners(240, 160)
        .modulate({ brightness: 1 - frame / count })
        .png()
        .toBuffer(),
    ),
  )
const animation = async () => sharp(await frames(5), { join: { animated: true } })

/** Noise, which no encoding makes small. */
function noise(widthPixels: number, heightPixels: number): Sharp {
  const random = seededRandom(99)
  const pixels = Buffer.alloc(widthPixels * heightPixels * 3)
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = Math.floor(random() * 256)
  return raw(pixels, widthPixels, heightPixels)
}

/** A JPEG of 400 × 400 that has exactly so many bytes. */
const ofBytes = (bytes: number) => async () =>
  filledUpTo(bytes, await noise(400, 400).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer())

/** The pictures that no package here can encode lie in heic/, whose README says how each was made. */
const committed = (name: string) => () => readFile(path.join(import.meta.dirname, 'heic', name))

/** The profile the library brings along. */
async function displayP3(): Promise<Buffer> {
  const { icc } = await sharp(await fourCorners(8, 8).withIccProfile('p3').png().toBuffer()).metadata()
  if (!icc) throw new Error('The library wrote no profile.')
  return icc
}
/** The brightest red, green and blue there are, which lie outside sRGB in a wider space. */
const pureColors = () => {
  const pixels = Buffer.alloc(600 * 400 * 3)
  for (let at = 0; at < 600 * 400; at += 1) pixels[at * 3 + Math.floor((at % 600) / 200)] = 255
  return raw(pixels, 600, 400).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Colours of every day, which are others when their profile is not read. */
const mutedColors = () => {
  const bands = [
    [200, 60, 60],
    [60, 160, 80],
    [60, 80, 190],
  ]
  const pixels = Buffer.from(
    Array.from({ length: 600 * 400 }, (_, at) => bands[Math.floor((at % 600) / 200)] ?? []).flat(),
  )
  return raw(pixels, 600, 400).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Each kind of picture a person may have. */
export const KINDS: Record<string, MakePicture> = {
  ...Object.fromEntries(
    Object.keys(HELD).map((orientation): [string, MakePicture] => [
      `orientation-${orientation}.jpg`,
      () => held(Number(orientation)),
    ]),
  ),
  // Enlarged, because drawing so many pixels takes long.
  'photo-12mp.jpg': () =>
    photo('city', 1344, 1008).resize(4032, 3024).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
  // As a telephone that is held upright stores it.
  'photo-on-its-side.jpg': () =>
    photo('city', 1600, 1200)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: CAMERA_QUALITY })
      .toBuffer(),
  'upright.png': () => fourCorners(600, 400).png().toBuffer(),
  'square.jpg': () => photo('portrait', 400, 400).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
  'square-401.jpg': () => photo('portrait', 401, 401).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
  'header.jpg': () => photo('water', 1500, 500).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
  'small.jpg': () => photo('portrait', 180, 180).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
  'cmyk.jpg': () => photo('hills', 900, 600).toColourspace('cmyk').jpeg().toBuffer(),
  'grey.jpg': () => photo('stones', 900, 600).toColourspace('b-w').jpeg().toBuffer(),
  'progressive.jpg': () => photo('stones', 900, 600).jpeg({ progressive: true }).toBuffer(),
  'sixteen-bit.png': () => photo('clouds', 600, 400).toColourspace('rgb16').png().toBuffer(),
  'palette.png': () => fourCorners(600, 400).png({ palette: true }).toBuffer(),
  'interlaced.png': () => photo('lights', 600, 400).png({ progressive: true }).toBuffer(),
  'gamma-only.png': async () =>
    withChunks(await fourCorners(600, 400).png().toBuffer(), pngChunk('gAMA', latin('\0\x01\x86\xa0'))),
  'transparent-logo.png': () => logo(512).png().toBuffer(),
  'colours-256.png': () => colors(256).png().toBuffer(),
  'colours-257.png': () => colors(257).png().toBuffer(),
  'still.gif': () => fourCorners(240, 160).gif().toBuffer(),
  'animated.gif': async () => (await animation()).gif().toBuffer(),
  'animated.png': async () => animatedPng(await frames(5)),
  'animated.webp': async () => (await animation()).webp().toBuffer(),
  'photo.webp': () => photo('water', 1200, 800).webp().toBuffer(),
  'photo.avif': () => photo('water', 1200, 800).avif({ effort: 0 }).toBuffer(),
  'photo.heic': committed('photo.heic'),
  // What it shows, for readers that know no HEIC.
  'photo-of-heic.png': () => photo('portrait', 1024, 768).png().toBuffer(),
  'photo-12mp.heic': committed('photo-12mp.heic'),
  'on-its-side.heic': committed('on-its-side.heic'),
  'display-p3.jpg': async () => withProfile(await pureColors(), await displayP3()),
  'adobe-rgb.jpg': async () => withProfile(await pureColors(), adobeRgbProfile()),
  'muted-p3.jpg': async () => withProfile(await mutedColors(), await displayP3()),
  'muted-adobe-rgb.jpg': async () => withProfile(await mutedColors(), adobeRgbProfile()),
  '1x1.png': () => fourCorners(1, 1).png().toBuffer(),
  '1x20000.png': () => fourCorners(1, 20_000).png().toBuffer(),
  '10000x100.jpg': () => fourCorners(10_000, 100).jpeg().toBuffer(),
  'bytes-700000.jpg': ofBytes(700_000),
  'bytes-700001.jpg': ofBytes(700_001),
  'bytes-800000.jpg': ofBytes(800_000),
  'bytes-800001.jpg': ofBytes(800_001),
  'noise.png': () => noise(2048, 1280).png({ compressionLevel: 1 }).toBuffer(),
}

/** An s15Fixed16Number: 16 bits before the point and 16 behind it. */
const fixedPoint = (value: number) => bigEndian(Math.round(value * 0x10000) >>> 0, 4)

const xyz = (...values: [number, number, number]) => join('XYZ ', Buffer.alloc(4), ...values.map(fixedPoint))

/** Adobe RGB (1998): its white, its primaries seen under D50, and a gamma of 563/256. Source: its specification, 4.3. */
const TAGS: readonly [string, Buffer][] = [
  ['wtpt', xyz(0.9505, 1, 1.0891)],
  ['rXYZ', xyz(0.60974, 0.31111, 0.01947)],
  ['gXYZ', xyz(0.20528, 0.62567, 0.06087)],
  ['bXYZ', xyz(0.14919, 0.06322, 0.74457)],
  ...['rTRC', 'gTRC', 'bTRC'].map((tag): [string, Buffer] => [
    tag,
    join('curv', Buffer.alloc(4), bigEndian(1, 4), bigEndian(563, 2), Buffer.alloc(2)),
  ]),
  ['desc', description('Wide colours of the test pictures')],
  ['cprt', join('text', Buffer.alloc(4), 'No copyright\0')],
]

/** The name of a profile of version 2: ASCII, then no Unicode and no Macintosh text. */
function description(name: string): Buffer {
  return join(
    'desc',
    Buffer.alloc(4),
    bigEndian(name.length + 1, 4),
    name,
    Buffer.alloc(1 + 4 + 4 + 2 + 1 + 67),
  )
}

/** An ICC profile with the colours of Adobe RGB (1998). Source for its structure: ICC.1:2001-04. */
function adobeRgbProfile(): Buffer {
  const tableEnd = 128 + 4 + TAGS.length * 12
  const table: Buffer[] = [bigEndian(TAGS.length, 4)]
  const contents: Buffer[] = []
  let at = tableEnd
  for (const [tag, content] of TAGS) {
    table.push(join(tag, bigEndian(at, 4), bigEndian(content.length, 4)))
    const padded = join(content, Buffer.alloc(-content.length & 3))
    contents.push(padded)
    at += padded.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02100000, 8)
  latin('mntrRGB XYZ ').copy(header, 12)
  latin('acsp').copy(header, 36)
  join(fixedPoint(0.9642), fixedPoint(1), fixedPoint(0.8249)).copy(header, 68)
  return join(header, ...table, ...contents)
}
