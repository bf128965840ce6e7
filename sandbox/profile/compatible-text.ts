import type { Account, CompatibleServer } from '../state'
import { isPublicWebAddress } from './links'

/** The texts of a profile as they were sent; undefined means left out. */
export type SentTexts = Readonly<Record<'name' | 'url' | 'location' | 'description', string | undefined>>

export type CompatibleTexts =
  | { ok: true; values: Partial<Pick<Account, 'name' | 'url' | 'location' | 'description'>> }
  /** A sentence without a code. */
  | { ok: false; message: string }

/** What a column holds there, and what a site allows in a bio unless it says otherwise. */
const MAX_COLUMN_CHARACTERS = 255
const MAX_BIO_CHARACTERS: Readonly<Record<CompatibleServer, number>> = { statusnet: 140, gnusocial: 1000 }

const LABELS = { name: 'Full name', url: 'Homepage', location: 'Location', description: 'Bio' } as const

/**
 * What update_profile changes on these servers. StatusNet takes only what is not empty, so nothing can be cleared;
 * GNU social takes all four each time, so what is left out is emptied.
 */
export function compatibleTexts(
  server: CompatibleServer,
  screenName: string,
  sent: SentTexts,
): CompatibleTexts {
  const values: Extract<CompatibleTexts, { ok: true }>['values'] = {}
  for (const field of ['name', 'url', 'location', 'description'] as const) {
    const value = (sent[field] ?? '').trim()
    const max = field === 'description' ? MAX_BIO_CHARACTERS[server] : MAX_COLUMN_CHARACTERS
    if (Array.from(value).length > max) {
      return { ok: false, message: `${LABELS[field]} is too long (maximum ${max} characters).` }
    }
    if (value !== '' || server === 'gnusocial') values[field] = value
  }
  if (values.url) {
    const address = /^[a-z][a-z0-9+-]*:/i.test(values.url) ? values.url : `http://${values.url}`
    if (!isPublicWebAddress(address)) return { ok: false, message: 'Homepage is not a valid URL.' }
    values.url = address
  }
  // Whoever has no full name is shown by the nickname.
  if (values.name === '') values.name = screenName
  return { ok: true, values }
}
