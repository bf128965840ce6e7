import { byteReader } from './byte-reader'
import { findIsoBox, type IsoBox, isoBoxes } from './iso-boxes'

/** What is stored beside the pictures themselves, such as Exif data. */
export interface HeifItem {
  id: number
  type: string
  /** Of items of the type `mime`. */
  contentType: string
}

/** A picture of many tiles has some hundred items. */
const MAX_ITEMS = 10_000

/** Every full box begins with its version and its flags. */
const FULL_BOX_HEADER_BYTES = 4
export const behindVersion = (box: IsoBox) => box.dataStart + FULL_BOX_HEADER_BYTES

/** The items of a `meta` box by their entries in `iinf`. Source: ISO/IEC 14496-12, 8.11.6. */
export function heifItems(bytes: Uint8Array, meta: IsoBox): HeifItem[] {
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
export function primaryItemId(bytes: Uint8Array, meta: IsoBox): number {
  const reader = byteReader(bytes)
  const box = findIsoBox(bytes, 'pitm', behindVersion(meta), meta.end)
  if (!box) return 0
  return reader.u8(box.dataStart) === 0 ? reader.u16(behindVersion(box)) : reader.u32(behindVersion(box))
}

/** The properties of one item, and all there are. Source: ISO/IEC 23008-12, 9.3. */
export function heifProperties(
  bytes: Uint8Array,
  meta: IsoBox,
  itemId: number,
): { own: IsoBox[]; all: IsoBox[] } {
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
export function heifItemBytes(bytes: Uint8Array, meta: IsoBox, itemId: number): Uint8Array {
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
