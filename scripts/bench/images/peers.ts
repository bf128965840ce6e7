/**
 * The same job done by two libraries people use for it, each as its own documentation shows, with what it lacks
 * (cropping, aiming at a number of bytes) added in the plainest way.
 */
import imageCompression from 'browser-image-compression'
import Pica from 'pica'
import { type BenchSlot, partFor, SLOTS } from './slots'

const TYPE = 'image/jpeg'
const BYTES_PER_MEGABYTE = 1_048_576
/** What our own pipeline aims at where the server keeps the bytes. */
const CEILING = 0.96
/** The part of the room that is to be filled where quality is what limits. */
const GOOD_SHARE = 0.85

const pica = Pica()

type Prepare = (file: File, slot: BenchSlot) => Promise<Blob>

function drawPart(source: ImageBitmap, slot: BenchSlot): HTMLCanvasElement {
  const { part } = partFor(slot, source.width, source.height)
  const canvas = document.createElement('canvas')
  canvas.width = part.width
  canvas.height = part.height
  canvas.getContext('2d')?.drawImage(source, -part.left, -part.top)
  return canvas
}

async function scaledByPica(file: File, slot: BenchSlot): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file)
  const { widthPixels, heightPixels } = partFor(slot, bitmap.width, bitmap.height)
  const canvas = document.createElement('canvas')
  canvas.width = widthPixels
  canvas.height = heightPixels
  await pica.resize(drawPart(bitmap, slot), canvas)
  bitmap.close()
  return canvas
}

const encodeCanvas = (canvas: HTMLCanvasElement, quality: number) => pica.toBlob(canvas, TYPE, quality)

/** pica and a canvas: the room of qualities is halved until the bytes are filled as well as ours are. */
export const byPica: Prepare = async (file, slot) => {
  const canvas = await scaledByPica(file, slot)
  const { maxBytes } = SLOTS[slot]
  const first = await encodeCanvas(canvas, CEILING)
  if (first.size <= maxBytes) return first
  let lowest = 0.5
  let highest = CEILING
  let best: Blob | null = null
  while (highest - lowest >= 0.01 && (best?.size ?? 0) < GOOD_SHARE * maxBytes) {
    const quality = (lowest + highest) / 2
    const attempt = await encodeCanvas(canvas, quality)
    if (attempt.size > maxBytes) {
      highest = quality
      continue
    }
    lowest = quality
    best = attempt
  }
  return best ?? (await encodeCanvas(canvas, lowest))
}

const COMPRESSION = {
  useWebWorker: true,
  // Its worker loads the library from an address; the one built in is on another server.
  libURL: new URL('/browser-image-compression.js', location.href).href,
  fileType: TYPE,
  alwaysKeepResolution: true,
  initialQuality: CEILING,
}

/** browser-image-compression; it cannot crop, so photo and header are made small by it and cut out afterwards. */
export const byCompression: Prepare = async (file, slot) => {
  const { widthPixels, heightPixels, maxBytes } = SLOTS[slot]
  const maxSizeMB = maxBytes / BYTES_PER_MEGABYTE
  if (slot === 'background') {
    return await imageCompression(file, { ...COMPRESSION, maxSizeMB, maxWidthOrHeight: widthPixels })
  }
  const whole = await createImageBitmap(file)
  const { part } = partFor(slot, whole.width, whole.height)
  const scale = Math.max(widthPixels / part.width, heightPixels / part.height)
  const maxWidthOrHeight = Math.ceil(Math.max(whole.width, whole.height) * scale)
  whole.close()
  const small = await createImageBitmap(await imageCompression(file, { ...COMPRESSION, maxWidthOrHeight }))
  return await encodeCanvas(drawPart(small, slot), CEILING)
}

/** Two encodes of one picture, a step of quality apart, with fewer and with more bytes than asked for. */
export interface Around {
  below: Blob
  /** Null when a peer cannot be made to use so many bytes. */
  above: Blob | null
}

async function around(bytes: number, encode: (quality: number) => Promise<Blob>): Promise<Around> {
  let lowest = 1
  let highest = 101
  let below = await encode(0.01)
  let above: Blob | null = null
  while (highest - lowest > 1) {
    const percent = Math.floor((lowest + highest) / 2)
    const attempt = await encode(percent / 100)
    if (attempt.size <= bytes) {
      lowest = percent
      below = attempt
    } else {
      highest = percent
      above = attempt
    }
  }
  return { below, above }
}

/** A background by pica, with about so many bytes. */
export async function picaAround(bytes: number, file: File): Promise<Around> {
  const canvas = await scaledByPica(file, 'background')
  return await around(bytes, (quality) => encodeCanvas(canvas, quality))
}

/** A background by browser-image-compression, with about so many bytes. It never makes a file larger than it was. */
export async function compressionAround(bytes: number, file: File): Promise<Around> {
  const maxWidthOrHeight = SLOTS.background.widthPixels
  return await around(bytes, (initialQuality) =>
    imageCompression(file, { ...COMPRESSION, maxWidthOrHeight, initialQuality }),
  )
}
