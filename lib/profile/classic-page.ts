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

/** The same in words, and what of the picture lies beyond the screen. */
export function seenBesideColumnInWords(
  screenWidthPixels: number,
  pictureWidthPixels: number,
  isTiled: boolean,
): string {
  const { leftPixels, rightPixels } = seenBesideColumn(screenWidthPixels, pictureWidthPixels, isTiled)
  const seen = `On a screen ${screenWidthPixels} pixels wide, ${leftPixels} pixels of it are seen left of the column and ${rightPixels} right of it.`
  const beyond = isTiled ? 0 : pictureWidthPixels - screenWidthPixels
  return beyond > 0 ? `${seen} ${beyond} of its ${pictureWidthPixels} pixels lie beyond the screen.` : seen
}
