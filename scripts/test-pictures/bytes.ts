/** Bytes of letters, one each, as file formats spell their signatures. */
export const latin = (letters: string) => Buffer.from(letters, 'latin1')

/** A number in `count` bytes, the highest first. */
export function bigEndian(value: number, count: 1 | 2 | 3 | 4): Buffer {
  const bytes = Buffer.alloc(count)
  bytes.writeUIntBE(value, 0, count)
  return bytes
}

export const join = (...parts: (Buffer | Uint8Array | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : part)))
