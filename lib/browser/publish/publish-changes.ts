import { beginEntry, type HistoryEntry } from '@/lib/browser/storage/history-store'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { ApiError, DeliveryStatus, Reason } from '@/lib/profile/api-error'
import type { Change } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { compareWithSaved, hasArrived, partsOf } from '@/lib/profile/publish-parts'
import { fieldValue } from '@/lib/profile/rebase-draft'
import type { Part, Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { ok, type Result } from '@/lib/result'
import { checkSignedIn, type ProfileAddress, postPart, readPublished } from './profile-api'

/** How far one part has come. */
export type PartState =
  /** `checking`: no answer came, so it is looked up. `preparing`: taken, and the server still works on the picture. */
  | { state: 'waiting' | 'checking' | 'preparing' | 'published' | 'not_sent' | 'unchanged' }
  /** `share`: how much of its picture has left the device, from 0 to 1; null while nobody said. */
  | { state: 'sending'; share: number | null }
  | { state: 'refused'; apiError: ApiError; delivery: DeliveryStatus }

interface RefusedPart {
  part: Part
  apiError: ApiError
  delivery: DeliveryStatus
}

/** What came of publishing, part by part. */
export interface PublishOutcome {
  /** The profile by the last part that was taken; null when none was. */
  savedProfile: Profile | null
  /** The changes the server's answer shows. */
  published: Change[]
  /** Texts among them that the server keeps otherwise than they were sent. */
  altered: Change[]
  /** Changes the server answered without refusing, while its answer shows nothing of them. */
  unchanged: Change[]
  refused: RefusedPart[]
  /** Parts that were not tried: stopped by the person, or by a refusal that would have met them too. */
  notSent: Part[]
  /** The profile as it is now, when fields to be published were changed elsewhere; nothing was sent. */
  changedElsewhere: Profile | null
}

/** How far each part is, in the order of sending. */
export type PartStates = Map<Part, PartState>

export const allParts = (changes: Change[], state: 'waiting' | 'not_sent'): PartStates =>
  new Map(partsOf(changes).map((part) => [part, { state }]))

/** What came of one press on Publish. */
export type PublishAttempt =
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

export interface Publishing {
  /** The published profile the review showed. */
  published: Profile
  /** What the person saw and agreed to. */
  changes: Change[]
  /** What keeps the profile. */
  server: ServerIdentity
  /** Once aborted, no further part is begun. */
  signal: AbortSignal
  /** Published pictures that may be replaced although they cannot be kept. */
  mayLose: ReadonlySet<Slot>
  onStates: (states: PartStates) => void
}

/** After these every further call would be refused the same way. */
const STOPS_EVERYTHING = new Set<Reason>([
  'signed_out',
  'account_changed',
  'session_expired',
  'rate_limited',
  'cross_site',
])

/**
 * Publishes changes part by part, text first: it is the part most often refused, and the cheapest. One tab at a time
 * does it for an account. What will be replaced is kept in the history first. When the same fields were changed
 * elsewhere, nothing is sent. A refused part does not hold up the next, unless the reason would meet that one too.
 * What got no answer is looked up before anything is said of it; nothing is sent twice here, because our own server
 * has already tried a cut connection again.
 */
export async function publishChanges(publishing: Publishing): Promise<PublishAttempt> {
  const { published, changes, server, signal, mayLose, onStates } = publishing
  const address = { account: published.id, kind: server.kind }
  const parts = partsOf(changes)
  const states = allParts(changes, 'waiting')
  const outcome = nothingYet()
  const unlock = await lockAccount(published.id)
  if (!unlock) return { kind: 'busy_elsewhere' }
  try {
    // Asked first: for anybody else no picture is fetched, and none is said to be lost.
    const signedIn = await checkSignedIn(published.id)
    if (!signedIn.ok) {
      refuseAll(signedIn.error)
      return doneWith(ok(null))
    }
    const account = { server: server.origin, accountId: published.id, handle: published.handle }
    // Before anything is replaced: nobody else keeps the pictures that were there.
    const { notSaved, problem, end } = await beginEntry(account, changes)
    if (notSaved.some((slot) => !mayLose.has(slot))) {
      await end([])
      return { kind: 'would_lose', slots: notSaved, problem }
    }
    const before = await readPublished(address)
    if (!before.ok) refuseAll(before.error)
    else if (changes.some(({ field }) => fieldValue(before.value, field) !== fieldValue(published, field))) {
      outcome.changedElsewhere = before.value
    }
    const left = before.ok && !outcome.changedElsewhere ? [...parts] : []
    const inPreparation: Change[] = []
    for (let part = next(left); part; part = next(left)) {
      const sent = changes.filter((change) => change.part === part)
      onPart(part, { state: 'sending', share: null })
      // Again before each part, so that nobody waits for an upload that would be refused.
      const still = await checkSignedIn(published.id)
      const answer = still.ok
        ? await postPart(address, part, published, sent, (share) => onPart(part, { state: 'sending', share }))
        : still
      const delivery = still.ok ? deliveryAfter(answer) : 'none'
      if (delivery === 'unknown') onPart(part, { state: 'checking' })
      const settled = await settle(answer, delivery, part, sent, address)
      if (settled.kind === 'taken') takeIn(part, sent, settled.savedProfile, inPreparation)
      else refuse(part, settled.apiError, settled.delivery)
      if (settled.kind === 'refused' && STOPS_EVERYTHING.has(settled.apiError.reason)) break
    }
    leave(left)
    await waitFor(inPreparation)
    return doneWith(await end(outcome.published))
  } finally {
    unlock()
  }

  function doneWith(entry: Result<HistoryEntry | null, StorageProblem>): PublishAttempt {
    return entry.ok
      ? { kind: 'done', outcome, entry: entry.value, historyProblem: null, states }
      : { kind: 'done', outcome, entry: null, historyProblem: entry.error, states }
  }

  function onPart(part: Part, state: PartState) {
    states.set(part, state)
    onStates(new Map(states))
  }

  /** The part to send now; undefined when none is left, or the person stopped it. */
  function next(left: Part[]): Part | undefined {
    return signal.aborted ? undefined : left.shift()
  }

  /** Nothing can be tried: the first part is refused, and the rest waits with it. */
  function refuseAll(apiError: ApiError) {
    const [first, ...rest] = parts
    if (first) refuse(first, apiError, 'none')
    leave(rest)
  }

  function refuse(part: Part, apiError: ApiError, delivery: DeliveryStatus) {
    outcome.refused.push({ part, apiError, delivery })
    onPart(part, { state: 'refused', apiError, delivery })
  }

  function leave(left: Part[]) {
    outcome.notSent.push(...left)
    for (const part of left) onPart(part, { state: 'not_sent' })
  }

  function takeIn(part: Part, sent: Change[], savedProfile: Profile, waiting: Change[]) {
    const { unchanged, altered } = compareWithSaved(sent, savedProfile)
    outcome.savedProfile = savedProfile
    outcome.altered.push(...altered)
    outcome.published.push(...sent.filter((change) => !unchanged.includes(change)))
    const late = unchanged.filter((change) => !isPrepared(change, savedProfile))
    waiting.push(...late)
    if (late.length > 0) return onPart(part, { state: 'preparing' })
    outcome.unchanged.push(...unchanged)
    onPart(part, { state: unchanged.length === sent.length ? 'unchanged' : 'published' })
  }

  async function waitFor(waiting: Change[]) {
    if (waiting.length === 0) return
    const { ready, late, savedProfile } = await untilPrepared(address, waiting, signal)
    outcome.savedProfile = savedProfile ?? outcome.savedProfile
    outcome.published.push(...ready)
    outcome.unchanged.push(...late)
    for (const { part } of ready) onPart(part, { state: 'published' })
    for (const { part } of late) onPart(part, { state: 'unchanged' })
  }
}

/**
 * Keeps other tabs of this browser from publishing to an account. Gives the way to end that; null while another tab
 * publishes. Where there are no locks, as over plain http on a name that is not loopback, or the browser refuses them, as it
 * refuses storage, it is done without.
 */
function lockAccount(accountId: string): Promise<(() => void) | null> {
  const withoutLock = () => undefined
  const locks: LockManager | undefined = navigator.locks
  if (!locks) return Promise.resolve(withoutLock)
  return new Promise((resolve) => {
    locks
      .request(`plumage-publish-${accountId}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((unlock) => resolve(unlock))
        resolve(null)
      })
      .catch(() => resolve(withoutLock))
  })
}

/** What came of sending one part. */
type PartAnswer =
  | { kind: 'taken'; savedProfile: Profile }
  | { kind: 'refused'; apiError: ApiError; delivery: DeliveryStatus }

/** After these the server may have made the change all the same. */
const LEAVES_OPEN = new Set<Reason>(['timeout', 'unavailable', 'unexpected_answer'])

/** When to look once more for what may still be under way: longer than most calls take. */
const LOOK_ONCE_MORE_AFTER_MILLISECONDS = 3000

function deliveryAfter(answer: Result<Profile, ApiError>): DeliveryStatus {
  const isOpen = !answer.ok && (LEAVES_OPEN.has(answer.error.reason) || answer.error.isSiteSilent)
  return isOpen ? 'unknown' : 'none'
}

/**
 * Where it stays open whether the server took a part, the published profile is read, and what arrived counts as taken.
 */
async function settle(
  answer: Result<Profile, ApiError>,
  delivery: DeliveryStatus,
  part: Part,
  changes: Change[],
  address: ProfileAddress,
): Promise<PartAnswer> {
  if (answer.ok) {
    // Whether switches and texts are stored our own server has read again; a picture is compared here alone.
    const isShown = part !== 'background' || compareWithSaved(changes, answer.value).unchanged.length === 0
    const now = isShown ? answer : await readPublished(address)
    return { kind: 'taken', savedProfile: now.ok ? now.value : answer.value }
  }
  if (delivery === 'none') return { kind: 'refused', apiError: answer.error, delivery }
  const looked = await lookUp(answer.error, changes, address)
  if (looked.kind !== 'refused' || looked.delivery === 'none') return looked
  await new Promise((resolve) => setTimeout(resolve, LOOK_ONCE_MORE_AFTER_MILLISECONDS))
  return lookUp(answer.error, changes, address)
}

async function lookUp(apiError: ApiError, changes: Change[], address: ProfileAddress): Promise<PartAnswer> {
  const now = await readPublished(address)
  if (!now.ok) return { kind: 'refused', apiError, delivery: 'unknown' }
  if (hasArrived(changes, now.value)) return { kind: 'taken', savedProfile: now.value }
  // An answer ends the matter. Without one the server may still be at work on it.
  const isAnswered = apiError.reason !== 'timeout' && (!apiError.isSiteSilent || apiError.isIntercepted)
  return { kind: 'refused', apiError, delivery: isAnswered ? 'none' : 'late' }
}

/** The outcome before anything was tried. */
export const nothingYet = (): PublishOutcome => ({
  savedProfile: null,
  published: [],
  altered: [],
  unchanged: [],
  refused: [],
  notSent: [],
  changedElsewhere: null,
})

/**
 * When to look again for a picture the server took but does not show yet, in milliseconds after the last look.
 * X says of photos to look "at least 5 seconds" later, and of headers that they may not exist right away.
 */
const LOOK_AGAIN_AFTER_MILLISECONDS = [5000, 8000, 15_000, 30_000]

/** False for a change of photo or header that the answer does not show: such pictures may come later. */
function isPrepared(change: Change, savedProfile: Profile): boolean {
  return change.field === 'background' || change.kind !== 'picture' || hasArrived([change], savedProfile)
}

/** Looks for pictures until the profile shows them, or for about a minute, or until `signal` is aborted. */
async function untilPrepared(
  address: ProfileAddress,
  waiting: Change[],
  signal: AbortSignal,
): Promise<{ ready: Change[]; late: Change[]; savedProfile: Profile | null }> {
  let late = waiting
  let savedProfile: Profile | null = null
  for (const milliseconds of LOOK_AGAIN_AFTER_MILLISECONDS) {
    if (late.length === 0 || signal.aborted) break
    await pause(milliseconds, signal)
    const now = await readPublished(address)
    if (!now.ok) continue
    const shown = now.value
    savedProfile = shown
    late = late.filter((change) => !hasArrived([change], shown))
  }
  return { ready: waiting.filter((change) => !late.includes(change)), late, savedProfile }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
