/**
 * Reads numbers and letters at places in a file. Whatever lies beyond the end reads as 0 or as nothing, so that no
 * offset a file names, however wrong, can make a reader fail.
 */
export interface ByteReader {
  readonly bytes: Uint8Array
  readonly length: number
  u8: (at: number) => number
  u16: (at: number, isLittleEndian?: boolean) => number
  u32: (at: number, isLittleEndian?: boolean) => number
  /** The bytes as Latin-1 letters: one letter a byte. */
  letters: (at: number, count: number) => string
  /** The bytes from `start` up to `end`, without a copy. */
  part: (start: number, end: number) => Uint8Array
}

export function byteReader(bytes: Uint8Array): ByteReader {
  const u8 = (at: number) => bytes[at] ?? 0
  const u16 = (at: number, isLittleEndian = false) =>
    isLittleEndian ? u8(at) + u8(at + 1) * 0x100 : u8(at) * 0x100 + u8(at + 1)
  return {
    bytes,
    length: bytes.length,
    u8,
    u16,
    u32: (at, isLittleEndian = false) =>
      isLittleEndian ? u16(at, true) + u16(at + 2, true) * 0x10000 : u16(at) * 0x10000 + u16(at + 2),
    letters: (at, count) => lettersOf(bytes.subarray(at, at + count)),
    part: (start, end) => bytes.subarray(start, end),
  }
}

/** One letter a byte, for texts whose encoding does not matter: signatures, tag names, chunk types. */
export function lettersOf(bytes: Uint8Array): string {
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  return letters
}

/** The same the other way round. */
export function bytesOfLetters(letters: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

/** The parts of a file one after another, in one copy. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
