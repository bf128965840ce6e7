import type { ApiError, DeliveryStatus } from '@/lib/profile/api-error'
import type { Change, Part } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { compareWithSaved, hasArrived, partsOf } from '@/lib/profile/publish-parts'
import { fieldValue } from '@/lib/profile/rebase-draft'
import type { ServerKind } from '@/lib/server-kinds'
import { type ProfileAddress, readPublished } from './profile-api'
import { type PartAnswer, sendPart } from './send-part'

/** How far one part has come. */
export type PartState =
  /** `checking`: no answer came, so it is looked up. `preparing`: taken, and the server still works on the picture. */
  | { state: 'waiting' | 'checking' | 'preparing' | 'published' | 'not_sent' | 'unchanged' }
  /** `share`: how much of its picture has left the device, from 0 to 1; null while nobody said. */
  | { state: 'sending'; share: number | null }
  | { state: 'refused'; apiError: ApiError; delivery: DeliveryStatus }

export interface RefusedPart {
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

export interface Publishing {
  /** The published profile the review showed. */
  published: Profile
  /** What keeps it. */
  kind: ServerKind
  /** What the person saw and agreed to. */
  changes: Change[]
  onPart: (part: Part, state: PartState) => void
  /** Once aborted, no further part is begun. */
  signal: AbortSignal
}

/** After these every further call would be refused the same way. */
const STOPS_EVERYTHING = new Set([
  'signed_out',
  'account_changed',
  'session_expired',
  'rate_limited',
  'cross_site',
])

/**
 * Publishes changes part by part, text first: it is the part most often refused, and the cheapest. First it looks
 * whether the same fields were changed elsewhere, and then sends nothing. A refused part does not hold up the next,
 * unless the reason would meet that one too. What got no answer is looked up before anything is said of it.
 */
export async function publishChanges(publishing: Publishing): Promise<PublishOutcome> {
  const { published, kind, changes, onPart, signal } = publishing
  const address = { account: published.id, kind }
  const outcome = nothingYet()
  const parts = partsOf(changes)
  const before = await readPublished(address)
  if (!before.ok) return nothingSent(parts, before.error, onPart)
  if (changes.some(({ field }) => fieldValue(before.value, field) !== fieldValue(published, field))) {
    return { ...outcome, changedElsewhere: before.value }
  }
  const inPreparation: Change[] = []
  for (const [index, part] of parts.entries()) {
    if (signal.aborted) {
      leave(parts.slice(index))
      break
    }
    const sent = changes.filter((change) => change.part === part)
    onPart(part, { state: 'sending', share: null })
    const answer = await sendPart(part, published, kind, sent, {
      onShare: (share) => onPart(part, { state: 'sending', share }),
      onCheck: () => onPart(part, { state: 'checking' }),
    })
    if (answer.kind === 'taken') takeIn(part, sent, answer, inPreparation)
    if (answer.kind === 'refused') refuse(part, answer.apiError, answer.delivery)
    if (answer.kind === 'refused' && STOPS_EVERYTHING.has(answer.apiError.reason)) {
      leave(parts.slice(index + 1))
      break
    }
  }
  await waitFor(inPreparation)
  return outcome

  function refuse(part: Part, apiError: ApiError, delivery: DeliveryStatus) {
    outcome.refused.push({ part, apiError, delivery })
    onPart(part, { state: 'refused', apiError, delivery })
  }

  function leave(left: Part[]) {
    outcome.notSent.push(...left)
    for (const part of left) onPart(part, { state: 'not_sent' })
  }

  function takeIn(
    part: Part,
    sent: Change[],
    { savedProfile }: PartAnswer & { kind: 'taken' },
    waiting: Change[],
  ) {
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

/** The outcome where nothing can be tried: the first part is refused, and the rest waits with it. */
export function nothingSent(
  [first, ...rest]: Part[],
  apiError: ApiError,
  onPart: Publishing['onPart'],
): PublishOutcome {
  if (first) onPart(first, { state: 'refused', apiError, delivery: 'none' })
  for (const part of rest) onPart(part, { state: 'not_sent' })
  const refused = first ? [{ part: first, apiError, delivery: 'none' as const }] : []
  return { ...nothingYet(), refused, notSent: rest }
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
