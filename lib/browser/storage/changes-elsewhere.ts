import { z } from 'zod/mini'
import type { AccountKey } from './database'
import { randomId } from './random-id'

/** Which of an account's things another tab has changed. */
export type SavedThing = 'draft' | 'history' | 'looks'

/** This tab, among the others on this device. */
export const TAB_ID = randomId()

const ChangeSchema = z.object({
  tabId: z.string(),
  thing: z.enum(['draft', 'history', 'looks']),
  server: z.string(),
  accountId: z.string(),
})

/** Null where the browser has no such channel; tabs then learn of each other when they write. */
const openChannel = () => (typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('plumage'))

let channel: BroadcastChannel | null = null

/** Tells the other tabs that something of this account was written here. */
export function tellElsewhere({ server, accountId }: AccountKey, thing: SavedThing): void {
  channel ??= openChannel()
  channel?.postMessage({ tabId: TAB_ID, thing, server, accountId })
}

/**
 * Calls `listener` whenever another tab has written the thing of this account. Gives the way to stop that.
 */
export function onChangedElsewhere(account: AccountKey, thing: SavedThing, listener: () => void): () => void {
  const own = openChannel()
  const hear = ({ data }: MessageEvent<unknown>) => {
    const change = ChangeSchema.safeParse(data)
    if (!change.success || change.data.tabId === TAB_ID || change.data.thing !== thing) return
    const { server, accountId } = change.data
    if (server === account.server && accountId === account.accountId) listener()
  }
  own?.addEventListener('message', hear)
  return () => own?.close()
}
