import type { HiddenData } from '../profile/chosen-picture'
import { type ByteReader, byteReader } from './byte-reader'
import { colorProfileOfCodePoints, colorProfileOfIcc } from './color-profile'
import { hiddenInXmp } from './hidden-in-texts'
import { type ColorProfile, type FormatFacts, hiddenDataInOrder, PLAIN_FACTS } from './image-inspection'
import { readExif } from './read-exif'

/** Boxes at the top of a file that belong to its pictures, or are empty. */
const PICTURE_BOXES = ['ftyp', 'meta', 'mdat', 'moov', 'free', 'skip']

const ALPHA_TYPES = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1']

/**
 * Reads the boxes of a HEIC or AVIF. Null when it ends or breaks before its picture is described.
 * Sizes are told as decoders hand pictures out: turned where the file wants that.
 * Source: ISO/IEC 23008-12; AV1 Image File Format 1.1.
 */
export function inspectHeif(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const boxes = [...isoBoxes(bytes, 0, bytes.length)]
  const meta = boxes.find(({ type }) => type === 'meta')
  if (!meta) return null
  const { own, all } = heifProperties(bytes, meta, primaryItemId(bytes, meta))
  const property = (name: string) => own.find(({ type }) => type === name)
  const size = property('ispe')
  if (!size) return null
  const rotation = property('irot')
  const isOnItsSide = rotation !== undefined && (reader.u8(rotation.dataStart) & 1) === 1
  const [width, height] = [reader.u32(behindVersion(size)), reader.u32(behindVersion(size) + 4)]
  if (width === 0 || height === 0) return null

  const lastEnd = boxes.at(-1)?.end ?? 0
  const trailingBytes = Math.max(0, bytes.length - lastEnd)
  const hidden = new Set(hiddenInItems(bytes, meta))
  if (trailingBytes > 0 || boxes.some(({ type }) => !PICTURE_BOXES.includes(type))) hidden.add('other')
  return {
    ...PLAIN_FACTS,
    widthPixels: isOnItsSide ? height : width,
    heightPixels: isOnItsSide ? width : height,
    frames: framesOf(bytes),
    ...depthOf(bytes, property('pixi'), own.concat(all)),
    hasAlphaChannel: all.some((box) => isAlpha(bytes, box)),
    colorProfile: colorProfileOf(bytes, own),
    hidden: hiddenDataInOrder(hidden),
    isComplete: lastEnd <= bytes.length && boxes.some(({ type }) => type === 'mdat'),
    trailingBytes,
  }
}

function isAlpha(bytes: Uint8Array, box: IsoBox): boolean {
  if (box.type !== 'auxC') return false
  const reader = byteReader(bytes)
  return ALPHA_TYPES.some((type) => reader.letters(behindVersion(box), type.length) === type)
}

/** An animation is a track of samples beside the still picture. */
function framesOf(bytes: Uint8Array): number {
  let box: IsoBox = { type: '', dataStart: 0, end: bytes.length }
  for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz']) {
    const inner = findIsoBox(bytes, type, box.dataStart, box.end)
    if (!inner) return 1
    box = inner
  }
  // Behind the version: the size all samples share, or 0, and then how many there are.
  return Math.max(1, byteReader(bytes).u32(behindVersion(box) + 4))
}

/** Colours and their bits, told by `pixi`, or else by the settings of either decoder. */
function depthOf(
  bytes: Uint8Array,
  declared: IsoBox | undefined,
  properties: readonly IsoBox[],
): Pick<FormatFacts, 'components' | 'bitDepth'> {
  const reader = byteReader(bytes)
  if (declared) {
    const channels = reader.u8(behindVersion(declared))
    const bitDepth = reader.u8(behindVersion(declared) + 1)
    return { components: channels === 1 || channels === 3 ? channels : null, bitDepth: bitDepth || 8 }
  }
  const av1 = properties.find(({ type }) => type === 'av1C')
  if (av1) {
    const flags = reader.u8(av1.dataStart + 2)
    const isDeep = (flags & 0x40) !== 0
    return {
      components: (flags & 0x10) === 0 ? 3 : 1,
      bitDepth: isDeep ? ((flags & 0x20) === 0 ? 10 : 12) : 8,
    }
  }
  const hevc = properties.find(({ type }) => type === 'hvcC')
  return { components: null, bitDepth: hevc ? 8 + (reader.u8(hevc.dataStart + 17) & 0x7) : 8 }
}

