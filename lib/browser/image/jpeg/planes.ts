import type { Pixels } from '../pixels'

/** Samples of one component, a byte each, row by row; rows and columns are padded to whole MCUs. */
export interface Plane {
  samples: Uint8Array
  /** Samples from one row to the next. */
  stride: number
}

/** Pixels a side that share one sample of colour: 1 is 4:4:4, 2 is 4:2:0. */
export type ColorStep = 1 | 2

/** A picture, or a band of its rows, in luma and two of chroma. Source: JFIF 1.02, which takes them from BT.601. */
export interface Planes {
  widthPixels: number
  heightPixels: number
  colorStep: ColorStep
  luma: Plane
  blue: Plane
  red: Plane
}

const BLOCK_SIDE = 8

/** The side of an MCU in pixels. */
export const mcuSide = (colorStep: ColorStep): number => BLOCK_SIDE * colorStep

/** Planes of a size, still without samples. */
export function emptyPlanes(widthPixels: number, heightPixels: number, colorStep: ColorStep): Planes {
  const side = mcuSide(colorStep)
  const stride = Math.ceil(widthPixels / side) * side
  const rows = Math.ceil(heightPixels / side) * side
  const plane = (step: number): Plane => ({
    samples: new Uint8Array((stride / step) * (rows / step)),
    stride: stride / step,
  })
  return {
    widthPixels,
    heightPixels,
    colorStep,
    luma: plane(1),
    blue: plane(colorStep),
    red: plane(colorStep),
  }
}

/** Repeats the last sample of each row, and the last row, into what an MCU has beyond the picture. */
export function padPlane({ samples, stride }: Plane, width: number, height: number): void {
  if (width < stride) {
    for (let y = 0; y < height; y += 1) {
      const end = y * stride + width
      samples.fill(samples[end - 1] ?? 0, end, (y + 1) * stride)
    }
  }
  for (let at = height * stride; at < samples.length; at += stride) {
    samples.copyWithin(at, at - stride, at)
  }
}

/** Solid pixels in luma and chroma; with a colour step of 2 the chroma of four pixels is their mean. */
export function planesOf(pixels: Pixels, colorStep: ColorStep): Planes {
  const { widthPixels, heightPixels } = pixels
  const planes = emptyPlanes(widthPixels, heightPixels, colorStep)
  fillLuma(pixels, planes)
  fillChroma(pixels, planes)
  padPlane(planes.luma, widthPixels, heightPixels)
  const chromaWidth = Math.ceil(widthPixels / colorStep)
  const chromaHeight = Math.ceil(heightPixels / colorStep)
  padPlane(planes.blue, chromaWidth, chromaHeight)
  padPlane(planes.red, chromaWidth, chromaHeight)
  return planes
}

/** The pixels of planes that have chroma for each: the other way of {@link planesOf}. */
export function pixelsOf({ widthPixels, heightPixels, luma, blue, red }: Planes): Pixels {
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  for (let y = 0, to = 0; y < heightPixels; y += 1) {
    const end = y * luma.stride + widthPixels
    for (let at = y * luma.stride; at < end; at += 1, to += 4) {
      const light = luma.samples[at] ?? 0
      const towardsBlue = (blue.samples[at] ?? 0) - 128
      const towardsRed = (red.samples[at] ?? 0) - 128
      data[to] = light + 1.402 * towardsRed
      data[to + 1] = light - 0.344136 * towardsBlue - 0.714136 * towardsRed
      data[to + 2] = light + 1.772 * towardsBlue
      data[to + 3] = 255
    }
  }
  return { data, widthPixels, heightPixels }
}

function fillLuma({ data, widthPixels, heightPixels }: Pixels, { luma: { samples, stride } }: Planes): void {
  for (let y = 0, from = 0; y < heightPixels; y += 1) {
    const end = y * stride + widthPixels
    for (let to = y * stride; to < end; to += 1, from += 4) {
      samples[to] =
        0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0) + 0.5
    }
  }
}

function fillChroma({ data, widthPixels, heightPixels }: Pixels, { colorStep, blue, red }: Planes): void {
  for (let y = 0; y < heightPixels; y += colorStep) {
    // At an odd edge, and where none is shared, a pixel is its own neighbour.
    const down = colorStep === 2 && y + 1 < heightPixels ? widthPixels * 4 : 0
    let to = (y / colorStep) * blue.stride
    for (let x = 0; x < widthPixels; x += colorStep, to += 1) {
      const at = (y * widthPixels + x) * 4
      const right = colorStep === 2 && x + 1 < widthPixels ? 4 : 0
      const r = meanOfFour(data, at, right, down)
      const g = meanOfFour(data, at + 1, right, down)
      const b = meanOfFour(data, at + 2, right, down)
      const luma = 0.299 * r + 0.587 * g + 0.114 * b
      // The largest is half a step above a byte.
      blue.samples[to] = Math.min(255, (b - luma) / 1.772 + 128.5)
      red.samples[to] = Math.min(255, (r - luma) / 1.402 + 128.5)
    }
  }
}

const meanOfFour = (data: Uint8ClampedArray, at: number, right: number, down: number): number =>
  ((data[at] ?? 0) + (data[at + right] ?? 0) + (data[at + down] ?? 0) + (data[at + down + right] ?? 0)) / 4
