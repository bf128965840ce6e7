import type { HiddenData } from '../profile/chosen-picture'
import { byteReader, joinBytes } from './byte-reader'
import { colorProfileOfIcc } from './color-profile'
import { hiddenInPhotoshopSegment, hiddenInXmp } from './hidden-in-texts'
import { type FormatFacts, hiddenDataInOrder } from './image-inspection'
import { readExif } from './read-exif'

const EXIF_SIGNATURE = 'Exif\0\0'
const XMP_SIGNATURE = 'http://ns.adobe.com/xap/1.0/\0'
const EXTENDED_XMP_SIGNATURE = 'http://ns.adobe.com/xmp/extension/\0'
const ICC_SIGNATURE = 'ICC_PROFILE\0'
/** The signature is followed by the number of this part and how many there are. */
const ICC_PART_HEADER_BYTES = ICC_SIGNATURE.length + 2

/** Reads a JPEG's markers up to its end. Null when it ends or breaks before its first scan. */
export function inspectJpeg(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const segments = [...jpegSegments(bytes)]
  const frame = segments.find(({ marker }) => isStartOfFrame(marker))
  const hasScan = segments.some(({ marker }) => marker === JPEG_MARKERS.startOfScan)
  if (!frame || !hasScan) return null
  const heightPixels = reader.u16(frame.dataStart + 1)
  const widthPixels = reader.u16(frame.dataStart + 3)
  if (widthPixels === 0 || heightPixels === 0) return null
  const components = reader.u8(frame.dataStart + 5)

  const scanStart = segments.find(({ marker }) => marker === JPEG_MARKERS.startOfScan)?.start ?? 0
  const exif = segments.filter((segment) => isExif(bytes, segment))
  const exifFacts = exif.map((segment) => readExif(exifOf(bytes, segment)))
  const orientationFields = exifFacts.reduce((sum, facts) => sum + facts.orientationFields, 0)
  const isBeforeScan = exif.every(({ start }) => start < scanStart)
  const orientation = exif[0] && exif[0].start < scanStart ? (exifFacts[0]?.orientation ?? 1) : 1
  const profileParts = segments
    .filter((segment) => isIccProfilePart(bytes, segment))
    .map(({ dataStart, dataEnd }) => reader.part(dataStart + ICC_PART_HEADER_BYTES, dataEnd))
  const end = segments.find(({ marker }) => marker === JPEG_MARKERS.endOfImage)?.end ?? null
  const trailingBytes = end === null ? 0 : bytes.length - end
  const hidden = segments.flatMap((segment) => hiddenInSegment(bytes, segment))
  if (trailingBytes > 0) hidden.push('other')
  return {
    widthPixels,
    heightPixels,
    orientation,
    orientationTag:
      orientationFields === 0
        ? 'none'
        : exif.length === 1 && orientationFields === 1 && isBeforeScan && exifFacts[0]?.hasPlainOrientation
          ? 'plain'
          : 'unusual',
    frames: 1,
    components: components === 1 || components === 3 || components === 4 ? components : null,
    bitDepth: reader.u8(frame.dataStart),
    hasAlphaChannel: false,
    colorProfile: profileParts.length > 0 ? colorProfileOfIcc(joinBytes(profileParts)) : 'none',
    isProgressive: PROGRESSIVE_FRAMES.includes(frame.marker),
    hidden: hiddenDataInOrder(hidden),
    isComplete: end !== null,
    trailingBytes,
  }
}

const PROGRESSIVE_FRAMES = [0xc2, 0xc6, 0xca, 0xce]

const isExif = (bytes: Uint8Array, { marker, dataStart }: JpegSegment) =>
  marker === JPEG_MARKERS.app1 &&
  byteReader(bytes).letters(dataStart, EXIF_SIGNATURE.length) === EXIF_SIGNATURE

const exifOf = (bytes: Uint8Array, { dataStart, dataEnd }: JpegSegment) =>
  bytes.subarray(dataStart + EXIF_SIGNATURE.length, dataEnd)

/** A JFIF segment without the small copy of the picture that may follow its 14 bytes. Source: ITU T.871, 10.1. */
export const JFIF_BYTES = 14
const hasPlainJfif = ({ dataStart, dataEnd }: JpegSegment) => dataEnd - dataStart === JFIF_BYTES

/** Adobe's segment says whether colours are transformed, in 12 bytes. Source: Adobe technical note 5116, 18. */
export const ADOBE_BYTES = 12
const hasPlainAdobe = ({ dataStart, dataEnd }: JpegSegment) => dataEnd - dataStart === ADOBE_BYTES

/** True for the segments that carry a colour profile, which are needed to draw the picture as it was meant. */
export function isIccProfilePart(bytes: Uint8Array, { marker, dataStart }: JpegSegment): boolean {
  return (
    marker === JPEG_MARKERS.app2 &&
    byteReader(bytes).letters(dataStart, ICC_SIGNATURE.length) === ICC_SIGNATURE
  )
}

/** What a segment tells that is not needed to draw the picture. Nothing for one that is needed. */
export function hiddenInSegment(bytes: Uint8Array, segment: JpegSegment): HiddenData[] {
  const { marker, dataStart, dataEnd } = segment
  if (marker !== JPEG_MARKERS.comment && (marker < JPEG_MARKERS.app0 || marker > JPEG_MARKERS.app15))
    return []
  const reader = byteReader(bytes)
  const startsWith = (signature: string) => reader.letters(dataStart, signature.length) === signature
  if (marker === JPEG_MARKERS.app0) return startsWith('JFIF\0') && hasPlainJfif(segment) ? [] : ['other']
  if (marker === JPEG_MARKERS.app14) return startsWith('Adobe') && hasPlainAdobe(segment) ? [] : ['other']
  if (isIccProfilePart(bytes, segment)) return []
  if (marker === JPEG_MARKERS.app13) return hiddenInPhotoshopSegment(reader.part(dataStart, dataEnd))
  if (marker === JPEG_MARKERS.app1) {
    if (isExif(bytes, segment)) return [...readExif(exifOf(bytes, segment)).hidden]
    if (startsWith(XMP_SIGNATURE) || startsWith(EXTENDED_XMP_SIGNATURE)) {
      return hiddenInXmp(reader.part(dataStart, dataEnd))
    }
  }
  return ['other']
}

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
