import type { ApiError, DeliveryStatus, Reason } from '@/lib/profile/api-error'
import type { Change, Part } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import {
  backgroundParameters,
  compareWithSaved,
  draftWithOnly,
  hasArrived,
  textParameters,
} from '@/lib/profile/publish-parts'
import type { Result } from '@/lib/result'
import type { ServerKind } from '@/lib/server-kinds'
import {
  checkSignedIn,
  type OnShare,
  type ProfileAddress,
  publishAvatar,
  publishBackground,
  publishBanner,
  publishText,
  readPublished,
  removeBanner,
} from './profile-api'

/** What came of sending one part. */
export type PartAnswer =
  | { kind: 'taken'; savedProfile: Profile }
  | { kind: 'refused'; apiError: ApiError; delivery: DeliveryStatus }

/** When to look once more for what may still be under way: longer than most calls take. */
const LOOK_AGAIN_AFTER_MILLISECONDS = 3000

/** After these the server may have made the change all the same. */
const LEAVES_OPEN = new Set<Reason>(['timeout', 'unavailable', 'unexpected_answer'])

export interface PartListener {
  /** How much of the part's picture has left the device, from 0 to 1. */
  onShare: OnShare
  /** The looking begins whether a part without an answer has arrived. */
  onCheck: () => void
}

/**
 * Sends one part. When it stays open whether the server took it, the published profile is read, and what arrived
 * counts as taken. Nothing is sent twice here: our own server has already tried a cut connection again, and a server
 * that says it is busy is left in peace until the person asks.
 */
export async function sendPart(
  part: Part,
  published: Profile,
  kind: ServerKind,
  changes: Change[],
  { onShare, onCheck }: PartListener,
): Promise<PartAnswer> {
  const first = await sendOnce(part, published, kind, changes, onShare)
  if (first.kind === 'taken') {
    // Whether switches and texts are stored our own server has read again; a picture is compared here alone.
    const isShown =
      part !== 'background' || compareWithSaved(changes, first.savedProfile).unchanged.length === 0
    const now = isShown ? null : await readPublished({ account: published.id, kind })
    return now?.ok ? { kind: 'taken', savedProfile: now.value } : first
  }
  if (first.delivery === 'none') return first
  onCheck()
  const looked = await lookUp(first.apiError, published, kind, changes)
  if (looked.kind !== 'refused' || looked.delivery === 'none') return looked
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MILLISECONDS))
  return lookUp(first.apiError, published, kind, changes)
}

/** Asks who is signed in before each part, so that nobody waits for an upload that would be refused. */
async function sendOnce(
  part: Part,
  published: Profile,
  kind: ServerKind,
  changes: Change[],
  onShare: OnShare,
): Promise<PartAnswer> {
  const signedIn = await checkSignedIn(published.id)
  if (!signedIn.ok) return { kind: 'refused', apiError: signedIn.error, delivery: 'none' }
  const answer = await post(part, published, kind, changes, onShare)
  if (answer.ok) return { kind: 'taken', savedProfile: answer.value }
  const isOpen = LEAVES_OPEN.has(answer.error.reason) || answer.error.isSiteSilent
  const delivery = isOpen ? 'unknown' : 'none'
  return { kind: 'refused', apiError: answer.error, delivery }
}

function post(
  part: Part,
  published: Profile,
  kind: ServerKind,
  changes: Change[],
  onShare: OnShare,
): Promise<Result<Profile, ApiError>> {
  const draft = draftWithOnly(published, changes)
  const to: ProfileAddress = { account: published.id, kind }
  if (part === 'background') return publishBackground(to, backgroundParameters(changes, draft), onShare)
  if (part === 'avatar' && draft.avatar) return publishAvatar(to, draft.avatar.file, onShare)
  if (part === 'banner' && draft.banner) {
    return draft.banner === 'removed' ? removeBanner(to) : publishBanner(to, draft.banner.file, onShare)
  }
  return publishText(to, textParameters(changes))
}

async function lookUp(
  apiError: ApiError,
  published: Profile,
  kind: ServerKind,
  changes: Change[],
): Promise<PartAnswer> {
  const now = await readPublished({ account: published.id, kind })
  if (!now.ok) return { kind: 'refused', apiError, delivery: 'unknown' }
  if (hasArrived(changes, now.value)) return { kind: 'taken', savedProfile: now.value }
  // An answer ends the matter. Without one the server may still be at work on it.
  const isAnswered = apiError.reason !== 'timeout' && !apiError.isSiteSilent
  return { kind: 'refused', apiError, delivery: isAnswered ? 'none' : 'late' }
}
