import { checkSignedIn } from '@/lib/browser/publish/profile-api'
import {
  nothingSent,
  type PartState,
  type PublishOutcome,
  publishChanges,
} from '@/lib/browser/publish/publish-changes'
import { withPublishLock } from '@/lib/browser/publish/publish-lock'
import { beginEntry, type HistoryEntry } from '@/lib/browser/storage/history-entry'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Change, Part } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { partsOf } from '@/lib/profile/publish-parts'
import type { Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'

/** How far each part is, in the order of sending. */
export type PartStates = Map<Part, PartState>

export const allParts = (changes: Change[], state: 'waiting' | 'not_sent'): PartStates =>
  new Map(partsOf(changes).map((part) => [part, { state }]))

/** What came of one press on Publish. */
export type PublishedOnce =
  | {
      kind: 'done'
      outcome: PublishOutcome
      /** What the history keeps of it; null when nothing was published, or nothing could be kept. */
      entry: HistoryEntry | null
      /** Why the history does not keep what was published; null when it does. */
      historyProblem: StorageProblem | null
      states: PartStates
    }
  /** Another tab is publishing to the same account. Nothing was sent. */
  | { kind: 'busy_elsewhere' }
  /** These pictures would be gone for good, and nobody has agreed to that. Nothing was sent. */
  | { kind: 'would_lose'; slots: Slot[]; problem: StorageProblem | null }

export interface PublishingOnce {
  published: Profile
  changes: Change[]
  server: ServerIdentity
  /** Once aborted, no further part is begun. */
  signal: AbortSignal
  /** Published pictures that may be replaced although they cannot be kept. */
  mayLose: ReadonlySet<Slot>
  onStates: (states: PartStates) => void
}

/** Publishes changes once and keeps what they replaced. */
export async function publishOnce(publishing: PublishingOnce): Promise<PublishedOnce> {
  const { published, changes, server, signal, mayLose, onStates } = publishing
  const states = allParts(changes, 'waiting')
  const account = { server: server.origin, accountId: published.id, handle: published.handle }
  const done = await withPublishLock(published.id, async (): Promise<PublishedOnce> => {
    const onPart = (part: Part, state: PartState) => {
      states.set(part, state)
      onStates(new Map(states))
    }
    // Asked first: for anybody else no picture is fetched, and none is said to be lost.
    const signedIn = await checkSignedIn(published.id)
    if (!signedIn.ok) {
      const outcome = nothingSent(partsOf(changes), signedIn.error, onPart)
      return { kind: 'done', outcome, entry: null, historyProblem: null, states }
    }
    // Before anything is replaced: nobody else keeps the pictures that were there.
    const { notSaved, problem, end } = await beginEntry(account, changes)
    if (notSaved.some((slot) => !mayLose.has(slot))) {
      await end([])
      return { kind: 'would_lose', slots: notSaved, problem }
    }
    const outcome = await publishChanges({ published, kind: server.kind, changes, signal, onPart })
    const entry = await end(outcome.published)
    return entry.ok
      ? { kind: 'done', outcome, entry: entry.value, historyProblem: null, states }
      : { kind: 'done', outcome, entry: null, historyProblem: entry.error, states }
  })
  return done ?? { kind: 'busy_elsewhere' }
}
