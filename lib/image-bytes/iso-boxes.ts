import { type ByteReader, byteReader } from './byte-reader'

/** One box of a file of the ISO base media kind: HEIC, AVIF, MP4. */
export interface IsoBox {
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
export function* isoBoxes(bytes: Uint8Array, start: number, end: number): Generator<IsoBox> {
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
export function findIsoBox(bytes: Uint8Array, type: string, start: number, end: number): IsoBox | null {
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
