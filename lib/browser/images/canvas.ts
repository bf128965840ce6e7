import type { PixelSize } from '@/lib/profile/slots'
import type { PixelRectangle, Pixels } from './pixels'

/** Colours are given back in sRGB, whatever the picture's own are. Throws when there is no memory for it. */
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

/** How a browser gives back what was drawn on a canvas. */
type CanvasReadback =
  | 'exact'
  /** Off by what nobody sees: photos may pass through it, drawings would get colours they never had. */
  | 'nearly'
  /** Changed against a page that might recognise the device: pictures would be ruined. */
  | 'tampered'

const PATTERN_SIDE_PIXELS = 64
const UNSEEN_DIFFERENCE = 2

/**
 * A picture with known colours: on the left one flat colour, on the right a gradient both ways, because protections
 * disturb one or the other.
 */
export function testPattern(): Pixels {
  const side = PATTERN_SIDE_PIXELS
  const data = new Uint8ClampedArray(side * side * 4)
  for (let y = 0, at = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1, at += 4) {
      const isFlat = x < side / 2
      data[at] = isFlat ? 255 : x * 4
      data[at + 1] = isFlat ? 0 : y * 4
      data[at + 2] = isFlat ? 255 : (x + y) * 2
      data[at + 3] = 255
    }
  }
  return { data, widthPixels: side, heightPixels: side }
}

/** What the bytes that were read back say about the browser. */
export function compareReadback(drawn: Uint8ClampedArray, readBack: Uint8ClampedArray): CanvasReadback {
  if (drawn.length !== readBack.length) return 'tampered'
  let largest = 0
  for (let at = 0; at < drawn.length; at += 1) {
    largest = Math.max(largest, Math.abs((drawn[at] ?? 0) - (readBack[at] ?? 0)))
  }
  if (largest === 0) return 'exact'
  return largest <= UNSEEN_DIFFERENCE ? 'nearly' : 'tampered'
}

/** Draws the known colours on a canvas, and compares what it gives back. */
function checkContext(context: OffscreenCanvasRenderingContext2D): CanvasReadback {
  const pattern = testPattern()
  context.putImageData(asImageData(pattern), 0, 0)
  const side = PATTERN_SIDE_PIXELS
  return compareReadback(pattern.data, context.getImageData(0, 0, side, side).data)
}

let knownReadback: CanvasReadback | undefined

/** What this browser gives back of what was drawn. Checked once; a browser that throws instead tampers as well. */
export function canvasReadback(): CanvasReadback {
  if (knownReadback) return knownReadback
  try {
    const context = canvasContext(PATTERN_SIDE_PIXELS, PATTERN_SIDE_PIXELS)
    knownReadback = checkContext(context)
    release(context)
  } catch {
    knownReadback = 'tampered'
  }
  return knownReadback
}

/**
 * The pixels of a part of a bitmap. Null when the browser tampers with what is read back: some do so only with pictures
 * that are large or lively enough, so the canvas is checked once more after the real picture was on it.
 */
export function readBitmap(bitmap: ImageBitmap, { left, top, width, height }: PixelRectangle): Pixels | null {
  const context = canvasContext(Math.max(width, PATTERN_SIDE_PIXELS), Math.max(height, PATTERN_SIDE_PIXELS))
  context.drawImage(bitmap, left, top, width, height, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  const readback = checkContext(context)
  release(context)
  if (readback !== 'tampered') {
    return { data: new Uint8ClampedArray(data.buffer), widthPixels: width, heightPixels: height }
  }
  knownReadback = readback
  return null
}

/** A part of a bitmap, made smaller on the way. The browser's own scaling is quick, and rough below a half. */
export async function shrinkBitmap(
  bitmap: ImageBitmap,
  { left, top, width, height }: PixelRectangle,
  size: PixelSize,
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

/** Pixels as a bitmap. In `display-p3`, the colours of newer telephones, it is sRGB once it is read back. */
export async function bitmapOfPixels(
  pixels: Pixels,
  colorSpace: 'srgb' | 'display-p3',
): Promise<ImageBitmap> {
  const { data, widthPixels, heightPixels } = pixels
  return await createImageBitmap(new ImageData(data, widthPixels, heightPixels, { colorSpace }))
}

/** A picture file of a bitmap, for looking at. */
export async function blobOfBitmap(
  bitmap: ImageBitmap,
  size: PixelSize,
  options: ImageEncodeOptions,
): Promise<Blob> {
  const context = canvasContext(size.widthPixels, size.heightPixels)
  context.drawImage(bitmap, 0, 0, size.widthPixels, size.heightPixels)
  const blob = await context.canvas.convertToBlob(options)
  release(context)
  return blob
}

/** One picture on a canvas, encoded as often as wanted. `quality` goes from 0 to 1. */
export interface CanvasEncoder {
  encode(quality: number): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}

/** A JPEG encoder of solid pixels: the browser's own, which is ten times as quick as one in WebAssembly. */
export function canvasEncoder(pixels: Pixels): CanvasEncoder {
  const context = canvasContext(pixels.widthPixels, pixels.heightPixels)
  context.putImageData(asImageData(pixels), 0, 0)
  return {
    encode: async (quality) => {
      const blob = await context.canvas.convertToBlob({ type: 'image/jpeg', quality })
      return new Uint8Array(await blob.arrayBuffer())
    },
    close: () => release(context),
  }
}

/** A picture the way an `img` element shows it, in sRGB. Null when the browser cannot decode it. */
export async function decodeNatively(blob: Blob): Promise<ImageBitmap | null> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image', colorSpaceConversion: 'default' }
  return await createImageBitmap(blob, options).catch(() => null)
}
