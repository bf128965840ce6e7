import type { Store } from '../store'

/** X's window: fixed, from the first call. */
const WINDOW_SECONDS = 15 * 60

/** Where one caller stands at one endpoint, after this call was counted. */
export interface RateStanding {
  limit: number
  remaining: number
  /** Unix seconds. */
  resetAtSeconds: number
  /** True when this call was one too many. */
  exceeded: boolean
}

/** Counts one call of this token at this path. */
export function countCall(store: Store, token: string, path: string, limit: number): RateStanding {
  const nowSeconds = Math.floor(store.clock() / 1000)
  const key = `${token} ${path}`
  const running = store.rateWindows.get(key)
  const window =
    running && running.endsAtSeconds > nowSeconds
      ? running
      : { endsAtSeconds: nowSeconds + WINDOW_SECONDS, used: 0 }
  window.used += 1
  store.rateWindows.set(key, window)
  return {
    limit,
    remaining: Math.max(0, limit - window.used),
    resetAtSeconds: window.endsAtSeconds,
    exceeded: window.used > limit,
  }
}

/** The three headers clients read. */
export function rateLimitHeaders(standing: RateStanding): Record<string, string> {
  return {
    'x-rate-limit-limit': String(standing.limit),
    'x-rate-limit-remaining': String(standing.remaining),
    'x-rate-limit-reset': String(standing.resetAtSeconds),
  }
}

/** For a refusal set by hand, where nothing was counted: none left, a whole window to wait. */
export function exhaustedHeaders(nowMs: number): Record<string, string> {
  const resetAtSeconds = Math.floor(nowMs / 1000) + WINDOW_SECONDS
  return rateLimitHeaders({ limit: 75, remaining: 0, resetAtSeconds, exceeded: true })
}
