import type { HiddenData } from '@/lib/chosen-picture'
import { withoutHiddenData } from '@/lib/image-bytes/without-hidden-data'
import type { Placement } from '@/lib/placement'
import {
  AVATAR_MAX_BYTES,
  BACKGROUND_MAX_BYTES,
  BANNER_MAX_BYTES,
  type PictureType,
  SLOT_TARGETS,
  type Slot,
} from '@/lib/slots'
import { hasSlotShape, isWholePicture } from './picture-plan'
import type { ReadPicture } from './read-file'

const MAX_BYTES: Record<Slot, number> = {
  avatar: AVATAR_MAX_BYTES,
  banner: BANNER_MAX_BYTES,
  background: BACKGROUND_MAX_BYTES,
}

/** The pixels of a source as they are, without what else it told. */
export interface PassedThrough {
  type: PictureType
  bytes: Uint8Array<ArrayBuffer>
  removed: HiddenData[]
}

/**
 * The file as it is, when it needs nothing but to lose its hidden data: right type, right shape, small enough,
 * upright, in colours everyone shows alike. Null when it has to be made anew. Nothing is decoded.
 */
export function passThrough(read: ReadPicture, slot: Slot, placement: Placement): PassedThrough | null {
  const { bytes, inspection, upright } = read
  const { format, orientation, components, bitDepth, colorProfile } = inspection
  if (format !== 'jpeg' && format !== 'png' && format !== 'gif') return null
  const isPlain = orientation === 1 && components !== 4 && bitDepth <= 8 && colorProfile !== 'other'
  const { widthPixels, heightPixels } = SLOT_TARGETS[slot]
  const hasRightSize =
    hasSlotShape(slot, upright) && upright.widthPixels <= widthPixels && upright.heightPixels <= heightPixels
  if (!isPlain || !hasRightSize || !isWholePicture(placement)) return null
  const { bytes: kept, removed } = withoutHiddenData(bytes, format)
  return kept.length <= MAX_BYTES[slot] ? { type: `image/${format}`, bytes: kept, removed } : null
}
