import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** A file as Playwright's `setInputFiles` takes it. */
export type PictureFile = { name: string; mimeType: string; buffer: Buffer }

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

export const RED: Colour = [200, 30, 40]
export const GREEN: Colour = [30, 140, 70]
export const BLUE: Colour = [30, 80, 190]

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const RGB_BYTES = 3

/** The checksum of ISO 3309 that ends every chunk of a PNG (its specification, annex D). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

function pngChunk(type: string, data: Buffer): Buffer {
  const typeAndData = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(typeAndData))
  return Buffer.concat([length, typeAndData, checksum])
}

/** `pixels` holds the rows from the top, three bytes a pixel. */
function encodePng(width: number, height: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // 8 bits a channel, RGB, and the only methods there are, not interlaced
  const rowBytes = width * RGB_BYTES
  const rows = Array.from({ length: height }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * rowBytes, (row + 1) * rowBytes)]),
  )
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PNG of one colour. */
export function makePng(width: number, height: number, colour: Colour, name = 'picture.png'): PictureFile {
  const pixels = Buffer.alloc(width * height * RGB_BYTES, Buffer.from(colour))
  return { name, mimeType: 'image/png', buffer: encodePng(width, height, pixels) }
}

/** A PNG whose left half has one colour and whose right half another, so that a test can see what a crop kept. */
export function makeTwoColourPng(
  width: number,
  height: number,
  colours: { left: Colour; right: Colour },
  name = 'two-colours.png',
): PictureFile {
  const half = Math.floor(width / 2)
  const row = Buffer.concat([
    Buffer.alloc(half * RGB_BYTES, Buffer.from(colours.left)),
    Buffer.alloc((width - half) * RGB_BYTES, Buffer.from(colours.right)),
  ])
  return {
    name,
    mimeType: 'image/png',
    buffer: encodePng(width, height, Buffer.alloc(row.length * height, row)),
  }
}

/** A PNG of noise, which no encoding makes small: about `width * height * 3` bytes. */
export function makeNoisePng(width: number, height: number, name = 'noise.png'): PictureFile {
  const pixels = randomBytes(width * height * RGB_BYTES)
  return { name, mimeType: 'image/png', buffer: encodePng(width, height, pixels) }
}

/** A white PNG of one bit a pixel: few bytes hold very many of them. */
export function makeOneBitPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8) // one bit a pixel, grey, not interlaced
  const rowBytes = 1 + Math.ceil(width / 8)
  const row = Buffer.alloc(rowBytes, 0xff)
  row[0] = 0
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(rowBytes * height, row))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A still GIF of 1 × 1 pixel, whole. */
export function makeGif(name = 'picture.gif'): PictureFile {
  const base64 = 'R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs='
  return { name, mimeType: 'image/gif', buffer: Buffer.from(base64, 'base64') }
}

/** Text that calls itself a PNG. */
export function makeImpostor(name = 'not-an-image.png'): PictureFile {
  return { name, mimeType: 'image/png', buffer: Buffer.from('This is a letter, not a picture.') }
}

/** A PNG that ends in the middle of its pixels. */
export function makeTruncatedPng(name = 'cut-off.png'): PictureFile {
  const { buffer } = makeNoisePng(64, 64)
  return { name, mimeType: 'image/png', buffer: buffer.subarray(0, buffer.length / 2) }
}
