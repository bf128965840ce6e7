import sharp, { type Sharp } from 'sharp'
import { ssim } from 'ssim.js'
import { type BenchSlot, partFor } from './slots'

/** SSIM over luma in windows of 8 × 8 pixels, at full size. Source: Wang et al., 2004. */
const OPTIONS = { ssim: 'weber', windowSize: 8, downsample: false } as const

interface Image {
  data: Uint8ClampedArray
  width: number
  height: number
}

/** A source picture cut for a slot and scaled by sharp's Lanczos3: what a result should look like. */
export async function idealFor(file: string, slot: BenchSlot): Promise<Image> {
  const { width, height } = await sharp(file).metadata()
  const { part, widthPixels, heightPixels } = partFor(slot, width, height)
  return await pixelsOf(
    sharp(file).extract(part).resize(widthPixels, heightPixels, { fit: 'fill', kernel: 'lanczos3' }),
  )
}

async function pixelsOf(image: Sharp): Promise<Image> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height }
}

/** How alike a result is to the ideal, 1 for the same. Throws when it has another size. */
export async function likeness(result: Buffer, ideal: Image): Promise<number> {
  const shown = await pixelsOf(sharp(result))
  if (shown.width !== ideal.width || shown.height !== ideal.height) {
    throw new Error(`${shown.width} × ${shown.height} instead of ${ideal.width} × ${ideal.height}.`)
  }
  return ssim(shown, ideal, OPTIONS).mssim
}

/** How alike a result of exactly so many bytes would be, between one with fewer and, where there is one, with more. */
export async function likenessAt(
  bytes: number,
  below: Buffer,
  above: Buffer | null,
  ideal: Image,
): Promise<number> {
  const atBelow = await likeness(below, ideal)
  if (!above) return atBelow
  const share = (bytes - below.length) / (above.length - below.length)
  return atBelow + share * ((await likeness(above, ideal)) - atBelow)
}
