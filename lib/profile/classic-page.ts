import type { PixelSize } from './slots'

/**
 * A profile's page as it was from 2012 to 2014: a bar above, a column in the middle, and the background behind both
 * at its true size, from the left edge and from under the bar. Measured on pages saved in 2012 and 2013.
 */
export const CLASSIC_BAR_HEIGHT_PIXELS = 40
export const CLASSIC_COLUMN_WIDTH_PIXELS = 890

/** Widths of screens on which to look at a background, from a netbook to a large desk. */
export const CLASSIC_SCREEN_WIDTHS_PIXELS = [1024, 1280, 1366, 1920, 2560] as const
export type ClassicScreenWidth = (typeof CLASSIC_SCREEN_WIDTHS_PIXELS)[number]

/** How wide the strips of a background are that are seen beside the column, in pixels. */
export function seenBesideColumn(
  screenWidthPixels: number,
  pictureWidthPixels: number,
  isTiled: boolean,
): { leftPixels: number; rightPixels: number } {
  const sides = Math.max(0, screenWidthPixels - CLASSIC_COLUMN_WIDTH_PIXELS)
  const leftSide = Math.floor(sides / 2)
  const rightSide = sides - leftSide
  if (isTiled) return { leftPixels: leftSide, rightPixels: rightSide }
  const startOfRightSide = screenWidthPixels - rightSide
  return {
    leftPixels: Math.min(leftSide, pictureWidthPixels),
    rightPixels: Math.min(rightSide, Math.max(0, pictureWidthPixels - startOfRightSide)),
  }
}

/** The same in words, what of the picture lies beyond the screen, and whether a tile is ever seen repeated. */
export function seenBesideColumnInWords(screen: PixelSize, picture: PixelSize, isTiled: boolean): string {
  const { leftPixels, rightPixels } = seenBesideColumn(screen.widthPixels, picture.widthPixels, isTiled)
  const seen = `On a screen ${screen.widthPixels} pixels wide, ${leftPixels} pixels of it are seen left of the column and ${rightPixels} right of it.`
  if (isTiled) return [seen, largeTileInWords(screen, picture)].filter(Boolean).join(' ')
  const beyond = picture.widthPixels - screen.widthPixels
  return beyond > 0 ? `${seen} ${beyond} of its ${picture.widthPixels} pixels lie beyond the screen.` : seen
}

/** A screen on which most people see a page. */
export const USUAL_SCREEN: PixelSize = { widthPixels: 1920, heightPixels: 1080 }

/** What becomes of a tile that is larger than a screen; null where it is repeated in both directions. */
export function largeTileInWords(screen: PixelSize, tile: PixelSize): string | null {
  const isWide = tile.widthPixels >= screen.widthPixels
  const isHigh = tile.heightPixels >= screen.heightPixels
  if (isWide && isHigh) return 'This tile is larger than the screen. Only its top left part is seen.'
  if (isWide) return 'This tile is wider than the screen. It only repeats downwards.'
  return isHigh ? 'This tile is higher than the screen. It only repeats sideways.' : null
}
