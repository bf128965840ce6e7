/** Between two attempts to fetch what did not come. */
const RETRY_MILLISECONDS = 3000

interface Attempts {
  /** Ends the attempts; then the promise stays pending. */
  signal?: AbortSignal
  /** Told of each attempt that failed. */
  onFailure?: () => void
}

/** Loads code that a bad network may keep back: tries again, every few seconds, until it comes. */
export async function untilLoaded<T>(
  load: () => Promise<T>,
  { signal, onFailure }: Attempts = {},
): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      if (!signal?.aborted) onFailure?.()
      await new Promise<void>((resolve) => {
        setTimeout(() => !signal?.aborted && resolve(), RETRY_MILLISECONDS)
      })
    }
  }
}
