/** The slots, as this bench asks for them; peers are told the same numbers as the product has. */
export type BenchSlot = 'avatar' | 'banner' | 'background'

export const SLOTS: Record<BenchSlot, { widthPixels: number; heightPixels: number; maxBytes: number }> = {
  avatar: { widthPixels: 400, heightPixels: 400, maxBytes: 690_000 },
  banner: { widthPixels: 1500, heightPixels: 500, maxBytes: 1_900_000 },
  background: { widthPixels: 2048, heightPixels: 2048, maxBytes: 790_000 },
}

interface Part {
  left: number
  top: number
  width: number
  height: number
}

/** Which part of a picture goes into a slot, and how large it becomes: the largest in the middle, never enlarged. */
export function partFor(slot: BenchSlot, width: number, height: number) {
  const target = SLOTS[slot]
  const aspect = slot === 'background' ? width / height : target.widthPixels / target.heightPixels
  const partWidth = Math.min(width, Math.round(height * aspect))
  const partHeight = Math.min(height, Math.round(width / aspect))
  const part: Part = {
    left: Math.round((width - partWidth) / 2),
    top: Math.round((height - partHeight) / 2),
    width: partWidth,
    height: partHeight,
  }
  const scale = Math.min(1, target.widthPixels / partWidth, target.heightPixels / partHeight)
  return {
    part,
    widthPixels: Math.round(partWidth * scale),
    heightPixels: slot === 'background' ? Math.round(partHeight * scale) : target.heightPixels,
  }
}
