import type { ProblemLine } from '@/components/editor/error-summary'
import type { PublishOutcome } from '@/lib/browser/publish/publish-changes'
import { WORDS_FOR_OFFLINE } from '@/lib/messages/errors'
import type { Change, Part } from '@/lib/profile/changes'
import { allParts, type PartStates } from './publish'
import type { PublishReport } from './publish-report'

/** Why publishing rests while the review stays open. Nothing of it outlives the page. */
export interface Hold {
  why: 'offline' | 'rate_limited'
  /** What was to be published. */
  sent: Change[]
  /** What of it was not sent, or not taken, and goes when publishing goes on. */
  changes: Change[]
  states: PartStates
  /** Above the lines: what stands now. */
  standing: string
  lines: ProblemLine[]
  /** ISO 8601: when the server takes the next change; null where nobody said. */
  retryAt: string | null
}

/** The hold of a device without a network: nothing is tried. */
export function holdOffline(changes: Change[]): Hold {
  const { title, action } = WORDS_FOR_OFFLINE
  return {
    why: 'offline',
    sent: changes,
    changes,
    states: allParts(changes, 'not_sent'),
    standing: 'Nothing was sent. Your edits are kept on this device.',
    lines: [{ text: `${title} ${action}`, field: null }],
    retryAt: null,
  }
}

/** The hold after a full limit; null when none was met. `sent` are the changes that were to be published. */
export function holdAfter(
  { refused, notSent }: PublishOutcome,
  sent: Change[],
  states: PartStates,
  { standing, lines }: PublishReport,
): Hold | null {
  const limited = refused.find(({ refusal }) => refusal.reason === 'rate_limited')
  if (!limited) return null
  const open: Part[] = [limited.part, ...notSent]
  return {
    why: 'rate_limited',
    sent,
    changes: sent.filter(({ part }) => open.includes(part)),
    states,
    standing,
    lines,
    retryAt: limited.refusal.retryAt ?? null,
  }
}
