import { type PixelSize, SLOT_TARGETS, type Slot } from './slots'

/** A point in fractions of a frame's width and height, from its top left corner. */
export interface FramePoint {
  x: number
  y: number
}

const MIDDLE: FramePoint = { x: 0.5, y: 0.5 }

/** How far a picture may be enlarged, as a factor, however many pixels it has. */
const MAX_ZOOM = 8
/** A picture whose pixels barely fill its slot may still be enlarged by this factor; it will look soft. */
const ALWAYS_OFFERED_ZOOM = 2
/** No side of a region is shorter than this, in pixels of the picture; smaller pictures are refused when chosen. */
export const MIN_REGION_SIDE_PIXELS = 24

/** The size a picture has after it was turned. */
export function turnedSize({ widthPixels, heightPixels }: PixelSize, quarterTurns: QuarterTurns): PixelSize {
  return quarterTurns % 2 === 0
    ? { widthPixels, heightPixels }
    : { widthPixels: heightPixels, heightPixels: widthPixels }
}

/** Width divided by height of what a slot shows; null for the background, which takes any shape. */
export function slotAspect(slot: Slot): number | null {
  if (slot === 'background') return null
  const { widthPixels, heightPixels } = SLOT_TARGETS[slot]
  return widthPixels / heightPixels
}

/** Width divided by height of a region, in pixels of the turned picture. */
export function regionAspect(region: Region, turned: PixelSize): number {
  return (region.width * turned.widthPixels) / (region.height * turned.heightPixels)
}

/** A size times a scale, which may be another one each way: whole pixels, at least one on each side. */
export function scaledSize(
  { widthPixels, heightPixels }: PixelSize,
  across: number,
  down = across,
): PixelSize {
  return {
    widthPixels: Math.max(1, Math.round(widthPixels * across)),
    heightPixels: Math.max(1, Math.round(heightPixels * down)),
  }
}

/** A region in whole pixels of the turned picture, at least one on each side. */
export const regionSize = ({ width, height }: Region, turned: PixelSize): PixelSize =>
  scaledSize(turned, width, height)

/** The largest region with this aspect in the middle of a turned picture; the whole picture for null. */
export function largestRegion(turned: PixelSize, aspect: number | null): Region {
  const relative = aspect === null ? 1 : (aspect * turned.heightPixels) / turned.widthPixels
  const width = Math.min(1, relative)
  const height = Math.min(1, 1 / relative)
  return { left: (1 - width) / 2, top: (1 - height) / 2, width, height }
}

/** Where a picture starts in a slot: upright, in the middle, and as much of it as the slot's shape takes. */
export function initialPlacement(slot: Slot, picture: PixelSize): Placement {
  return { quarterTurns: 0, region: largestRegion(picture, slotAspect(slot)), isMirrored: false }
}

/** How much a region is enlarged; 1 is the largest region of its shape. */
export function zoomOf(region: Region, turned: PixelSize): number {
  return largestRegion(turned, regionAspect(region, turned)).width / region.width
}

/**
 * The strongest zoom for a region's shape. It stops where half the pixels a side are left that the slot shows, and
 * sooner where a side would become shorter than `MIN_REGION_SIDE_PIXELS`.
 */
export function maxZoom(slot: Slot, turned: PixelSize, aspect: number): number {
  const largest = regionSize(largestRegion(turned, aspect), turned)
  const bySharpness =
    slot === 'background'
      ? MAX_ZOOM
      : Math.max(ALWAYS_OFFERED_ZOOM, (2 * largest.widthPixels) / SLOT_TARGETS[slot].widthPixels)
  const bySide = Math.min(largest.widthPixels, largest.heightPixels) / MIN_REGION_SIDE_PIXELS
  return Math.max(1, Math.min(MAX_ZOOM, bySharpness, bySide))
}

/** The same shape at another zoom; the point of the picture under `anchor` stays there as far as edges allow. */
export function zoomedRegion(region: Region, turned: PixelSize, zoom: number, anchor = MIDDLE): Region {
  const largest = largestRegion(turned, regionAspect(region, turned))
  const width = largest.width / Math.max(1, zoom)
  const height = largest.height / Math.max(1, zoom)
  return withinPicture({
    left: region.left + anchor.x * (region.width - width),
    top: region.top + anchor.y * (region.height - height),
    width,
    height,
  })
}

