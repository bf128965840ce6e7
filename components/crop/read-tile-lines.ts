import type { PixelSize } from '@/lib/profile/crop-geometry'
import type { Region } from '@/lib/profile/placement'
import type { TileLines } from '@/lib/profile/tile-seam'

/** How many pairs of neighbouring lines are read from within a tile, beside its edges. */
const INNER_PAIRS = 12
const CHANNELS = 4

interface Span {
  start: number
  length: number
}

/** The rows and columns of a region that tell whether a seam will be seen. Null where no canvas can be read. */
export function readTileLines(
  picture: ImageBitmap,
  region: Region,
): { rows: TileLines; columns: TileLines } | null {
  const { width, height } = picture
  const across = spanOf(region.left, region.width, width)
  const down = spanOf(region.top, region.height, height)
  const columns = readLines(across, down.length, (context, at, count, index) =>
    context.drawImage(picture, at, down.start, count, down.length, index, 0, count, down.length),
  )
  const rows = readLines(
    down,
    across.length,
    (context, at, count, index) =>
      context.drawImage(picture, across.start, at, across.length, count, 0, index, across.length, count),
    true,
  )
  return rows && columns && { rows, columns }
}

function spanOf(start: number, length: number, pixels: number): Span {
  const from = Math.min(Math.round(start * pixels), pixels - 1)
  return { start: from, length: Math.min(Math.max(1, Math.round(length * pixels)), pixels - from) }
}

type DrawLines = (context: CanvasRenderingContext2D, at: number, count: number, index: number) => void

/** Only the lines that are compared are drawn, so that a large picture costs no more than a small one. */
function readLines(span: Span, lineLength: number, draw: DrawLines, areRows = false): TileLines | null {
  const pairs = span.length < 2 ? [] : innerPositions(span)
  const lines = 2 + 2 * pairs.length
  const size: PixelSize = { widthPixels: lineLength, heightPixels: lines }
  const canvas = document.createElement('canvas')
  canvas.width = size.widthPixels
  canvas.height = size.heightPixels
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  // Columns are drawn lying down, so that every line is one run of the pixels that are read.
  if (!areRows) context.setTransform(0, 1, 1, 0, 0, 0)
  draw(context, span.start, 1, 0)
  draw(context, span.start + span.length - 1, 1, 1)
  for (const [pair, at] of pairs.entries()) draw(context, at, 2, 2 + 2 * pair)
  const { data } = context.getImageData(0, 0, size.widthPixels, size.heightPixels)
  const line = (index: number) =>
    data.subarray(index * lineLength * CHANNELS, (index + 1) * lineLength * CHANNELS)
  return {
    first: line(0),
    last: line(1),
    inner: pairs.map((_, pair) => [line(2 + 2 * pair), line(3 + 2 * pair)]),
  }
}

function innerPositions({ start, length }: Span): number[] {
  const steps = Math.min(INNER_PAIRS, length - 1)
  return Array.from({ length: steps }, (_, step) => start + Math.floor((step * (length - 1)) / steps))
}
