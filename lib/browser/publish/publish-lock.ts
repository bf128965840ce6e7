/**
 * Runs `work` unless another tab of this browser is publishing to the same account; then it gives null.
 * Where there are no locks, as over plain http on a name that is not loopback, it is run all the same.
 */
export async function withPublishLock<Value>(
  accountId: string,
  work: () => Promise<Value>,
): Promise<Value | null> {
  if (!('locks' in navigator)) return work()
  return navigator.locks.request(`plumage-publish-${accountId}`, { ifAvailable: true }, (lock) =>
    lock ? work() : null,
  )
}
