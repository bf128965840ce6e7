import type { Orientation } from '@/lib/image-bytes/image-inspection'
import type { QuarterTurns } from '@/lib/profile/crop-geometry'

/** Decoded pixels: red, green, blue and alpha, a byte each, not premultiplied, row by row from the top left. */
export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>
  widthPixels: number
  heightPixels: number
}

export interface PixelRectangle {
  left: number
  top: number
  width: number
  height: number
}

/** Each pixel as one number, for copying and comparing whole pixels. */
export function asWords({ data }: Pixels): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4)
}

function emptyPixels(widthPixels: number, heightPixels: number): Pixels {
  return { data: new Uint8ClampedArray(widthPixels * heightPixels * 4), widthPixels, heightPixels }
}

/** A part of a picture, copied. */
export function cropPixels(source: Pixels, { left, top, width, height }: PixelRectangle): Pixels {
  const target = emptyPixels(width, height)
  const from = asWords(source)
  const to = asWords(target)
  for (let y = 0; y < height; y += 1) {
    const start = (top + y) * source.widthPixels + left
    to.set(from.subarray(start, start + width), y * width)
  }
  return target
}

/** Where the first of `width` × `height` goes when all are turned clockwise, and how far it is from there to the next. */
function turningSteps(width: number, height: number, quarterTurns: 1 | 2 | 3) {
  return {
    start: { 1: height - 1, 2: width * height - 1, 3: (width - 1) * height }[quarterTurns],
    right: { 1: height, 2: -1, 3: -height }[quarterTurns],
    down: { 1: -1, 2: -width, 3: 1 }[quarterTurns],
  }
}

/** The picture turned clockwise by quarters; the same pixels when there is nothing to turn. */
export function turnPixels(source: Pixels, quarterTurns: QuarterTurns): Pixels {
  if (quarterTurns === 0) return source
  const { widthPixels: width, heightPixels: height } = source
  const target = quarterTurns === 2 ? emptyPixels(width, height) : emptyPixels(height, width)
  const from = asWords(source)
  const to = asWords(target)
  const { start, right, down } = turningSteps(width, height, quarterTurns)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0, into = start + y * down; x < width; x += 1, at += 1, into += right)
      to[into] = from[at] ?? 0
  }
  return target
}

/** The picture with left and right exchanged. */
export function flipPixels(source: Pixels): Pixels {
  const { widthPixels: width, heightPixels: height } = source
  const target = emptyPixels(width, height)
  const to = asWords(target)
  to.set(asWords(source))
  for (let y = 0; y < height; y += 1) to.subarray(y * width, (y + 1) * width).reverse()
  return target
}

/** Source: Exif 2.32, tag 0x0112: which way to turn stored pixels, and then whether they are seen in a mirror. */
const WAYS_UP: Record<Orientation, { quarterTurns: QuarterTurns; isFlipped: boolean }> = {
  1: { quarterTurns: 0, isFlipped: false },
  2: { quarterTurns: 0, isFlipped: true },
  3: { quarterTurns: 2, isFlipped: false },
  4: { quarterTurns: 2, isFlipped: true },
  5: { quarterTurns: 1, isFlipped: true },
  6: { quarterTurns: 1, isFlipped: false },
  7: { quarterTurns: 3, isFlipped: true },
  8: { quarterTurns: 3, isFlipped: false },
}

/** Stored pixels put upright, as browsers do it when they decode. */
export function orientPixels(stored: Pixels, orientation: Orientation): Pixels {
  const { quarterTurns, isFlipped } = WAYS_UP[orientation]
  const turned = turnPixels(stored, quarterTurns)
  return isFlipped ? flipPixels(turned) : turned
}

/** Twice as wide and high: the picture, mirrored to the right and both of it mirrored down. Its edges meet anywhere. */
export function mirrorPixels(source: Pixels): Pixels {
  const { widthPixels: width, heightPixels: height } = source
  const target = emptyPixels(width * 2, height * 2)
  const from = asWords(source)
  const to = asWords(target)
  for (let y = 0; y < height; y += 1) {
    const row = to.subarray(y * width * 2, (y + 1) * width * 2)
    row.set(from.subarray(y * width, (y + 1) * width))
    row.set(row.slice(0, width).reverse(), width)
    to.set(row, (height * 2 - 1 - y) * width * 2)
  }
  return target
}
