import { byteReader } from './byte-reader'
import type { FormatFacts } from './image-inspection'

const PLAIN: Omit<FormatFacts, 'widthPixels' | 'heightPixels' | 'hasAlphaChannel' | 'isComplete'> = {
  orientation: 1,
  orientationTag: 'none',
  frames: 1,
  components: 3,
  bitDepth: 8,
  colorProfile: 'none',
  isProgressive: false,
  hidden: [],
  trailingBytes: 0,
}

const FILE_HEADER_BYTES = 14
/** The first header BMP had; sizes take 16 bits in it, and 32 in every later one. */
const CORE_HEADER_BYTES = 12
const LONGEST_HEADER_BYTES = 124

/**
 * Reads the headers of a BMP. Null when they make no sense.
 * Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPV5HEADER.
 */
export function inspectBmp(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const headerBytes = reader.u32(FILE_HEADER_BYTES, true)
  if (headerBytes < CORE_HEADER_BYTES || headerBytes > LONGEST_HEADER_BYTES) return null
  const isCore = headerBytes === CORE_HEADER_BYTES
  const widthPixels = isCore ? reader.u16(18, true) : reader.u32(18, true)
  // A negative height: the first row is the top one.
  const heightPixels = isCore ? reader.u16(20, true) : Math.abs(reader.u32(22, true) | 0)
  const bitsAPixel = isCore ? reader.u16(24, true) : reader.u16(28, true)
  const pixelsStart = reader.u32(10, true)
  if (widthPixels === 0 || heightPixels === 0 || pixelsStart >= bytes.length) return null
  // Rows are filled up to whole groups of four bytes. Compressed ones have a length that only decoding tells.
  const isCompressed = !isCore && ![0, 3, 6].includes(reader.u32(30, true))
  const rowBytes = Math.ceil((widthPixels * bitsAPixel) / 32) * 4
  const isComplete = isCompressed || pixelsStart + rowBytes * heightPixels <= bytes.length
  return { ...PLAIN, widthPixels, heightPixels, hasAlphaChannel: bitsAPixel === 32, isComplete }
}

const ICON_HEADER_BYTES = 6
const ICON_ENTRY_BYTES = 16
/** No icon has nearly as many sizes. */
const MAX_ICON_ENTRIES = 256

/**
 * Reads the directory of an ICO, and tells the size of its largest picture. Browsers choose one themselves; the size
 * after decoding is what counts. Null when no picture lies in the file.
 */
export function inspectIco(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const count = Math.min(reader.u16(4, true), MAX_ICON_ENTRIES)
  let widthPixels = 0
  let heightPixels = 0
  for (let index = 0; index < count; index += 1) {
    const at = ICON_HEADER_BYTES + index * ICON_ENTRY_BYTES
    const length = reader.u32(at + 8, true)
    const start = reader.u32(at + 12, true)
    if (length === 0 || start + length > bytes.length) continue
    // A side of 256 does not fit into its byte and is written as 0.
    widthPixels = Math.max(widthPixels, reader.u8(at) || 256)
    heightPixels = Math.max(heightPixels, reader.u8(at + 1) || 256)
  }
  if (widthPixels === 0) return null
  return { ...PLAIN, widthPixels, heightPixels, hasAlphaChannel: true, isComplete: true }
}
