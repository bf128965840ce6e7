import type { ChangeField } from '@/lib/profile/changes'
import type { TextField } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'

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
  linkColor: 'Link colour',
}

/** Under the labels: what goes in, said before anything is typed or chosen. */
export const FIELD_HINTS: Record<TextField, string> = {
  name: 'Shown above your @handle.',
  bio: 'A short text about you.',
  location: 'Anything you like, such as a city.',
  website: 'One address, for example example.com',
}

/** Under the labels of the pictures. */
export const PICTURE_HINTS: Record<Slot, string> = {
  banner: 'PNG, JPEG, GIF, WebP, AVIF or HEIC. Sent at 1500\u00a0×\u00a0500.',
  avatar: 'Shown as a circle. Sent at 400\u00a0×\u00a0400.',
  background: 'At most 2048 pixels wide and 800 kB.',
}

const LIST = new Intl.ListFormat('en-GB')

/** "Bio, Location and Website". */
export const listOf = (things: readonly string[]): string => LIST.format(things)

/** "1 change", "3 changes"; `many` for a word whose plural is not made by an s. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

/** A person's text within a sentence that is no markup: read from right to left it must not reorder what is around it. */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text)
