import type { HiddenData } from '../profile/chosen-picture'
import { byteReader, joinBytes } from './byte-reader'
import { colorProfileOfIcc } from './color-profile'
import { hiddenInPhotoshopSegment, hiddenInXmp } from './hidden-in-texts'
import { type FormatFacts, hiddenDataInOrder } from './image-inspection'
import { isStartOfFrame, JPEG_MARKERS, type JpegSegment, jpegSegments } from './jpeg-segments'
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
