import type { PartCapability } from '@/lib/profile/capabilities'
import type { Part } from '@/lib/profile/changes'
import { PART_LABELS, type Words, wordsForNotInV2 } from './errors'
import { asSubject, type ServerIdentity } from './server-name'

/** What a person reads, before they spend time on it, at a part that the server does not take; null where it does. */
export function wordsForUnavailablePart(
  part: Part,
  { accepts, reason, since }: PartCapability,
  server: ServerIdentity,
): Words | null {
  if (accepts) return null
  const subject = asSubject(server)
  const sinceWords = since ? ` since ${dayInWords(since)}` : ''
  const kept = 'It stays in your draft, and you can save it in a look.'
  if (reason === 'tier') {
    return {
      title: `${PART_LABELS[part]}: ${subject} has refused this app’s access level${sinceWords}.`,
      action: `Only this site’s owner can get more access. Publishing tries again. ${kept}`,
    }
  }
  if (reason === 'not_in_v2') {
    return { title: `${PART_LABELS[part]}: ${wordsForNotInV2(subject)}`, action: kept }
  }
  if (part === 'background' && server.host === 'x') {
    return {
      title: 'X removed page backgrounds in 2018.',
      action: `Publishing one changes nothing on X. ${kept}`,
    }
  }
  return {
    title: `${PART_LABELS[part]}: ${subject} has refused this${sinceWords}.`,
    action: `Publishing tries again. ${kept}`,
  }
}

const dayInWords = (iso: string) =>
  new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso),
  )
