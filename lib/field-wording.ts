import type { ChangeField } from './changes'
import type { InvisibleFind } from './invisible-characters'
import { TEXT_LIMIT_CHARACTERS, type TextField } from './profile'
import type { Slot } from './slots'
import type { TextProblem } from './text-rules'

/** What each field is called on the screen. */
export const FIELD_LABELS: Record<ChangeField, string> = {
  name: 'Name',
  bio: 'Bio',
  location: 'Location',
  website: 'Website',
  avatar: 'Profile photo',
  banner: 'Header image',
  background: 'Background image',
  tileBackground: 'Tile background',
  showBackground: 'Show background',
}

/** One sentence for a text that cannot be published: what is wrong, and what to do. */
export function wordsForTextProblem(field: TextField, problem: TextProblem): string {
  switch (problem.rule) {
    case 'empty':
      return 'Enter a name. It can be your handle.'
    case 'too_long': {
      const { surplusCharacters: surplus } = problem
      const characters = surplus === 1 ? 'character' : 'characters'
      return `${FIELD_LABELS[field]} is ${surplus} ${characters} too long. Shorten it to ${TEXT_LIMIT_CHARACTERS[field]}.`
    }
    case 'no_address':
      return 'Website needs an address such as example.com.'
    case 'scheme_not_allowed':
      return 'Only web addresses work here (http or https).'
    case 'has_password':
      return 'Leave the name and password out of the address: everyone would see them.'
    case 'invisible_character':
      return `${wordsForInvisible(problem)} Delete ${problem.count === 1 ? 'it' : 'them'}, or type the address again.`
    case 'space':
      return `There’s a space after “${problem.after}”. Delete it.`
    case 'slashes':
      return `Write two slashes after “${problem.scheme}”, as in https://example.com.`
    case 'character':
      return problem.character === '\\'
        ? 'Write “/” instead of “\\” in the address.'
        : `An address can’t have “${problem.character}” there. Delete it.`
    case 'dots':
      return `There’s a dot too many in “${problem.host}”. Delete it.`
    case 'port':
      return `“${problem.port}” can’t follow the colon; a port is a number up to 65535.`
    case 'no_site':
      return `“${problem.host}” isn’t a site others can open. Use an address such as example.com.`
  }
}

/** "There’s an invisible character after “exam”." */
export function wordsForInvisible({ after, count }: InvisibleFind): string {
  const place = after === '' ? 'at the start of a line' : `after “${after}”`
  return count === 1
    ? `There’s an invisible character ${place}.`
    : `There are ${count} invisible characters, the first ${place}.`
}

/** Under the labels: what goes in, said before anything is typed or chosen. */
export const FIELD_HINTS: Record<TextField, string> = {
  name: 'Shown above your @handle.',
  bio: 'A short text about you.',
  location: 'Any text; it is not checked on a map.',
  website: 'One address, for example example.com',
}

/** Under the labels of the pictures. */
export const PICTURE_HINTS: Record<Slot, string> = {
  banner: 'PNG, JPEG, GIF, WebP, AVIF or HEIC. Sent at 1500 × 500.',
  avatar: 'Shown as a circle. Sent at 400 × 400.',
  background: 'At most 2048 pixels wide and 800 kB.',
}

/** Said when the background is switched on while there is no picture, neither published nor chosen. */
export const NO_PICTURE_TO_SHOW = 'There is no picture to show yet. Choose one, then switch it on.'

/** Things in a row for a sentence: "Bio, Location and Website". */
export function inARow(things: string[]): string {
  const [last] = things.slice(-1)
  return things.length < 2 ? (last ?? '') : `${things.slice(0, -1).join(', ')} and ${last}`
}

/** "1 change", "3 changes". */
export function changeCount(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}
