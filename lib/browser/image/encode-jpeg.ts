import { bandOf } from './jpeg/band'
import { transformPlanes } from './jpeg/blocks'
import { encodeBands, guessJpegBytes, type TransformedPicture } from './jpeg/encode-bands'
import { type ColorStep, planesOf } from './jpeg/planes'
import type { Pixels } from './pixels'

/**
 * `full` keeps every pixel's colour: 4:4:4. `half` has one colour for four pixels, and nearly the same look: 4:2:0.
 * `fine` is `half` with those colours at almost no loss; it lies between two steps of quality.
 */
export type ColorDetail = 'full' | 'half' | 'fine'

/** One picture as a JPEG of any quality. */
export interface JpegEncoder {
  /** About how many bytes an encode will take, at a small part of what it costs. */
  guessBytes(quality: number, colorDetail: ColorDetail): Promise<number>
  encode(quality: number, colorDetail: ColorDetail): Promise<Uint8Array<ArrayBuffer>>
}

/** An encoder of a picture that `transform` transforms, once for each of the two colour steps that is asked for. */
export function jpegEncoder(transform: (colorStep: ColorStep) => Promise<TransformedPicture>): JpegEncoder {
  const known = new Map<ColorStep, Promise<TransformedPicture>>()
  const transformed = (colorDetail: ColorDetail) => {
    const colorStep = colorDetail === 'full' ? 1 : 2
    const picture = known.get(colorStep) ?? transform(colorStep)
    known.set(colorStep, picture)
    return picture
  }
  return {
    guessBytes: async (quality, colorDetail) => guessJpegBytes(await transformed(colorDetail), quality),
    encode: async (quality, colorDetail) =>
      encodeBands(await transformed(colorDetail), quality, colorDetail === 'fine' ? 'best' : 'same'),
  }
}

/** An encoder of solid pixels. */
export function encoderOfPixels(pixels: Pixels): JpegEncoder {
  const { widthPixels, heightPixels } = pixels
  return jpegEncoder(async (colorStep) => {
    const bands = [bandOf(transformPlanes(planesOf(pixels, colorStep)))]
    return { widthPixels, heightPixels, colorStep, bands }
  })
}
