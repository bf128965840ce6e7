import { arithmeticCoder } from './arithmetic-coder'
import { type BitWriter, bitWriter } from './bit-writer'
import { bigEndian, join } from './bytes'

/** Coding blocks have this side; a picture is padded up to it and cropped again by the decoder. */
const BLOCK_PIXELS = 16

const NAL_TYPES = { slice: 20, vps: 32, sps: 33, pps: 34 } as const

/** Main Still Picture, high enough a level for 2 228 224 pixels. Source: H.265, A.3.4 and table A.8. */
const PROFILE_IDC = 3
const LEVEL_IDC = 120
const COMPATIBILITY_FLAGS = 0x70000000
/** One picture at a time, no interlacing. */
const CONSTRAINT_FLAGS = Buffer.of(0x90, 0, 0, 0, 0, 0)

/** The twelve bytes of profile and level, as H.265 and the HEIF container both write them. */
export const PROFILE_AND_LEVEL = join(
  Buffer.of(PROFILE_IDC),
  bigEndian(COMPATIBILITY_FLAGS, 4),
  CONSTRAINT_FLAGS,
  Buffer.of(LEVEL_IDC),
)

export interface HevcPicture {
  /** Video, sequence and picture parameter set, in this order. */
  parameterSets: { type: number; nal: Buffer }[]
  slice: Buffer
}

/**
 * A still picture as an HEVC stream whose blocks hold plain samples: larger than an encoder's, but of a kind that
 * every decoder must read, and exact. `planes` are 8-bit Y, Cb and Cr, the latter two of half the size, as large as
 * whole blocks of 16 pixels.
 * Source: H.265 (12/2016), 7.3 and 9.3.4.
 */
export function hevcPicture(
  widthPixels: number,
  heightPixels: number,
  planes: readonly [Buffer, Buffer, Buffer],
): HevcPicture {
  const sets: [number, Buffer][] = [
    [NAL_TYPES.vps, videoParameters()],
    [NAL_TYPES.sps, sequenceParameters(widthPixels, heightPixels)],
    [NAL_TYPES.pps, pictureParameters()],
  ]
  return {
    parameterSets: sets.map(([type, payload]) => ({ type, nal: nal(type, payload) })),
    slice: nal(NAL_TYPES.slice, slice(toBlocks(widthPixels), toBlocks(heightPixels), planes)),
  }
}

export const toBlocks = (pixels: number) => Math.ceil(pixels / BLOCK_PIXELS)
export const paddedToBlocks = (pixels: number) => toBlocks(pixels) * BLOCK_PIXELS

/** A unit of the stream: its header, and its payload with a 3 in every run of zeros that could pass for a start. */
function nal(type: number, payload: Buffer): Buffer {
  const bytes: number[] = [type << 1, 1]
  let zeros = 0
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3)
      zeros = 0
    }
    bytes.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(bytes)
}

/** Writes numbers without a bound one after another. */
const numbers = (writer: BitWriter, ...values: number[]) => {
  for (const value of values) writer.number(value)
}

function videoParameters(): Buffer {
  const writer = bitWriter()
  writer.bits(0, 4) // number of this set
  writer.bits(0b11, 2) // base layer inside, and there
  writer.bits(0, 6 + 3) // one layer, one sub-layer
  writer.bits(1, 1)
  writer.bits(0xffff, 16)
  writer.bytes(PROFILE_AND_LEVEL)
  writer.bits(1, 1)
  numbers(writer, 0, 0, 0) // one picture to keep, none to reorder, no delay
  writer.bits(0, 6)
  writer.number(0)
  writer.bits(0, 2) // no timing, no extension
  writer.stop()
  return writer.finish()
}

function sequenceParameters(widthPixels: number, heightPixels: number): Buffer {
  const writer = bitWriter()
  writer.bits(0, 4 + 3)
  writer.bits(1, 1)
  writer.bytes(PROFILE_AND_LEVEL)
  numbers(writer, 0, 1) // number of this set; colours of half the size
  numbers(writer, paddedToBlocks(widthPixels), paddedToBlocks(heightPixels))
  writer.bits(1, 1)
  // What is cut off left, right, above and below, in pixels of the smaller planes.
  const [right, bottom] = [widthPixels, heightPixels].map((side) =>
    Math.floor((paddedToBlocks(side) - side) / 2),
  )
  numbers(writer, 0, right ?? 0, 0, bottom ?? 0)
  numbers(writer, 0, 0, 4) // 8 bits of brightness and colour; bits of the picture's number
  writer.bits(1, 1)
  numbers(writer, 0, 0, 0)
  numbers(writer, 1, 0, 0, 2, 0, 0) // blocks of 16 alone, transforms of 4 to 16
  writer.bits(0, 3) // no scaling lists, no asymmetric parts, no sample offsets
  writer.bits(1, 1) // plain samples allowed,
  writer.bits(0x77, 8) // of 8 bits each,
  numbers(writer, 1, 0) // in blocks of 16,
  writer.bits(1, 1) // and not smoothed
  writer.number(0)
  writer.bits(0, 3)
  writer.bits(1, 1) // what the numbers mean:
  writer.bits(0b001, 3)
  writer.bits(0b101_1_1, 5) // unspecified origin, full range, colours named:
  writer.bits(0x01_0d_06, 24) // primaries of BT.709, sRGB's curve, BT.601's matrix
  writer.bits(0, 7)
  writer.bits(0, 1) // no extension
  writer.stop()
  return writer.finish()
}

function pictureParameters(): Buffer {
  const writer = bitWriter()
  numbers(writer, 0, 0)
  writer.bits(0, 7)
  numbers(writer, 0, 0, 0)
  writer.bits(0, 3)
  numbers(writer, 0, 0)
  writer.bits(0, 7)
  writer.bits(0b1_0_1, 3) // deblocking is spoken of, cannot be changed, and is off
  writer.bits(0, 2)
  writer.number(0)
  writer.bits(0, 2)
  writer.stop()
  return writer.finish()
}

function slice(columns: number, rows: number, [luma, cb, cr]: readonly [Buffer, Buffer, Buffer]): Buffer {
  const writer = bitWriter()
  writer.bits(0b10, 2) // first slice of its picture
  numbers(writer, 0, 2, 0) // its parameter set; within itself; quality 26
  writer.stop()
  const coder = arithmeticCoder(writer)
  for (let block = 0; block < columns * rows; block += 1) {
    const [left, top] = [(block % columns) * BLOCK_PIXELS, Math.floor(block / columns) * BLOCK_PIXELS]
    coder.likely() // the block is not divided
    coder.last(true) // plain samples follow
    writer.bytes(blockOf(luma, columns * BLOCK_PIXELS, left, top, BLOCK_PIXELS))
    for (const plane of [cb, cr]) {
      const half = BLOCK_PIXELS / 2
      writer.bytes(blockOf(plane, columns * half, left / 2, top / 2, half))
    }
    coder.restart()
    coder.last(block === columns * rows - 1)
  }
  return writer.finish()
}

function blockOf(plane: Buffer, stride: number, left: number, top: number, side: number): Buffer {
  const lines = Array.from({ length: side }, (_, row) => {
    const start = (top + row) * stride + left
    return plane.subarray(start, start + side)
  })
  return Buffer.concat(lines)
}
