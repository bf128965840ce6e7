import type { HiddenData } from '../profile/chosen-picture'
import { bytesOfLetters, joinBytes } from './byte-reader'
import { hiddenDataInOrder, type ImageFormat, type Orientation } from './image-inspection'
import { gifBlocks, hiddenInGifBlock, startOfGifBlocks } from './inspect-gif'
import { inspectImage } from './inspect-image'
import {
  ADOBE_BYTES,
  hiddenInSegment,
  isIccProfilePart,
  isStartOfFrame,
  JFIF_BYTES,
  JPEG_MARKERS,
  type JpegSegment,
  jpegSegments,
} from './inspect-jpeg'
import { hiddenInPngChunk, isPngPictureChunk, PNG_SIGNATURE_BYTES, pngChunks } from './inspect-png'

/** A picture without what it told besides its pixels, and what that was. */
interface WithoutHiddenData {
  bytes: Uint8Array<ArrayBuffer>
  removed: HiddenData[]
}

/**
 * Cuts out of a picture's bytes all that is not needed to draw it; the pixels stay as they are, bit for bit.
 * Kept: the picture itself, its colours (ICC profile and the like), its resolution. Gone: Exif, XMP, IPTC, texts,
 * comments, dates, small copies, every frame after the first, and whatever follows the end of the picture.
 * Meant for whole pictures of which `inspectImage` says that they are upright: a JPEG or PNG whose `orientation` is
 * not 1 would lie on its side afterwards, and has to be decoded and encoded instead.
 */
export function withoutHiddenData(
  bytes: Uint8Array,
  format: Extract<ImageFormat, 'jpeg' | 'png' | 'gif'>,
): WithoutHiddenData {
  const cut = { jpeg: cutJpeg, png: cutPng, gif: cutGif }[format]
  const { remaining, removed, end } = cut(bytes)
  if (end < bytes.length) removed.push('other')
  return { bytes: joinBytes(remaining), removed: hiddenDataInOrder(removed) }
}

interface Cut {
  remaining: Uint8Array[]
  removed: HiddenData[]
  /** Behind the last byte that was looked at. */
  end: number
}

function cutJpeg(bytes: Uint8Array): Cut {
  const cut: Cut = { remaining: [], removed: [], end: 0 }
  for (const segment of jpegSegments(bytes)) {
    cut.removed.push(...hiddenInSegment(bytes, segment))
    cut.remaining.push(...remainingOfSegment(bytes, segment))
    cut.end = segment.end
  }
  return cut
}

/** Quantization, Huffman and arithmetic tables, the restart interval and the number of lines. */
const TABLE_MARKERS = [0xdb, 0xc4, 0xcc, 0xdd, 0xdc]

function remainingOfSegment(bytes: Uint8Array, segment: JpegSegment): Uint8Array[] {
  const { marker, start, dataStart, dataEnd, end } = segment
  const isPicture =
    marker === JPEG_MARKERS.startOfImage ||
    marker === JPEG_MARKERS.startOfScan ||
    marker === JPEG_MARKERS.endOfImage ||
    TABLE_MARKERS.includes(marker) ||
    isStartOfFrame(marker) ||
    isIccProfilePart(bytes, segment)
  if (isPicture) return [bytes.subarray(start, end)]
  const letters = String.fromCharCode(...bytes.subarray(dataStart, dataStart + 5))
  // These two are kept as far as they are known: a small copy or other bytes may follow.
  if (marker === JPEG_MARKERS.app0 && letters === 'JFIF\0' && dataEnd - dataStart >= JFIF_BYTES) {
    const fields = bytes.subarray(dataStart, dataStart + JFIF_BYTES - 2)
    return [Uint8Array.of(0xff, marker, 0, JFIF_BYTES + 2), fields, Uint8Array.of(0, 0)]
  }
  if (marker === JPEG_MARKERS.app14 && letters === 'Adobe' && dataEnd - dataStart >= ADOBE_BYTES) {
    return [
      Uint8Array.of(0xff, marker, 0, ADOBE_BYTES + 2),
      bytes.subarray(dataStart, dataStart + ADOBE_BYTES),
    ]
  }
  return []
}

function cutPng(bytes: Uint8Array): Cut {
  const cut: Cut = {
    remaining: [bytes.subarray(0, PNG_SIGNATURE_BYTES)],
    removed: [],
    end: PNG_SIGNATURE_BYTES,
  }
  for (const chunk of pngChunks(bytes)) {
    cut.removed.push(...hiddenInPngChunk(bytes, chunk))
    if (isPngPictureChunk(chunk)) cut.remaining.push(bytes.subarray(chunk.start, chunk.end))
    cut.end = chunk.end
  }
  return cut
}

/** Keeps the first frame with what stands directly before it: its see-through colour. */
function cutGif(bytes: Uint8Array): Cut {
  const start = startOfGifBlocks(bytes)
  const cut: Cut = { remaining: [bytes.subarray(0, start)], removed: [], end: start }
  let hasFrame = false
  for (const block of gifBlocks(bytes)) {
    cut.removed.push(...hiddenInGifBlock(bytes, block))
    const isPicture =
      block.kind === 'trailer' || (!hasFrame && (block.kind === 'frame' || block.kind === 'graphic_control'))
    if (isPicture) cut.remaining.push(bytes.subarray(block.start, block.end))
    hasFrame ||= block.kind === 'frame'
    cut.end = block.end
  }
  return cut
}

/** A caption or bytes behind the end are no reason to touch a file that is kept to the byte. */
const PERSONAL: readonly HiddenData[] = ['place', 'time', 'device', 'person']

/**
 * A picture from elsewhere that is kept to be sent as it is, such as one in a file of looks: untouched while it tells
 * nothing of place, time, device or person, else without what it tells. Its pixels and the way up it is shown stay. Of
 * an animation that tells something, its first frame does, which is all that profiles show.
 */
export function withoutPersonalData(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const inspection = inspectImage(bytes)
  if (!inspection.ok) return bytes
  const { format, hidden, orientation } = inspection.value
  if (format !== 'jpeg' && format !== 'png' && format !== 'gif') return bytes
  if (!hidden.some((kind) => PERSONAL.includes(kind))) return bytes
  const cut = withoutHiddenData(bytes, format).bytes
  return format === 'jpeg' && orientation !== 1 ? withOrientation(cut, orientation) : cut
}

const START_OF_IMAGE_BYTES = 2

/** A JPEG with one Exif field, which tells how the camera was held. Source: Exif 2.32, 4.6 and tag 0x0112. */
function withOrientation(jpeg: Uint8Array, orientation: Orientation): Uint8Array<ArrayBuffer> {
  const field = `\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0`
  const exif = bytesOfLetters(`\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01${field}\0\0\0\0`)
  return joinBytes([jpeg.subarray(0, START_OF_IMAGE_BYTES), exif, jpeg.subarray(START_OF_IMAGE_BYTES)])
}
