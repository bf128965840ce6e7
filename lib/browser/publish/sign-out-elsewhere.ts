/** Null where the browser has no such channel; a tab then learns of a sign-out with the next thing it asks. */
const openChannel = () =>
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('plumage-sign-out')

/** Tells the other tabs that this browser signs out, before it is done: what they are sending must not arrive after it. */
export function announceSignOut(): void {
  const channel = openChannel()
  channel?.postMessage('signing out')
  channel?.close()
}

/** Calls `listener` when another tab signs out. Gives the way to stop that. */
export function onSignOutElsewhere(listener: () => void): () => void {
  const channel = openChannel()
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}
