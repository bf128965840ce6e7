import loadOxipng, { optimise, optimise_raw } from '@jsquash/oxipng/codec/pkg/squoosh_oxipng'
import upng from 'upng-js'
import { PALETTE_COLORS } from './count-colors'
import type { Pixels } from './pixels'

/** From 0 to 6. Above 2 each step doubles the time, and saves one byte in a hundred. */
const OPTIMIZATION_LEVEL = 2

/** Large pictures are packed with less effort, which still takes about a second. */
const LARGE_PIXELS = 1_000_000
const LARGE_OPTIMIZATION_LEVEL = 1

const levelFor = ({ widthPixels, heightPixels }: Pixels) =>
  widthPixels * heightPixels > LARGE_PIXELS ? LARGE_OPTIMIZATION_LEVEL : OPTIMIZATION_LEVEL

/** A PNG with exactly these pixels. With 256 colours or fewer it gets a palette. */
export async function encodePng(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  await loadOxipng()
  const { data, widthPixels, heightPixels } = pixels
  return new Uint8Array(optimise_raw(data, widthPixels, heightPixels, levelFor(pixels), false, false))
}

/** A PNG with the 256 colours that come closest, and the pixels it shows. */
export async function encodePalettePng(
  pixels: Pixels,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; shown: Pixels }> {
  await loadOxipng()
  const { widthPixels, heightPixels } = pixels
  const packed = upng.encode([pixels.data.slice().buffer], widthPixels, heightPixels, PALETTE_COLORS)
  const [frame] = upng.toRGBA8(upng.decode(packed))
  const bytes = new Uint8Array(optimise(new Uint8Array(packed), levelFor(pixels), false, false))
  return { bytes, shown: { ...pixels, data: new Uint8ClampedArray(frame ?? pixels.data.buffer) } }
}
