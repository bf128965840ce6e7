import { Unzlib } from 'fflate'
import { byteReader, bytesOfLetters, joinBytes } from './byte-reader'
import type { ImageFormat } from './image-inspection'
import { JPEG_MARKERS, type JpegSegment, jpegSegments } from './inspect-jpeg'
import { PNG_SIGNATURE_BYTES, pngChunks } from './inspect-png'

const END_OF_IMAGE = Uint8Array.of(0xff, JPEG_MARKERS.endOfImage)
/** An empty IEND chunk with its checksum. Source: PNG 3rd edition, 11.2.5. */
const END_CHUNK = bytesOfLetters('\0\0\0\0IEND\xae\x42\x60\x82')

/**
 * A picture that lacks its end marker, with one; what follows its last pixels, such as a camera's own data or padding,
 * is gone. Null for formats and files that cannot be mended so. Whether a JPEG has all its pixels, only a decoder can
 * tell: see `withNoiseBeforeEnd`.
 */
export function withEndMarker(bytes: Uint8Array, format: ImageFormat): Uint8Array<ArrayBuffer> | null {
  if (format === 'jpeg') {
    const pixels = pixelsOfJpeg(bytes)
    return pixels && joinBytes([pixels, END_OF_IMAGE])
  }
  if (format === 'png') {
    const chunks = [...pngChunks(bytes)]
    if (!hasWholePixelStream(bytes)) return null
    return joinBytes([bytes.subarray(0, chunks.at(-1)?.end ?? PNG_SIGNATURE_BYTES), END_CHUNK])
  }
  if (format === 'webp') {
    return lacksOnlyPadding(bytes) ? joinBytes([bytes, Uint8Array.of(0)]) : null
  }
  return null
}

const NOISE_BYTES = 4096
/** 0xFF would be a marker. */
const NOISE_MODULUS = 0xff

/**
 * The same JPEG with noise between its last pixels and its end. A decoder that has all pixels already ignores it and
 * shows the same picture; one that still waits for pixels takes them from it, and shows another.
 */
export function withNoiseBeforeEnd(jpeg: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const pixels = pixelsOfJpeg(jpeg)
  if (!pixels) return null
  const noise = Uint8Array.from(
    { length: NOISE_BYTES },
    (_, at) => (at * at * 31 + at * 17 + 91) % NOISE_MODULUS,
  )
  return joinBytes([pixels, noise, END_OF_IMAGE])
}

/** What announces another scan: its tables, or the scan itself. */
const ANNOUNCING_MARKERS: readonly number[] = [0xc4, 0xcc, 0xdb, 0xdd, JPEG_MARKERS.startOfScan]

/** All up to the end of the last scan, without padding. Null without a scan, or when another was to follow. */
function pixelsOfJpeg(bytes: Uint8Array): Uint8Array | null {
  let lastScan: JpegSegment | undefined
  for (const segment of jpegSegments(bytes)) {
    if (segment.marker === JPEG_MARKERS.startOfScan) lastScan = segment
  }
  if (!lastScan) return null
  if (ANNOUNCING_MARKERS.includes(bytes[lastScan.end + 1] ?? 0)) return null
  let end = lastScan.end
  while (end > lastScan.dataEnd && bytes[end - 1] === 0xff) end -= 1
  return bytes.subarray(0, end)
}

/** Whether the compressed pixels of a PNG end where they say they do. */
function hasWholePixelStream(bytes: Uint8Array): boolean {
  const parts = [...pngChunks(bytes)].filter(({ type }) => type === 'IDAT')
  const stream = new Unzlib(() => {})
  try {
    parts.forEach(({ dataStart, dataEnd }, index) => {
      stream.push(bytes.subarray(dataStart, dataEnd), index === parts.length - 1)
    })
    return true
  } catch {
    return false
  }
}

const FIRST_WEBP_CHUNK = 12

/** Whether a WebP's last chunk, of an odd length, only lacks the byte that fills it up. Source: RFC 9649, 2.3. */
function lacksOnlyPadding(bytes: Uint8Array): boolean {
  const reader = byteReader(bytes)
  let at = FIRST_WEBP_CHUNK
  while (at + 8 <= bytes.length) {
    const dataEnd = at + 8 + reader.u32(at + 4, true)
    if (dataEnd === bytes.length) return dataEnd % 2 === 1
    at = dataEnd + (dataEnd % 2)
  }
  return false
}
