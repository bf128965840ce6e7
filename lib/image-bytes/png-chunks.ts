import { byteReader, lettersOf } from './byte-reader'

const SIGNATURE = '\x89PNG\r\n\x1a\n'
export const PNG_SIGNATURE_BYTES = SIGNATURE.length

/** One chunk of a PNG: its four letters, its data, and the place behind its checksum. */
export interface PngChunk {
  type: string
  start: number
  dataStart: number
  dataEnd: number
  end: number
}

/** Encoders write pieces of 8 kB and more; 30 MB of them are some four thousand. */
const MAX_CHUNKS = 100_000

/** True when the bytes begin as every PNG does. */
export const hasPngSignature = (bytes: Uint8Array) =>
  lettersOf(bytes.subarray(0, PNG_SIGNATURE_BYTES)) === SIGNATURE

/**
 * The chunks of a PNG from IHDR to IEND. Ends early, without IEND, where the file does. Checksums are not checked.
 * Source: PNG 3rd edition, 5.3.
 */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  if (!hasPngSignature(bytes)) return
  const reader = byteReader(bytes)
  let start = PNG_SIGNATURE_BYTES
  for (let count = 0; count < MAX_CHUNKS && start + 12 <= bytes.length; count += 1) {
    const type = reader.letters(start + 4, 4)
    const dataStart = start + 8
    const dataEnd = dataStart + reader.u32(start)
    const end = dataEnd + 4
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return
    yield { type, start, dataStart, dataEnd, end }
    if (type === 'IEND') return
    start = end
  }
}