/**
 * The region after the picture under the frame was moved, in fractions of the frame, to the right and down. It
 * stops at the picture's edges.
 */
export function movedRegion(region: Region, right: number, down: number): Region {
  return withinPicture({
    ...region,
    left: region.left - right * region.width,
    top: region.top - down * region.height,
  })
}

/** The same region in the middle of the picture. */
export function centredRegion(region: Region): Region {
  return { ...region, left: (1 - region.width) / 2, top: (1 - region.height) / 2 }
}

/** A region of another size in pixels around the same middle, as large as the picture allows. */
export function resizedRegion(region: Region, turned: PixelSize, size: Partial<PixelSize>): Region {
  const width = sideWithin(size.widthPixels, region.width, turned.widthPixels)
  const height = sideWithin(size.heightPixels, region.height, turned.heightPixels)
  return withinPicture({
    left: region.left + (region.width - width) / 2,
    top: region.top + (region.height - height) / 2,
    width,
    height,
  })
}

function sideWithin(wantedPixels: number | undefined, side: number, picturePixels: number): number {
  if (wantedPixels === undefined) return side
  return Math.min(Math.max(Math.round(wantedPixels), MIN_REGION_SIDE_PIXELS), picturePixels) / picturePixels
}

/**
 * Turned by a quarter more, clockwise for 1. A square and a free region take their content along; the header keeps
 * its shape, its zoom, and its middle as far as the edges allow.
 */
export function turnedPlacement(
  slot: Slot,
  picture: PixelSize,
  placement: Placement,
  quarter: 1 | -1,
): Placement {
  const { region, quarterTurns } = placement
  const before = turnedSize(picture, quarterTurns)
  const nextTurns = TURNED[quarterTurns][quarter]
  const after = turnedSize(picture, nextTurns)
  const zoom = zoomOf(region, before)
  const largest = largestRegion(after, slotAspect(slot) ?? 1 / regionAspect(region, before))
  const width = largest.width / zoom
  const height = largest.height / zoom
  const x = region.left + region.width / 2
  const y = region.top + region.height / 2
  const middle = quarter === 1 ? { x: 1 - y, y: x } : { x: y, y: 1 - x }
  return {
    ...placement,
    quarterTurns: nextTurns,
    region: withinPicture({ left: middle.x - width / 2, top: middle.y - height / 2, width, height }),
  }
}

const TURNED: Record<QuarterTurns, Record<1 | -1, QuarterTurns>> = {
  0: { 1: 1, [-1]: 3 },
  1: { 1: 2, [-1]: 0 },
  2: { 1: 3, [-1]: 1 },
  3: { 1: 0, [-1]: 2 },
}

/** Where a region of the turned picture lies on the picture before it was turned. */
export function regionBeforeTurning(region: Region, quarterTurns: QuarterTurns): Region {
  const { left, top, width, height } = region
  const right = 1 - left - width
  const bottom = 1 - top - height
  switch (quarterTurns) {
    case 0:
      return region
    case 1:
      return { left: top, top: right, width: height, height: width }
    case 2:
      return { left: right, top: bottom, width, height }
    case 3:
      return { left: bottom, top: left, width: height, height: width }
  }
}

/** True when a slot shows more pixels than the region has; the picture will look soft. Never for the background. */
export function isSoft(slot: Slot, region: Region, turned: PixelSize): boolean {
  return slot !== 'background' && regionSize(region, turned).widthPixels < SLOT_TARGETS[slot].widthPixels
}

function withinPicture(region: Region): Region {
  const width = Math.min(1, region.width)
  const height = Math.min(1, region.height)
  return {
    left: Math.min(Math.max(0, region.left), 1 - width),
    top: Math.min(Math.max(0, region.top), 1 - height),
    width,
    height,
  }
}

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

export const WHOLE_PICTURE: Placement = {
  quarterTurns: 0,
  region: { left: 0, top: 0, width: 1, height: 1 },
  isMirrored: false,
}

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
  const usual = differences.reduce((sum, difference) => sum + difference, 0) / differences.length
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
