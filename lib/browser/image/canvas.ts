import { CANARY_SIDE_PIXELS, type CanvasTruth, canaryPixels, canvasTruth } from './canary-colors'
import { keepsEachColor } from './keeps-each-color'
import type { PixelRectangle, Pixels } from './pixels'
import { withoutProfile } from './without-profile'

/** Colours are given back in sRGB, whatever the picture's own are. */
function canvasContext(widthPixels: number, heightPixels: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(widthPixels, heightPixels)
  const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true })
  if (!context) throw new RangeError('No memory for a canvas.')
  return context
}

/** Gives the memory back at once; some browsers hold it until long after the canvas is gone. */
function release({ canvas }: OffscreenCanvasRenderingContext2D): void {
  canvas.width = 1
  canvas.height = 1
}

function asImageData({ data, widthPixels, heightPixels }: Pixels): ImageData {
  return new ImageData(data, widthPixels, heightPixels)
}

/** Draws the known colours on a canvas, and compares what it gives back. */
function checkCanvas(context: OffscreenCanvasRenderingContext2D): CanvasTruth {
  const canary = canaryPixels()
  context.putImageData(asImageData(canary), 0, 0)
  const side = CANARY_SIDE_PIXELS
  return canvasTruth(canary.data, context.getImageData(0, 0, side, side).data)
}

let knownTruth: CanvasTruth | undefined

/** What this browser gives back of what was drawn. Asked once; a browser that throws instead falsifies as well. */
export function truthOfCanvas(): CanvasTruth {
  if (knownTruth) return knownTruth
  try {
    const context = canvasContext(CANARY_SIDE_PIXELS, CANARY_SIDE_PIXELS)
    knownTruth = checkCanvas(context)
    release(context)
  } catch {
    knownTruth = 'falsified'
  }
  return knownTruth
}

/**
 * The pixels of a part of a bitmap. Null when the browser falsifies what is read back: some do so only with pictures
 * that are large or lively enough, so the canvas is asked once more after the real picture was on it.
 */
export function readBitmap(bitmap: ImageBitmap, { left, top, width, height }: PixelRectangle): Pixels | null {
  const context = canvasContext(Math.max(width, CANARY_SIDE_PIXELS), Math.max(height, CANARY_SIDE_PIXELS))
  context.drawImage(bitmap, left, top, width, height, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  const truth = checkCanvas(context)
  release(context)
  if (truth !== 'falsified') {
    return { data: new Uint8ClampedArray(data.buffer), widthPixels: width, heightPixels: height }
  }
  knownTruth = truth
  return null
}

/** A part of a bitmap, made smaller on the way. The browser's own scaling is quick, and rough below a half. */
export async function shrinkBitmap(
  bitmap: ImageBitmap,
  { left, top, width, height }: PixelRectangle,
  size: { widthPixels: number; heightPixels: number },
): Promise<ImageBitmap> {
  const shrunk = await createImageBitmap(bitmap, left, top, width, height, {
    resizeWidth: size.widthPixels,
    resizeHeight: size.heightPixels,
    resizeQuality: 'high',
  })
  // Older browsers take the options and do nothing with them.
  if (shrunk.width === size.widthPixels && shrunk.height === size.heightPixels) return shrunk
  shrunk.close()
  const context = canvasContext(size.widthPixels, size.heightPixels)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, left, top, width, height, 0, 0, size.widthPixels, size.heightPixels)
  return context.canvas.transferToImageBitmap()
}

/** Pixels in the colours of newer telephones as a bitmap, which is sRGB once it is read back. */
export async function bitmapFromDisplayP3({ data, widthPixels, heightPixels }: Pixels): Promise<ImageBitmap> {
  return await createImageBitmap(new ImageData(data, widthPixels, heightPixels, { colorSpace: 'display-p3' }))
}

/**
 * A JPEG by the browser's own encoder, which is ten times as quick as one in WebAssembly. Its quality goes from 0 to 1,
 * and at 1 each pixel keeps its own colour. Null where this browser keeps none of that, or does not give back exactly
 * what was drawn.
 */
export async function encodeByBrowser(
  pixels: Pixels,
  quality: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (truthOfCanvas() !== 'exact') return null
  const context = canvasContext(pixels.widthPixels, pixels.heightPixels)
  context.putImageData(asImageData(pixels), 0, 0)
  const blob = await context.canvas.convertToBlob({ type: 'image/jpeg', quality })
  release(context)
  const jpeg = withoutProfile(new Uint8Array(await blob.arrayBuffer()))
  // WebKit has one colour for four pixels at any quality.
  return quality < 1 || keepsEachColor(jpeg) ? jpeg : null
}

/** A picture file of a bitmap, for looking at. */
export async function blobOfBitmap(
  bitmap: ImageBitmap,
  size: { widthPixels: number; heightPixels: number },
  options: ImageEncodeOptions,
): Promise<Blob> {
  const context = canvasContext(size.widthPixels, size.heightPixels)
  context.drawImage(bitmap, 0, 0, size.widthPixels, size.heightPixels)
  const blob = await context.canvas.convertToBlob(options)
  release(context)
  return blob
}
