import type { Change } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { hasArrived } from '@/lib/profile/publish-parts'
import { readPublished } from './profile-api'

/**
 * When to look again for a picture the server took but does not show yet, in milliseconds after the last look.
 * X says of photos to look "at least 5 seconds" later, and of headers that they may not exist right away.
 */
const LOOK_AGAIN_AFTER_MILLISECONDS = [5000, 8000, 15_000, 30_000]

/** False for a change of photo or header that the answer does not show: such pictures may come later. */
export function isPrepared(change: Change, kept: Profile): boolean {
  return change.field === 'background' || change.kind !== 'picture' || hasArrived([change], kept)
}

/** Looks for pictures until the profile of `account` shows them, or for about a minute, or until `signal` is aborted. */
export async function untilPrepared(
  account: string,
  waiting: Change[],
  signal: AbortSignal,
): Promise<{ ready: Change[]; late: Change[]; kept: Profile | null }> {
  let late = waiting
  let kept: Profile | null = null
  for (const milliseconds of LOOK_AGAIN_AFTER_MILLISECONDS) {
    if (late.length === 0 || signal.aborted) break
    await pause(milliseconds, signal)
    const now = await readPublished(account)
    if (!now.ok) continue
    const shown = now.value
    kept = shown
    late = late.filter((change) => !hasArrived([change], shown))
  }
  return { ready: waiting.filter((change) => !late.includes(change)), late, kept }
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
