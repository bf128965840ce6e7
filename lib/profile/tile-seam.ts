/** The pixels of one row or column, in any number of channels, 0 to 255. */
export type PixelLine = ArrayLike<number>

/** What is compared to find a seam: two edges that meet when tiles stand side by side, and neighbours from within. */
export interface TileLines {
  first: PixelLine
  last: PixelLine
  /** Neighbouring lines of the same direction, spread over the tile. */
  inner: [PixelLine, PixelLine][]
}

/** Which edges of a tile show a line where tiles meet. */
export interface Seams {
  leftToRight: boolean
  topToBottom: boolean
}

/** The edges must differ this many times as much as neighbouring lines do, or the eye takes it for more picture. */
const VISIBLE_RATIO = 3
/** Differences below this, of 255, are not seen even in a plain colour. */
const INVISIBLE_DIFFERENCE = 3

/** True when a line will be seen where the tile's last row or column meets its first. */
export function isSeamVisible({ first, last, inner }: TileLines): boolean {
  const atEdges = meanDifference(first, last)
  if (atEdges < INVISIBLE_DIFFERENCE) return false
  const differences = inner.map(([one, next]) => meanDifference(one, next))
  const usual = differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, differences.length)
  return atEdges > VISIBLE_RATIO * usual
}

/** How much two lines of equal length differ, on average, 0 to 255. */
function meanDifference(one: PixelLine, other: PixelLine): number {
  const { length } = one
  if (length === 0) return 0
  let sum = 0
  for (let index = 0; index < length; index += 1) sum += Math.abs((one[index] ?? 0) - (other[index] ?? 0))
  return sum / length
}
