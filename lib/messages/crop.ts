import { isSoft, type Placement, type Region, regionSize, type Seams } from '@/lib/profile/crop-geometry'
import { type PixelSize, SLOT_TARGETS, type Slot } from '@/lib/profile/slots'
import { FIELD_LABELS } from './fields'

/** A crop as far as its words need it; `turned` is the picture's size after its quarter turns. */
interface CropFacts {
  slot: Slot
  placement: Placement
  turned: PixelSize
}

const percent = (fraction: number) => Math.round(fraction * 100)

/** How much of the picture is shown, and from where: "Showing 62 % of the picture, from 10 % left and 20 % top." */
export function shownInWords({ left, top, width, height }: Region): string {
  return `Showing ${percent(width * height)} % of the picture, from ${percent(left)} % left and ${percent(top)} % top.`
}

/** What is said when the slot shows more pixels than the region has; null while it has enough. */
export function softnessInWords({ slot, placement, turned }: CropFacts): string | null {
  if (!isSoft(slot, placement.region, turned)) return null
  return wordsForSoft(slot, regionSize(placement.region, turned))
}

function wordsForSoft(slot: Slot, { widthPixels, heightPixels }: PixelSize): string {
  const target = SLOT_TARGETS[slot]
  return `This part is ${widthPixels} × ${heightPixels}. It needs ${target.widthPixels} × ${target.heightPixels} to look sharp when opened large.`
}

/** As long as the two sentences about a crop in this slot can be: every number has the digits that it can have. */
export function longestWords(slot: Slot): { shown: string; softness: string } {
  const shown = shownInWords({ left: 0.1, top: 0.1, width: 0.9, height: 0.9 })
  return { shown, softness: slot === 'background' ? '' : wordsForSoft(slot, SLOT_TARGETS[slot]) }
}

/** Where tiles meet: whether a line will be seen there, and what can be done about it. */
export function seamsInWords({ leftToRight, topToBottom }: Seams): string {
  if (!leftToRight && !topToBottom) return 'No seam will be visible where the tiles meet.'
  const where = [leftToRight && 'left to right', topToBottom && 'top to bottom'].filter(Boolean).join(' and ')
  return `A seam will be visible where the tiles meet (${where}). Mirror the tile to hide it, or keep it as it is.`
}

/** At the foot of the dialog: how it is used, and what others do not see. */
export function adviceFor(slot: Slot): string {
  const usage = 'Drag, or use the arrow keys or the buttons.'
  switch (slot) {
    case 'avatar':
      return `${usage} The corners outside the circle are never seen.`
    case 'banner':
      return `${usage} The striped area is behind your ${FIELD_LABELS.avatar.toLowerCase()} or may be cut off on a phone.`
    case 'background':
      return usage
  }
}
