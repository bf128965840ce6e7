import type { PartCapability } from '@/lib/profile/capabilities'
import type { Part } from '@/lib/profile/slots'
import { changeThere, PART_LABELS, type Words, wordsForNotInV2 } from './errors'
import { asPlace, asSubject, type ServerIdentity, wordsForMissingPart } from './server-name'

/** `again`: what to expect of publishing it all the same. */
interface UnavailableWords extends Words {
  again: string
}

/** What a person reads, before they spend time on it, at a part that the server does not take; null where it does. */
export function wordsForUnavailablePart(
  part: Part,
  { accepts, reason, since }: PartCapability,
  server: ServerIdentity,
): UnavailableWords | null {
  if (accepts) return null
  const subject = asSubject(server)
  const sinceWords = since ? ` since ${dayInWords(since)}` : ''
  const advice = 'It stays in your draft, and you can save it in a look.'
  if (reason === 'missing') {
    return {
      title: wordsForMissingPart(part, server),
      action: advice,
      again: 'It can’t be published there.',
    }
  }
  if (reason === 'tier') {
    return {
      title: `${PART_LABELS[part]}: ${subject} has refused this app’s access level${sinceWords}.`,
      action: `Only this site’s owner can get more access. Publishing tries again. ${advice}`,
      again: AGAIN,
    }
  }
  if (reason === 'not_in_v2') {
    const title = wordsForNotInV2(part, subject)
    const action = `${changeThere(asPlace(server))} ${advice}`
    return { title, action, again: 'It can’t be published by this site.' }
  }
  if (part === 'background' && server.host === 'x') {
    return {
      title: 'X removed page backgrounds in 2018.',
      action: `Publishing one changes nothing on X. ${advice}`,
      again: AGAIN,
    }
  }
  return {
    title: `${PART_LABELS[part]}: ${subject} has refused this${sinceWords}.`,
    action: `Publishing tries again. ${advice}`,
    again: AGAIN,
  }
}

const AGAIN = 'It may be refused again.'

const dayInWords = (iso: string) =>
  new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso),
  )
