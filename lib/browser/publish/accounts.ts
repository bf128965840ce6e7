import { z } from 'zod/mini'
import { err, ok, type Result } from '@/lib/result'

/** An account that is signed in beside others. */
export interface OtherAccount {
  id: string
  /** Without the @. */
  handle: string
}

const AccountsSchema = z.object({
  accounts: z.array(z.object({ id: z.string(), handle: z.string(), active: z.boolean() })),
})

const CHANNEL_NAME = 'plumage-account'

/** Makes another of the accounts that are signed in the active one, for all tabs. */
export async function switchAccount(accountId: string): Promise<Result<null, 'signed_out' | 'unavailable'>> {
  const body = new URLSearchParams({ to: accountId })
  const response = await fetch('/api/account/switch_account', { method: 'POST', body }).catch(() => null)
  if (!response?.ok) return err(response?.status === 401 ? 'signed_out' : 'unavailable')
  const channel = new BroadcastChannel(CHANNEL_NAME)
  channel.postMessage(accountId)
  channel.close()
  return ok(null)
}

/** The account that is active instead of the one a page shows. */
export interface ActiveElsewhere {
  active: OtherAccount
  /** Whether the page's own is signed in still. */
  isStillSignedIn: boolean
}

/**
 * Tells the other tabs which account this page shows, and calls `listener` whenever another one is active, or none but
 * it any more (null). Gives the way to stop that.
 */
export function watchActiveAccount(
  accountId: string,
  listener: (elsewhere: ActiveElsewhere | null) => void,
): () => void {
  const channel = new BroadcastChannel(CHANNEL_NAME)
  let isStopped = false
  let isElsewhere = false
  async function check() {
    const elsewhere = await readActiveElsewhere(accountId)
    if (elsewhere === undefined || isStopped) return false
    isElsewhere = elsewhere !== null
    listener(elsewhere)
    return elsewhere === null
  }
  async function checkAnnounced({ data }: MessageEvent<unknown>) {
    if (data === accountId && !isElsewhere) return
    const isActive = await check()
    // A tab that has just begun to listen shows another one, and missed that this one became active.
    if (isActive && data !== accountId) channel.postMessage(accountId)
  }
  const checkRestored = ({ persisted }: PageTransitionEvent) => persisted && check()
  channel.addEventListener('message', checkAnnounced)
  window.addEventListener('pageshow', checkRestored)
  channel.postMessage(accountId)
  return () => {
    isStopped = true
    channel.close()
    window.removeEventListener('pageshow', checkRestored)
  }
}

/** Null when the account is the active one; undefined when that cannot be told, or nobody is signed in. */
async function readActiveElsewhere(accountId: string): Promise<ActiveElsewhere | null | undefined> {
  const json: unknown = await fetch('/api/account/signed_in_accounts', { cache: 'no-store' })
    .then((response) => response.json())
    .catch(() => null)
  const read = AccountsSchema.safeParse(json)
  if (!read.success) return undefined
  const { accounts } = read.data
  const active = accounts.find((account) => account.active)
  if (!active || active.id === accountId) return active && null
  return { active, isStillSignedIn: accounts.some(({ id }) => id === accountId) }
}
