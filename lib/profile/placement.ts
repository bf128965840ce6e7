/** How often a picture is turned by 90 degrees, clockwise. */
export type QuarterTurns = 0 | 1 | 2 | 3

/** A rectangle in fractions, 0 to 1, of a picture's width and height, from its top left corner. */
export interface Region {
  left: number
  top: number
  width: number
  height: number
}

/**
 * Which part of a picture is used, and which way up. The picture is first put upright as its file says, then
 * turned, and `region` is measured on what has been turned.
 */
export interface Placement {
  quarterTurns: QuarterTurns
  region: Region
  /** True when the region is mirrored to the right and down, so that tiles meet without a seam. */
  isMirrored: boolean
}

/** The whole picture as it is. */
export const WHOLE_PICTURE: Placement = {
  quarterTurns: 0,
  region: { left: 0, top: 0, width: 1, height: 1 },
  isMirrored: false,
}
