import {
  backgroundParameters,
  type Change,
  compareWithKept,
  draftWithOnly,
  type Part,
  partsOf,
  textParameters,
} from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import type { Refusal } from '@/lib/refusal'
import type { Result } from '@/lib/result'
import {
  publishAvatar,
  publishBackground,
  publishBanner,
  publishText,
  readSignedInId,
  removeBanner,
} from './profile-api'

/** How far one part has come. */
export type PartState =
  | { state: 'waiting' | 'sending' | 'published' | 'not_sent' }
  | { state: 'refused'; refusal: Refusal }
  | { state: 'unchanged' }

/** What came of publishing, part by part. */
export interface PublishOutcome {
  /** The profile by the last part that was taken; null when none was. */
  kept: Profile | null
  /** The changes the server's answer shows. */
  published: Change[]
  /** Texts among them that the server keeps otherwise than they were sent. */
  altered: Change[]
  /** Changes the server answered without refusing, while its answer shows nothing of them. */
  unchanged: Change[]
  refused: { part: Part; refusal: Refusal }[]
  /** Parts that were not tried, because an earlier refusal would have met them too. */
  notSent: Part[]
  /** True when another account was found signed in; from then on nothing was sent. */
  isOtherAccount: boolean
}

/** After these every further call would be refused the same way. */
const STOPS_EVERYTHING = new Set(['signed_out', 'session_expired', 'rate_limited', 'cross_site'])

/**
 * Publishes changes part by part, text first: it is the part most often refused, and the cheapest.
 * A refused part does not hold up the next, unless the reason would meet that one too.
 */
export async function publishChanges(
  published: Profile,
  changes: Change[],
  onPart: (part: Part, state: PartState) => void,
): Promise<PublishOutcome> {
  const outcome: PublishOutcome = {
    kept: null,
    published: [],
    altered: [],
    unchanged: [],
    refused: [],
    notSent: [],
    isOtherAccount: false,
  }
  let isStopped = false
  for (const part of partsOf(changes)) {
    if (isStopped) {
      outcome.notSent.push(part)
      onPart(part, { state: 'not_sent' })
      continue
    }
    onPart(part, { state: 'sending' })
    const sent = changes.filter((change) => change.part === part)
    const answer = await sendPart(part, published, sent)
    if (answer === 'other_account') {
      outcome.isOtherAccount = true
      isStopped = true
      outcome.notSent.push(part)
      onPart(part, { state: 'not_sent' })
      continue
    }
    if (!answer.ok) {
      outcome.refused.push({ part, refusal: answer.error })
      onPart(part, { state: 'refused', refusal: answer.error })
      isStopped = STOPS_EVERYTHING.has(answer.error.reason)
      continue
    }
    const { unchanged, altered } = compareWithKept(sent, answer.value)
    outcome.kept = answer.value
    outcome.published.push(...sent.filter((change) => !unchanged.includes(change)))
    outcome.altered.push(...altered)
    outcome.unchanged.push(...unchanged)
    onPart(part, { state: unchanged.length === sent.length ? 'unchanged' : 'published' })
  }
  return outcome
}

/** Asks who is signed in before each part: another tab may change the account while an upload is on its way. */
async function sendPart(
  part: Part,
  published: Profile,
  changes: Change[],
): Promise<Result<Profile, Refusal> | 'other_account'> {
  const signedInId = await readSignedInId()
  if (!signedInId.ok) return signedInId
  // With nobody signed in our own server refuses, and says why.
  if (signedInId.value !== null && signedInId.value !== published.id) return 'other_account'
  const draft = draftWithOnly(published, changes)
  if (part === 'background') return publishBackground(backgroundParameters(changes, draft))
  if (part === 'avatar' && draft.avatar) return publishAvatar(draft.avatar.file)
  if (part === 'banner' && draft.banner) {
    return draft.banner === 'removed' ? removeBanner() : publishBanner(draft.banner.file)
  }
  return publishText(textParameters(changes))
}
