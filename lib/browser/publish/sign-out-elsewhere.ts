const CHANNEL_NAME = 'plumage-sign-out'

/** Stands for every account that is signed in. */
export const ALL_ACCOUNTS = 'all'

/**
 * Tells the other tabs that this browser signs an account out, or all, before it is done: what they are sending for it
 * must not arrive after it.
 */
export function announceSignOut(account: string): void {
  const channel = new BroadcastChannel(CHANNEL_NAME)
  channel.postMessage(account)
  channel.close()
}

/** Calls `listener` when another tab signs this account out. Gives the way to stop that. */
export function onSignOutElsewhere(account: string, listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL_NAME)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === account || data === ALL_ACCOUNTS) listener()
  })
  return () => channel.close()
}
