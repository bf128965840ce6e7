import { type PartState, type PublishOutcome, publishChanges } from '@/lib/browser/publishing/publish-changes'
import { withPublishLock } from '@/lib/browser/publishing/publish-lock'
import { beginEntry } from '@/lib/browser/storage/begin-entry'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import type { Change, Part } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { partsOf } from '@/lib/sending-changes'
import type { ServerIdentity } from '@/lib/server-name'

/** How far each part is, in the order of sending. */
export type PartStates = Map<Part, PartState>

export const allParts = (changes: Change[], state: 'waiting' | 'not_sent'): PartStates =>
  new Map(partsOf(changes).map((part) => [part, { state }]))

interface Finished {
  outcome: PublishOutcome
  /** What the history keeps of it; null when nothing was published, or nothing could be kept. */
  entry: HistoryEntry | null
  states: PartStates
}

/**
 * Publishes changes once and keeps what they replaced. `onStates` is told how far the parts are; once `signal` is
 * aborted no further part is begun. Gives null when another tab is publishing to the same account.
 */
export function publishOnce(
  published: Profile,
  changes: Change[],
  server: ServerIdentity,
  signal: AbortSignal,
  onStates: (states: PartStates) => void,
): Promise<Finished | null> {
  const states = allParts(changes, 'waiting')
  const account = { server: server.origin, accountId: published.id, handle: published.handle }
  return withPublishLock(published.id, async () => {
    // Before anything is replaced: nobody else keeps the pictures that were there.
    const endEntry = await beginEntry(account, changes)
    const outcome = await publishChanges({
      published,
      changes,
      signal,
      onPart: (part, state) => {
        states.set(part, state)
        onStates(new Map(states))
      },
    })
    const entry = await endEntry(outcome.published)
    return { outcome, entry: entry.ok ? entry.value : null, states }
  })
}