/** Where a profile and numbers are both given, the profile counts. */
function colorProfileOf(bytes: Uint8Array, properties: readonly IsoBox[]): ColorProfile {
  const reader = byteReader(bytes)
  const colors = properties.filter(({ type }) => type === 'colr')
  const kindOf = ({ dataStart }: IsoBox) => reader.letters(dataStart, 4)
  const profile = colors.find((box) => kindOf(box) === 'prof' || kindOf(box) === 'rICC')
  if (profile) return colorProfileOfIcc(reader.part(profile.dataStart + 4, profile.end))
  const numbers = colors.find((box) => kindOf(box) === 'nclx')
  if (!numbers) return 'none'
  return colorProfileOfCodePoints(reader.u16(numbers.dataStart + 4), reader.u16(numbers.dataStart + 6))
}

/** Cameras write one item of Exif data and one of XMP. */
const MAX_DESCRIPTIONS = 16

function hiddenInItems(bytes: Uint8Array, meta: IsoBox): HiddenData[] {
  const descriptions = heifItems(bytes, meta).filter(({ type }) => type === 'Exif' || type === 'mime')
  return descriptions.slice(0, MAX_DESCRIPTIONS).flatMap(({ id, type, contentType }) => {
    const data = heifItemBytes(bytes, meta, id)
    // The first four bytes tell how far behind them the Exif data begins.
    if (type === 'Exif') return [...readExif(data.subarray(4 + byteReader(data).u32(0))).hidden]
    return contentType === 'application/rdf+xml' ? hiddenInXmp(data) : ['other']
  })
}

/** What is stored beside the pictures themselves, such as Exif data. */
interface HeifItem {
  id: number
  type: string
  /** Of items of the type `mime`. */
  contentType: string
}

/** A picture of many tiles has some hundred items. */
const MAX_ITEMS = 10_000

/** Every full box begins with its version and its flags. */
const FULL_BOX_HEADER_BYTES = 4
const behindVersion = (box: IsoBox) => box.dataStart + FULL_BOX_HEADER_BYTES

/** The items of a `meta` box by their entries in `iinf`. Source: ISO/IEC 14496-12, 8.11.6. */
function heifItems(bytes: Uint8Array, meta: IsoBox): HeifItem[] {
  const reader = byteReader(bytes)
  const list = findIsoBox(bytes, 'iinf', behindVersion(meta), meta.end)
  if (!list) return []
  const start = behindVersion(list) + (reader.u8(list.dataStart) === 0 ? 2 : 4)
  return [...isoBoxes(bytes, start, list.end)].map((entry) => {
    const isLong = reader.u8(entry.dataStart) >= 3
    const at = behindVersion(entry)
    const typeAt = at + (isLong ? 6 : 4)
    // Behind the type stand the item's name and, for some, what its content is, each ended by 0.
    const [, contentType = ''] = reader.letters(typeAt + 4, Math.min(entry.end - typeAt - 4, 200)).split('\0')
    return { id: isLong ? reader.u32(at) : reader.u16(at), type: reader.letters(typeAt, 4), contentType }
  })
}

/** The number of the item that is the picture; 0 when none is named. Source: ISO/IEC 14496-12, 8.11.4. */
function primaryItemId(bytes: Uint8Array, meta: IsoBox): number {
  const reader = byteReader(bytes)
  const box = findIsoBox(bytes, 'pitm', behindVersion(meta), meta.end)
  if (!box) return 0
  return reader.u8(box.dataStart) === 0 ? reader.u16(behindVersion(box)) : reader.u32(behindVersion(box))
}

/** The properties of one item, and all there are. Source: ISO/IEC 23008-12, 9.3. */
function heifProperties(bytes: Uint8Array, meta: IsoBox, itemId: number): { own: IsoBox[]; all: IsoBox[] } {
  const properties = findIsoBox(bytes, 'iprp', behindVersion(meta), meta.end)
  const container = properties && findIsoBox(bytes, 'ipco', properties.dataStart, properties.end)
  if (!properties || !container) return { own: [], all: [] }
  const all = [...isoBoxes(bytes, container.dataStart, container.end)]
  const numbers = [...isoBoxes(bytes, properties.dataStart, properties.end)]
    .filter(({ type }) => type === 'ipma')
    .flatMap((box) => propertyNumbers(bytes, box, itemId))
  return { own: numbers.flatMap((number) => all[number - 1] ?? []), all }
}

