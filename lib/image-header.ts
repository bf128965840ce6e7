import type { PictureFacts } from './slots'

/**
 * Reads type and size of a JPEG, PNG or GIF from its first bytes, without decoding it.
 * Gives null when the bytes are none of the three, or end before the size is told.
 * Source: PNG (ISO/IEC 15948) IHDR; GIF89a logical screen descriptor; JPEG (ITU T.81) start-of-frame segments.
 */
export function readImageHeader(bytes: Uint8Array): PictureFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const facts = readPng(view) ?? readGif(view) ?? readJpeg(view)
  return facts && facts.widthPixels > 0 && facts.heightPixels > 0 ? facts : null
}

function startsWith(view: DataView, signature: readonly number[]): boolean {
  return view.byteLength >= signature.length && signature.every((byte, at) => view.getUint8(at) === byte)
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function readPng(view: DataView): PictureFacts | null {
  if (!startsWith(view, PNG_SIGNATURE) || view.byteLength < 24) return null
  return { type: 'image/png', widthPixels: view.getUint32(16), heightPixels: view.getUint32(20) }
}

const GIF_SIGNATURES = ['GIF87a', 'GIF89a'].map((text) => [...text].map((letter) => letter.charCodeAt(0)))

function readGif(view: DataView): PictureFacts | null {
  if (!GIF_SIGNATURES.some((signature) => startsWith(view, signature)) || view.byteLength < 10) return null
  return { type: 'image/gif', widthPixels: view.getUint16(6, true), heightPixels: view.getUint16(8, true) }
}

/** C4, C8 and CC lie in the range of the start-of-frame markers but carry tables, not sizes. */
const isStartOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function readJpeg(view: DataView): PictureFacts | null {
  if (!startsWith(view, [0xff, 0xd8, 0xff])) return null
  let at = 2
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (isStartOfFrame(marker)) {
      return { type: 'image/jpeg', heightPixels: view.getUint16(at + 5), widthPixels: view.getUint16(at + 7) }
    }
    // 0xFF may be repeated as padding before a marker; such a byte has no length behind it.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}
