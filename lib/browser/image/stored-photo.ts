import { truthOfCanvas } from './canvas'
import { isFlat } from './jpeg/look-of-planes'
import { pixelsOf } from './jpeg/planes'
import { reducePlanes } from './jpeg/reduce-planes'
import { decodeStored, readStored, type StoredPlanes } from './jpeg/stored-planes'
import type { PicturePlan } from './picture-plan'
import { type Pixels, WAYS_UP } from './pixels'
import type { ReadPicture } from './read-file'

/** As many as telephones have. */
const MAX_STORED_PIXELS = 50_000_000

/** Made this much smaller, even shared chroma has a sample for each pixel. */
const LEAST_REDUCTION = 2

/** True for a photo as most cameras store it, in the colours of everyone, which quarter turns are enough to put upright. */
export function canBeReadAsStored({ inspection }: ReadPicture): boolean {
  const { format, components, orientation, colorProfile, widthPixels, heightPixels } = inspection
  const isPlain = format === 'jpeg' && components === 3 && colorProfile !== 'other'
  // Three copies of it are held at a time, at a byte and a half a pixel.
  const isWithinReach = widthPixels * heightPixels <= MAX_STORED_PIXELS
  // At an odd side chroma reaches beyond the picture, and would lie beside its luma once it is turned.
  const canBeTurned = !WAYS_UP[orientation].isFlipped && widthPixels % 2 === 0 && heightPixels % 2 === 0
  // Whatever disturbs what is read back from a canvas might disturb this as well, and nobody could tell.
  return isPlain && isWithinReach && (orientation === 1 || canBeTurned) && truthOfCanvas() === 'exact'
}

/**
 * The part that a plan is for, at the plan's size but still as it lies, reduced as it was stored. Quicker than a bitmap of all
 * of a large photo. Null for whatever this is not the way, and where anything went wrong on it.
 */
export async function readReduced(read: ReadPicture, plan: PicturePlan): Promise<Pixels | null> {
  const { crop, placement } = plan
  const isOnItsSide = placement.quarterTurns % 2 === 1
  const size = isOnItsSide ? { widthPixels: plan.heightPixels, heightPixels: plan.widthPixels } : plan
  const isMuchSmaller = crop.width >= size.widthPixels * LEAST_REDUCTION
  if (!isMuchSmaller || !canBeReadAsStored(read)) return null
  try {
    const stored = await readPlanes(read)
    // A drawing's few colours are kept better by whoever sees its pixels.
    if (!stored || isFlat(stored)) return null
    const rows = size.heightPixels
    return pixelsOf(reducePlanes(stored, { part: crop, size, colorStep: 1, firstRow: 0, rows }))
  } catch {
    return null
  }
}

async function readPlanes({ bytes, inspection }: ReadPicture): Promise<StoredPlanes | null> {
  const frame = await decodeStored(bytes)
  if (!frame) return null
  try {
    return await readStored(frame, WAYS_UP[inspection.orientation].quarterTurns)
  } finally {
    frame.close()
  }
}
