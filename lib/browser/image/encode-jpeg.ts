import encode from '@jsquash/jpeg/encode'
import { asImageData } from './canvas'
import { asWords, cropPixels, type Pixels } from './pixels'

/**
 * `full` keeps every pixel's colour: 4:4:4. `half` has one colour for four pixels, and nearly the same look: 4:2:0.
 * `fine` is `half` with those colours at almost no loss; it lies between two steps of quality.
 */
export type ColorDetail = 'full' | 'half' | 'fine'

/** In the encoder's words: `chroma_subsample` is how many pixels a side share one colour. */
const COLOR_OPTIONS: Record<ColorDetail, Parameters<typeof encode>[1]> = {
  full: { chroma_subsample: 1 },
  half: { chroma_subsample: 2 },
  fine: { chroma_subsample: 2, separate_chroma_quality: true, chroma_quality: 99 },
}

/**
 * By the visibility of each frequency, which brings a tenth more likeness (SSIM) for the same bytes than the encoder's
 * own choice, and is gentler: its quality 80 looks like 90 elsewhere.
 * Source: Ahumada, Watson and Peterson, 1993.
 */
const QUANTIZATION_TABLE = 7

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
    ...COLOR_OPTIONS[colorDetail],
  })
  return new Uint8Array(buffer)
}

/** Encoded as in their place: JPEG at half the colour works on blocks of 16 × 16 pixels. */
const TILE_WIDTH_PIXELS = 64
const TILE_HEIGHT_PIXELS = 16
/** One tile in this many is encoded for a guess, which then is right to about two in a hundred. */
const SAMPLED_SHARE = 12
/** What a JPEG has before its first pixel: tables, and the size. It does not grow with the picture. */
const HEADER_BYTES = 600

/** A cheap guess at how many bytes an encode will take: tiles from all over the picture are encoded. */
export function jpegBytesGuess(pixels: Pixels, colorDetailOf: (quality: number) => ColorDetail) {
  const sample = sampleTiles(pixels)
  const area = ({ widthPixels, heightPixels }: Pixels) => widthPixels * heightPixels
  const share = area(pixels) / area(sample)
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

/** Tiles along slanting lines, so that no row and no column of the picture is left out, one above the other. */
function sampleTiles(pixels: Pixels): Pixels {
  const columns = Math.floor(pixels.widthPixels / TILE_WIDTH_PIXELS)
  const rows = Math.floor(pixels.heightPixels / TILE_HEIGHT_PIXELS)
  const tiles = Array.from({ length: columns * rows }, (_, index) => ({
    left: (index % columns) * TILE_WIDTH_PIXELS,
    top: Math.floor(index / columns) * TILE_HEIGHT_PIXELS,
    // Steps that share no divisor with the sampled share pass through every place.
    isTaken: ((index % columns) * 5 + Math.floor(index / columns) * 7) % SAMPLED_SHARE === 0,
  })).filter(({ isTaken }) => isTaken)
  if (tiles.length < SAMPLED_SHARE) return pixels
  const heightPixels = tiles.length * TILE_HEIGHT_PIXELS
  const tileWords = TILE_WIDTH_PIXELS * TILE_HEIGHT_PIXELS
  const sample = {
    data: new Uint8ClampedArray(tiles.length * tileWords * 4),
    widthPixels: TILE_WIDTH_PIXELS,
    heightPixels,
  }
  const words = asWords(sample)
  for (const [index, { left, top }] of tiles.entries()) {
    const tile = { left, top, width: TILE_WIDTH_PIXELS, height: TILE_HEIGHT_PIXELS }
    words.set(asWords(cropPixels(pixels, tile)), index * tileWords)
  }
  return sample
}
