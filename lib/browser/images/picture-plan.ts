import { withoutHiddenData } from '@/lib/image-bytes/without-hidden-data'
import type { HiddenData } from '@/lib/profile/chosen-picture'
import {
  initialPlacement,
  type Placement,
  regionBeforeTurning,
  scaledSize,
  turnedSize,
  WHOLE_PICTURE,
} from '@/lib/profile/crop-geometry'
import {
  AVATAR_MAX_BYTES,
  BACKGROUND_MAX_BYTES,
  BANNER_MAX_BYTES,
  type PictureType,
  type PixelSize,
  SLOT_TARGETS,
  type Slot,
} from '@/lib/profile/slots'
import type { PixelRectangle } from './pixels'
import type { ReadPicture } from './read-picture'

/** What is cut out of an upright picture, and how large it becomes. */
export interface PicturePlan {
  /** On the upright picture, before it is turned. */
  crop: PixelRectangle
  placement: Placement
  /** Of the part that was cut out and turned, before it is mirrored. */
  widthPixels: number
  heightPixels: number
}

/** True when an upright picture has the shape of the slot, as nearly as whole pixels allow. */
export function hasSlotShape(slot: Slot, { widthPixels, heightPixels }: PixelSize): boolean {
  if (slot === 'background') return true
  return heightInShape(SLOT_TARGETS[slot], widthPixels) === heightPixels
}

function heightInShape(shape: PixelSize, widthPixels: number): number {
  return Math.max(1, Math.round((widthPixels * shape.heightPixels) / shape.widthPixels))
}

/** True when nothing is cut off, turned or mirrored. */
export function isWholePicture(placement: Placement): boolean {
  const { region, quarterTurns, isMirrored } = placement
  const { left, top, width, height } = region
  return quarterTurns === 0 && !isMirrored && left === 0 && top === 0 && width === 1 && height === 1
}

/** Where a picture goes when nobody has said so: all of it, or the largest part in the middle that has the slot's shape. */
export function placementFor(slot: Slot, upright: PixelSize, placement: Placement | null): Placement {
  if (placement) return placement
  return hasSlotShape(slot, upright) ? WHOLE_PICTURE : initialPlacement(slot, upright)
}

/** Never larger than the part that is cut out: what is not there cannot be shown. */
export function planPicture(slot: Slot, upright: PixelSize, placement: Placement): PicturePlan {
  const crop = cropOn(upright, placement)
  const cut = turnedSize({ widthPixels: crop.width, heightPixels: crop.height }, placement.quarterTurns)
  const target = SLOT_TARGETS[slot]
  if (slot !== 'background') {
    const scale = Math.min(
      1,
      cut.widthPixels / target.widthPixels,
      // Half a pixel of tolerance: the height was rounded when the part was cut out.
      (cut.heightPixels + 0.5) / target.heightPixels,
    )
    const widthPixels = Math.max(1, Math.round(target.widthPixels * scale))
    return { crop, placement, widthPixels, heightPixels: heightInShape(target, widthPixels) }
  }
  const copies = placement.isMirrored ? 2 : 1
  const space = { width: target.widthPixels / copies, height: target.heightPixels / copies }
  const scale = Math.min(1, space.width / cut.widthPixels, space.height / cut.heightPixels)
  return { crop, placement, ...scaledSize(cut, scale) }
}

function cropOn({ widthPixels, heightPixels }: PixelSize, placement: Placement): PixelRectangle {
  const region = regionBeforeTurning(placement.region, placement.quarterTurns)
  const [left, width] = wholePixels(region.left, region.width, widthPixels)
  const [top, height] = wholePixels(region.top, region.height, heightPixels)
  return { left, top, width, height }
}

/** A stretch in fractions as start and length in pixels, at least one and inside. */
function wholePixels(start: number, length: number, side: number): [start: number, length: number] {
  const pixels = Math.min(side, Math.max(1, Math.round(length * side)))
  return [Math.min(side - pixels, Math.max(0, Math.round(start * side))), pixels]
}

const MAX_BYTES: Record<Slot, number> = {
  avatar: AVATAR_MAX_BYTES,
  banner: BANNER_MAX_BYTES,
  background: BACKGROUND_MAX_BYTES,
}

/** The pixels of a source as they are, without what else it told. */
export interface OriginalFile {
  type: PictureType
  bytes: Uint8Array<ArrayBuffer>
  removed: HiddenData[]
}

/**
 * The file as it is, when it needs nothing but to lose its hidden data: right type, right shape, small enough,
 * upright, in colours everyone shows alike. Null when it has to be made anew. Nothing is decoded.
 */
export function keepOriginal(read: ReadPicture, slot: Slot, placement: Placement): OriginalFile | null {
  const { bytes, inspection, upright } = read
  const { format, orientation, orientationTag, components, bitDepth, colorProfile } = inspection
  if (format !== 'jpeg' && format !== 'png' && format !== 'gif') return null
  const isUpright = orientation === 1 && orientationTag !== 'unusual'
  const isPlain = isUpright && components !== 4 && bitDepth <= 8 && colorProfile !== 'other'
  const { widthPixels, heightPixels } = SLOT_TARGETS[slot]
  const hasRightSize =
    hasSlotShape(slot, upright) && upright.widthPixels <= widthPixels && upright.heightPixels <= heightPixels
  if (!isPlain || !inspection.isComplete || !hasRightSize || !isWholePicture(placement)) return null
  const { bytes: cleaned, removed } = withoutHiddenData(bytes, format)
  return cleaned.length <= MAX_BYTES[slot] ? { type: `image/${format}`, bytes: cleaned, removed } : null
}
