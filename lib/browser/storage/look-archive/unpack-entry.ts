import { Inflate } from 'fflate'
import { crc32 } from './crc32'
import type { ZipEntry } from './zip-directory'

/** Deflate makes of a byte at most about a thousand, so no slice of this size can fill the memory by surprise. */
const SLICE_BYTES = 16_384

/**
 * The bytes of one entry, or null when they are not exactly what the directory promised: another length, another
 * checksum, or no deflated bytes at all. Stops at the first byte more than was promised.
 */
export function unpackEntry(archive: Uint8Array, entry: ZipEntry): Uint8Array<ArrayBuffer> | null {
  const packed = archive.subarray(entry.startBytes, entry.startBytes + entry.packedBytes)
  const bytes = entry.isDeflated ? inflate(packed, entry.unpackedBytes) : new Uint8Array(packed)
  return bytes?.byteLength === entry.unpackedBytes && crc32(bytes) === entry.crc32 ? bytes : null
}

function inflate(packed: Uint8Array, promisedBytes: number): Uint8Array<ArrayBuffer> | null {
  const whole = new Uint8Array(promisedBytes)
  let length = 0
  let isTooLong = false
  const stream = new Inflate((chunk) => {
    isTooLong ||= length + chunk.byteLength > promisedBytes
    if (!isTooLong) whole.set(chunk, length)
    length += chunk.byteLength
  })
  try {
    for (let at = 0; at < packed.byteLength && !isTooLong; at += SLICE_BYTES) {
      stream.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.byteLength)
    }
  } catch {
    return null
  }
  return length === promisedBytes ? whole : null
}
