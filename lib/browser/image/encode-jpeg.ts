import encode from '@jsquash/jpeg/encode'
import { asImageData } from './canvas'
import { asWords, type Pixels } from './pixels'

/** `full` keeps every pixel's colour: 4:4:4; `half` one colour for four pixels, and nearly the same look: 4:2:0. */
export type ColorDetail = 'full' | 'half'

/** In the encoder's words: how many pixels a side share one colour. */
const SUBSAMPLING: Record<ColorDetail, 1 | 2> = { full: 1, half: 2 }

/** Tuned for what people notice (PSNR-HVS-M); more likeness for the same bytes than the tables of the standard. */
const QUANTIZATION_TABLE = 4

/**
 * A JPEG by MozJPEG. Not a progressive one: to search for the best order of the scans takes as long again as all
 * the rest, and saves one byte in twenty-five.
 */
export async function encodeJpeg(
  pixels: Pixels,
  quality: number,
  colorDetail: ColorDetail,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await encode(asImageData(pixels), {
    quality,
    progressive: false,
    quant_table: QUANTIZATION_TABLE,
    auto_subsample: false,
    chroma_subsample: SUBSAMPLING[colorDetail],
  })
  return new Uint8Array(buffer)
}

/** JPEG at half the colour works on blocks of 16 × 16 pixels; a sample of whole blocks is encoded as in its place. */
const BLOCK_PIXELS = 16
/** One row of blocks in this many is encoded for a guess. */
const SAMPLED_SHARE = 6
/** What a JPEG has before its first pixel: tables, and the size. It does not grow with the picture. */
const HEADER_BYTES = 600

/** A cheap guess at how many bytes an encode will take: a sixth of the picture is encoded, in stripes. */
export function jpegBytesGuess(pixels: Pixels, colorDetailOf: (quality: number) => ColorDetail) {
  const sample = sampleStripes(pixels)
  const share = pixels.heightPixels / sample.heightPixels
  const known = new Map<number, Promise<number>>()
  const guess = async (quality: number) => {
    const { length } = await encodeJpeg(sample, quality, colorDetailOf(quality))
    return HEADER_BYTES + (length - HEADER_BYTES) * share
  }
  return (quality: number): Promise<number> => {
    const bytes = known.get(quality) ?? guess(quality)
    known.set(quality, bytes)
    return bytes
  }
}

function sampleStripes(pixels: Pixels): Pixels {
  const { widthPixels, heightPixels } = pixels
  const stripes = Math.floor(heightPixels / BLOCK_PIXELS)
  if (stripes < SAMPLED_SHARE * 2) return pixels
  const taken = Math.floor(stripes / SAMPLED_SHARE)
  const stripeWords = widthPixels * BLOCK_PIXELS
  const data = new Uint8ClampedArray(taken * stripeWords * 4)
  const sample = { data, widthPixels, heightPixels: taken * BLOCK_PIXELS }
  const from = asWords(pixels)
  const to = asWords(sample)
  for (let index = 0; index < taken; index += 1) {
    const start = Math.floor(((index + 0.5) * stripes) / taken) * stripeWords
    to.set(from.subarray(start, start + stripeWords), index * stripeWords)
  }
  return sample
}
