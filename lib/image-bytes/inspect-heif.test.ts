import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes } from './byte-reader'
import { inspectImage } from './inspect-image'

const number = (value: number, bytes: 1 | 2 | 4) =>
  Uint8Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** (bytes - 1 - index)) % 256)
const join = (...parts: (Uint8Array | string)[]) =>
  joinBytes(parts.map((part) => (typeof part === 'string' ? bytesOfLetters(part) : part)))
const box = (type: string, ...content: (Uint8Array | string)[]) => {
  const data = join(...content)
  return join(number(data.length + 8, 4), type, data)
}
const longBox = (type: string, ...content: (Uint8Array | string)[]) => {
  const data = join(...content)
  return join(number(1, 4), type, number(0, 4), number(data.length + 16, 4), data)
}
const fullBox = (type: string, version: number, flags: number, ...content: (Uint8Array | string)[]) =>
  box(type, number(version, 1), '\0\0', number(flags, 1), ...content)

const size = (widthPixels: number, heightPixels: number) =>
  fullBox('ispe', 0, 0, number(widthPixels, 4), number(heightPixels, 4))

const EXIF_PLACE =
  'II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x1c\0\x02\0\x01\0\0\0x\0\0\0'

interface Parts {
  /** All properties there are; those of the picture by their places, counted from 1. */
  properties?: Uint8Array[]
  own?: number[]
  brand?: string
  wide?: boolean
  /** Every number in its long form, a box with a size of 64 bits, and the last one up to the end of the file. */
  long?: boolean
  extra?: Uint8Array[]
  behind?: Uint8Array[]
}

/** A HEIC whose picture is item 7, with Exif data as item 9 in the box `idat`. */
function heic({
  properties,
  own,
  brand = 'heic',
  wide = false,
  long = false,
  extra = [],
  behind = [],
}: Parts = {}) {
  const all = properties ?? [size(512, 512), size(640, 480)]
  const numbers = own ?? [2]
  const association = (place: number) => (wide ? number(0x8000 + place, 2) : number(0x80 + place, 1))
  const id = (value: number) => number(value, long ? 4 : 2)
  const exif = join('\0\0\0\x06Exif\0\0', EXIF_PLACE)
  const extent = (offset: number, length: number) =>
    join(long ? number(1, 4) : '', number(offset, 4), number(length, 4))
  const location = (item: number, ...extents: Uint8Array[]) =>
    join(id(item), number(1, 2), '\0\0', long ? number(0, 4) : '', number(extents.length, 2), ...extents)
  const content = [
    fullBox('pitm', long ? 1 : 0, 0, id(7)),
    fullBox('iinf', long ? 1 : 0, 0, id(1), fullBox('infe', long ? 3 : 2, 0, id(9), '\0\0', 'Exif\0')),
    fullBox(
      'iloc',
      long ? 2 : 1,
      0,
      long ? '\x44\x44' : '\x44\0',
      id(2),
      location(5, extent(1, 2), extent(3, 4)),
      location(9, extent(0, exif.length)),
    ),
    box('idat', exif),
    box(
      'iprp',
      box('ipco', ...all),
      fullBox(
        'ipma',
        long ? 1 : 0,
        wide ? 1 : 0,
        number(2, 4),
        join(id(3), number(1, 1), association(1)),
        join(id(7), number(numbers.length, 1), ...numbers.map(association)),
      ),
    ),
    ...extra,
  ]
  const meta = long ? longBox('meta', '\0\0\0\0', ...content) : fullBox('meta', 0, 0, ...content)
  const pixels = long ? join(number(0, 4), 'mdat', 'the picture') : box('mdat', 'the picture')
  return join(box('ftyp', brand, '\0\0\0\0', `mif1${brand}`), meta, pixels, ...behind)
}

function facts(bytes: Uint8Array) {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) throw new Error(inspection.error.rule)
  return inspection.value
}

