/**
 * The colour of a profile's links. On its way through the program it is `#` and six hex digits in capitals, or empty where
 * the server says nothing of it; in a draft it is whatever was typed.
 */

const HEX_DIGITS = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i

/** A typed colour, with or without `#`, of three or six digits, as `#1D9BF0`; null when it is none. */
export function hexColor(typed: string): string | null {
  const [, digits = ''] = HEX_DIGITS.exec(typed.trim()) ?? []
  if (digits === '') return null
  const six = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  return `#${six.toUpperCase()}`
}

/** A typed colour as it will be sent; what is none stays as it was typed, for somebody to say so. */
export const normalizeColor = (typed: string): string => hexColor(typed) ?? typed.trim()

/** The grounds that links stand on at X: its light theme and its dark one. */
export const LINK_GROUNDS = { white: '#FFFFFF', dark: '#000000' } as const
export type LinkGround = keyof typeof LINK_GROUNDS

/** What WCAG 2 asks of small and of large text on its ground. */
export const TEXT_MIN_CONTRAST = 4.5
export const LARGE_TEXT_MIN_CONTRAST = 3

/** The contrast of two colours as WCAG 2 defines it, from 1 to 21. Both are `#` and six digits. */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const channelsOf = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
