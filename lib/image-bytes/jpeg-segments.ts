import { byteReader } from './byte-reader'

/** One marker of a JPEG with all that belongs to it, a scan with its entropy-coded data. */
export interface JpegSegment {
  /** The second byte of the marker. */
  marker: number
  /** Where the marker begins, and where its parameters do, behind their length. */
  start: number
  dataStart: number
  /** Where its parameters end. */
  dataEnd: number
  /** Where the next marker begins: behind `dataEnd` for a scan. */
  end: number
}

export const JPEG_MARKERS = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app13: 0xed,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const

/** A progressive picture has some thirty segments, one with a large colour profile some three hundred. */
const MAX_SEGMENTS = 10_000

/** C4, C8 and CC lie in the range of the start-of-frame markers but carry tables, not sizes. */
export const isStartOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
/** These stand alone: no length follows them. */
const hasNoLength = (marker: number) => isRestart(marker) || marker === 0x01 || marker === 0xd8

/**
 * The segments of a JPEG from its first to its end-of-image marker. Ends early, without the latter, where the file
 * does or where something stands that is no marker.
 * Source: ITU T.81, annex B.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  const reader = byteReader(bytes)
  if (reader.u16(0) !== 0xffd8) return
  let at = 0
  for (let count = 0; count < MAX_SEGMENTS && at + 2 <= bytes.length; count += 1) {
    if (reader.u8(at) !== 0xff) return
    // 0xFF may be repeated as padding before a marker.
    while (reader.u8(at + 1) === 0xff) at += 1
    const marker = reader.u8(at + 1)
    const start = at
    const dataStart = hasNoLength(marker) || marker === JPEG_MARKERS.endOfImage ? at + 2 : at + 4
    const dataEnd = dataStart === at + 2 ? dataStart : at + 2 + reader.u16(at + 2)
    if (marker === 0 || dataEnd < dataStart || dataEnd > bytes.length) return
    const end = marker === JPEG_MARKERS.startOfScan ? endOfScan(bytes, dataEnd) : dataEnd
    yield { marker, start, dataStart, dataEnd, end }
    if (marker === JPEG_MARKERS.endOfImage) return
    at = end
  }
}

/** In a scan's data 0xFF is followed by 0 or by a restart marker; the first other marker ends it. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return bytes.length
}