/** Which properties, counted from 1, an `ipma` box gives to an item. */
function propertyNumbers(bytes: Uint8Array, box: IsoBox, itemId: number): number[] {
  const reader = byteReader(bytes)
  const idBytes = reader.u8(box.dataStart) === 0 ? 2 : 4
  const numberBytes = (reader.u8(box.dataStart + 3) & 1) === 1 ? 2 : 1
  const end = Math.min(box.end, bytes.length)
  let at = behindVersion(box) + 4
  while (at + idBytes < end) {
    const id = idBytes === 2 ? reader.u16(at) : reader.u32(at)
    const count = reader.u8(at + idBytes)
    const first = at + idBytes + 1
    if (id === itemId) {
      // The highest bit says whether a reader must understand the property.
      return Array.from({ length: count }, (_, index) =>
        numberBytes === 2 ? reader.u16(first + index * 2) & 0x7fff : reader.u8(first + index) & 0x7f,
      )
    }
    at = first + count * numberBytes
  }
  return []
}

/** The bytes of an item stored in one piece in the file or in `idat`; none when they lie elsewhere. */
function heifItemBytes(bytes: Uint8Array, meta: IsoBox, itemId: number): Uint8Array {
  const extent = firstExtent(bytes, meta, itemId)
  if (!extent) return new Uint8Array()
  const { isInIdat, offset, length } = extent
  const idat = isInIdat ? findIsoBox(bytes, 'idat', behindVersion(meta), meta.end) : null
  if (isInIdat && !idat) return new Uint8Array()
  const start = (idat?.dataStart ?? 0) + offset
  return bytes.subarray(start, start + length)
}

/** Where an item lies, by its entry in `iloc`. Source: ISO/IEC 14496-12, 8.11.3. */
function firstExtent(bytes: Uint8Array, meta: IsoBox, itemId: number) {
  const reader = byteReader(bytes)
  const box = findIsoBox(bytes, 'iloc', behindVersion(meta), meta.end)
  if (!box) return null
  const version = reader.u8(box.dataStart)
  let at = behindVersion(box)
  /** Reads a number of 0, 2, 4 or 8 bytes, and goes on behind it. */
  const take = (count: number) => {
    const value =
      count === 8
        ? reader.u32(at) * 2 ** 32 + reader.u32(at + 4)
        : count === 4
          ? reader.u32(at)
          : reader.u16(at)
    at += count
    return count === 0 ? 0 : value
  }
  const sizes = take(2)
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 0xf, (sizes >> 4) & 0xf]
  const indexBytes = version === 0 ? 0 : sizes & 0xf
  const items = take(version < 2 ? 2 : 4)
  const end = Math.min(box.end, bytes.length)
  for (let item = 0; item < Math.min(items, MAX_ITEMS) && at < end; item += 1) {
    const id = take(version < 2 ? 2 : 4)
    const isInIdat = version > 0 && (take(2) & 0xf) === 1
    take(2)
    const base = take(baseBytes)
    const extents = take(2)
    if (id === itemId && extents > 0) {
      take(indexBytes)
      const offset = take(offsetBytes)
      return { isInIdat, offset: base + offset, length: take(lengthBytes) }
    }
    at += extents * (indexBytes + offsetBytes + lengthBytes)
  }
  return null
}

/** One box of a file of the ISO base media kind: HEIC, AVIF, MP4. */
interface IsoBox {
  type: string
  dataStart: number
  /** Beyond the end of the file when it was cut off. */
  end: number
}

const MAX_BOXES = 10_000

/**
 * The boxes from `start` up to `end`. Ends early where something stands that is no box.
 * Source: ISO/IEC 14496-12, 4.2.
 */
function* isoBoxes(bytes: Uint8Array, start: number, end: number): Generator<IsoBox> {
  const reader = byteReader(bytes)
  let at = start
  for (let count = 0; count < MAX_BOXES && at + 8 <= Math.min(end, bytes.length); count += 1) {
    const type = reader.letters(at + 4, 4)
    if (!/^[ -~]{4}$/.test(type)) return
    const declared = reader.u32(at)
    // 1 announces a size of 64 bits, 0 a box that reaches up to the end.
    const isLong = declared === 1
    const size = isLong ? reader.u32(at + 8) * 2 ** 32 + reader.u32(at + 12) : declared || end - at
    const headerBytes = isLong ? 16 : 8
    if (size < headerBytes) return
    yield { type, dataStart: at + headerBytes, end: at + size }
    at += size
  }
}

/** The first box of a kind among those from `start` to `end`, or null. */
function findIsoBox(bytes: Uint8Array, type: string, start: number, end: number): IsoBox | null {
  for (const box of isoBoxes(bytes, start, end)) if (box.type === type) return box
  return null
}

/** The major brand of a file and those it is compatible with; none when the file is of another kind. */
export function isoBrands(bytes: Uint8Array): string[] {
  const reader: ByteReader = byteReader(bytes)
  if (reader.letters(4, 4) !== 'ftyp') return []
  const end = Math.min(reader.u32(0), bytes.length, 256)
  const brands = [reader.letters(8, 4)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(reader.letters(at, 4))
  return brands
}
