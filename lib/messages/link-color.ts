import {
  contrastOf,
  LARGE_TEXT_MIN_CONTRAST,
  LINK_GROUNDS,
  type LinkGround,
  TEXT_MIN_CONTRAST,
} from '@/lib/profile/link-color'
import { wordsForNotInV2 } from './errors'
import { asSubject, type ServerIdentity } from './server-name'

const GROUND_NAMES: Record<LinkGround, string> = { white: 'white', dark: 'X’s dark theme' }

/**
 * What is to be known of a colour before it is published: on which ground links of it are hard to read. Empty where they
 * are not. `color` is `#` and six digits.
 */
export function contrastWarnings(color: string, serverName = 'X'): string[] {
  return (['white', 'dark'] as const).flatMap((ground) => {
    const contrast = contrastOf(color, LINK_GROUNDS[ground])
    if (contrast >= TEXT_MIN_CONTRAST) return []
    // Rounded down, so that it never seems to be enough.
    const shown = (Math.floor(contrast * 10) / 10).toFixed(1)
    const name = ground === 'dark' && serverName !== 'X' ? 'a dark page' : GROUND_NAMES[ground]
    return contrast < LARGE_TEXT_MIN_CONTRAST
      ? [`Links are hard to read on ${name}. The contrast is ${shown}; even large text needs 3.`]
      : [`Small links are hard to read on ${name}. The contrast is ${shown}; small text needs 4.5.`]
  })
}

/** Said where a server's API has no call for the colour, before time is spent on it. */
export const wordsForColorNotTaken = (server: ServerIdentity): string =>
  `${wordsForNotInV2('linkColor', asSubject(server))} It stays in your draft, and you can save it in a look.`
