import { byteReader } from './image-bytes/byte-reader'
import { hasGifSignature } from './image-bytes/gif-blocks'
import { isStartOfFrame, jpegSegments } from './image-bytes/jpeg-segments'
import { hasPngSignature } from './image-bytes/png-chunks'
import type { PictureFacts } from './slots'

/**
 * Reads type and size of a JPEG, PNG or GIF from its first bytes, without decoding it.
 * Gives null when the bytes are none of the three, or end before the size is told.
 * Source: PNG (ISO/IEC 15948) IHDR; GIF89a logical screen descriptor; JPEG (ITU T.81) start-of-frame segments.
 */
export function readImageHeader(bytes: Uint8Array): PictureFacts | null {
  const facts = readPng(bytes) ?? readGif(bytes) ?? readJpeg(bytes)
  return facts && facts.widthPixels > 0 && facts.heightPixels > 0 ? facts : null
}

/** The header chunk is always the first, so its place is known. */
function readPng(bytes: Uint8Array): PictureFacts | null {
  if (!hasPngSignature(bytes)) return null
  const { u32 } = byteReader(bytes)
  return { type: 'image/png', widthPixels: u32(16), heightPixels: u32(20) }
}

function readGif(bytes: Uint8Array): PictureFacts | null {
  if (!hasGifSignature(bytes)) return null
  const { u16 } = byteReader(bytes)
  return { type: 'image/gif', widthPixels: u16(6, true), heightPixels: u16(8, true) }
}

function readJpeg(bytes: Uint8Array): PictureFacts | null {
  const { u16 } = byteReader(bytes)
  for (const { marker, dataStart } of jpegSegments(bytes)) {
    if (!isStartOfFrame(marker)) continue
    return { type: 'image/jpeg', heightPixels: u16(dataStart + 1), widthPixels: u16(dataStart + 3) }
  }
  return null
}