test('of many sizes in a HEIC the picture’s own counts, not that of a tile', () => {
  expect(facts(heic())).toMatchObject({ format: 'heic', widthPixels: 640, heightPixels: 480 })
  expect(facts(heic({ wide: true }))).toMatchObject({ widthPixels: 640, heightPixels: 480 })
  expect(facts(heic({ brand: 'avif' }))).toMatchObject({ format: 'avif', typeName: 'AVIF' })
})

test('a HEIC with all its numbers in their long forms tells the same', () => {
  expect(facts(heic({ long: true }))).toEqual(facts(heic()))
  expect(facts(heic())).toMatchObject({
    widthPixels: 640,
    hidden: ['place'],
    isComplete: true,
    trailingBytes: 0,
  })
})

test('a HEIC that decoders turn on its side is told as they hand it out', () => {
  const properties = [size(640, 480), box('irot', '\x01')]
  expect(facts(heic({ properties, own: [1, 2] }))).toMatchObject({
    widthPixels: 480,
    heightPixels: 640,
    orientation: 1,
  })
  // Upside down is no change of size.
  const upsideDown = [size(640, 480), box('irot', '\x02')]
  expect(facts(heic({ properties: upsideDown, own: [1, 2] }))).toMatchObject({ widthPixels: 640 })
})

test('Exif data in a HEIC tells its place, wherever it is stored', () => {
  expect(facts(heic()).hidden).toEqual(['place'])
})

test('colours, depth and see-through pixels of a HEIC are told by its properties', () => {
  const properties = [
    size(640, 480),
    box('colr', 'nclx', number(12, 2), number(13, 2), number(1, 2), '\x80'),
    fullBox('pixi', 0, 0, '\x03\x0a\x0a\x0a'),
    fullBox('auxC', 0, 0, 'urn:mpeg:hevc:2015:auxid:1\0'),
  ]
  expect(facts(heic({ properties, own: [1, 2, 3] }))).toMatchObject({
    colorProfile: 'other',
    bitDepth: 10,
    components: 3,
    hasAlphaChannel: true,
  })
  const grey = [size(640, 480), fullBox('pixi', 0, 0, '\x01\x08')]
  expect(facts(heic({ properties: grey, own: [1, 2] }))).toMatchObject({ components: 1, bitDepth: 8 })
  const plain = [size(640, 480), box('colr', 'nclx', number(1, 2), number(13, 2), number(6, 2), '\x80')]
  expect(facts(heic({ properties: plain, own: [1, 2] }))).toMatchObject({
    colorProfile: 'srgb',
    bitDepth: 8,
    hasAlphaChannel: false,
  })
})

test('without its colours told, the depth is that of the decoder’s settings', () => {
  const settings = new Uint8Array(23)
  settings[17] = 0xf8 + 2
  const properties = [size(640, 480), box('hvcC', settings)]
  expect(facts(heic({ properties, own: [1, 2] }))).toMatchObject({ bitDepth: 10, components: null })
  const av1 = [size(640, 480), box('av1C', '\x81\0\x60\0')]
  expect(facts(heic({ properties: av1, own: [1, 2] }))).toMatchObject({ bitDepth: 12, components: 3 })
})

test('a burst tells how many pictures it has', () => {
  const samples = fullBox('stsz', 0, 0, number(0, 4), number(30, 4))
  const film = box('moov', box('trak', box('mdia', box('minf', box('stbl', samples)))))
  expect(facts(heic({ behind: [film] }))).toMatchObject({ frames: 30, hidden: ['place'] })
})

test('a film behind the picture is hidden data, and so is what is no box', () => {
  expect(facts(heic({ behind: [box('mpvd', 'film')] })).hidden).toEqual(['place', 'other'])
  const archive = join('PK\x03\x04\x14\0\0\0', 'an archive')
  expect(facts(heic({ behind: [archive] }))).toMatchObject({
    trailingBytes: archive.length,
    hidden: ['place', 'other'],
    isComplete: true,
  })
})

test('a HEIC that names no size of its picture is damaged', () => {
  expect(inspectImage(heic({ own: [] }))).toEqual({ ok: false, error: { rule: 'damaged' } })
  expect(inspectImage(heic({ own: [99] }))).toEqual({ ok: false, error: { rule: 'damaged' } })
})
