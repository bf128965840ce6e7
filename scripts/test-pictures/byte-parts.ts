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

const SIGNATURE = latin('\x89PNG\r\n\x1a\n')
const FIRST_CHUNK_END = 33

/** The checksum of ISO 3309 that ends every chunk of a PNG (its specification, annex D). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A chunk of a PNG: length, type, data and checksum. */
export function pngChunk(type: string, ...data: (Buffer | string)[]): Buffer {
  const content = join(...data)
  const checked = join(type, content)
  return join(bigEndian(content.length, 4), checked, bigEndian(crc32(checked), 4))
}

export const RGBA = 6
export const GREY = 0

/** A PNG of given, already compressed rows; whether they fit the size it claims is the caller's matter. */
export function pngOf(
  widthPixels: number,
  heightPixels: number,
  colorType: number,
  compressedRows: Buffer,
): Buffer {
  const size = join(bigEndian(widthPixels, 4), bigEndian(heightPixels, 4))
  return join(
    SIGNATURE,
    pngChunk('IHDR', size, Buffer.of(8, colorType, 0, 0, 0)),
    pngChunk('IDAT', compressedRows),
    pngChunk('IEND'),
  )
}

/** Puts chunks behind a PNG's first one. */
export const withChunks = (png: Buffer, ...chunks: Buffer[]) =>
  join(png.subarray(0, FIRST_CHUNK_END), ...chunks, png.subarray(FIRST_CHUNK_END))

/** The compressed pixels of a PNG, from all its IDAT chunks. */
function pixelsOf(png: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = SIGNATURE.length; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') pieces.push(data)
  }
  return Buffer.concat(pieces)
}

const FRAME_DELAY_MS = 100

/** An animated PNG of frames that are PNGs of one size and kind, without palettes. Source: PNG 3rd edition, 11.3.8. */
export function animatedPng(frames: readonly Buffer[]): Buffer {
  const [first] = frames
  if (!first) throw new Error('An animation has at least one frame.')
  const size = first.subarray(16, 24)
  let sequence = 0
  const next = () => {
    sequence += 1
    return bigEndian(sequence - 1, 4)
  }
  const control = () =>
    pngChunk(
      'fcTL',
      next(),
      size,
      Buffer.alloc(8),
      bigEndian(FRAME_DELAY_MS, 2),
      bigEndian(1000, 2),
      Buffer.of(0, 0),
    )
  return join(
    first.subarray(0, FIRST_CHUNK_END),
    pngChunk('acTL', bigEndian(frames.length, 4), bigEndian(0, 4)),
    ...frames.flatMap((frame, index) => [
      control(),
      index === 0 ? pngChunk('IDAT', pixelsOf(frame)) : pngChunk('fdAT', next(), pixelsOf(frame)),
    ]),
    pngChunk('IEND'),
  )
}

const END_OF_IMAGE_BYTES = 2

/** A JPEG segment: marker, length and data. */
export function jpegSegment(marker: number, ...data: (Buffer | string)[]): Buffer {
  const content = join(...data)
  return join(Buffer.of(0xff, marker), bigEndian(content.length + 2, 2), content)
}

/** Puts segments behind a JPEG's first marker. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
  join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2))

/** Puts a colour profile into a JPEG; its pixels stay as they are and mean other colours from now on. */
export const withProfile = (jpeg: Buffer, profile: Buffer) =>
  withSegments(jpeg, jpegSegment(0xe2, 'ICC_PROFILE\0', Buffer.of(1, 1), profile))

/** Makes a JPEG exactly this long by fill bytes before its last marker, which every reader skips (T.81, B.1.1.2). */
export function filledUpTo(bytes: number, jpeg: Buffer): Buffer {
  if (jpeg.length > bytes) throw new Error(`The picture has ${jpeg.length} bytes, more than ${bytes}.`)
  const end = jpeg.length - END_OF_IMAGE_BYTES
  return join(jpeg.subarray(0, end), Buffer.alloc(bytes - jpeg.length, 0xff), jpeg.subarray(end))
}
