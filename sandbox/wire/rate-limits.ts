import type { Account, RateLimit } from '../state'
import type { Store } from '../store'

/** X's window: fixed, from the first call. */
export const WINDOW_SECONDS = 15 * 60

/** Above this many counted windows, those that are over are forgotten, and then the oldest. */
const MAX_REMEMBERED_WINDOWS = 10_000

/** Where one caller stands at one endpoint. */
export interface RateStanding {
  limit: number
  remaining: number
  /** Unix seconds. */
  resetAtSeconds: number
  /** True when this call was one too many. */
  exceeded: boolean
}

export interface Limit {
  limit: number
  windowSeconds: number
}

/**
 * The limit that holds for a caller at an endpoint: one set by hand for this account, one set for all, X's own.
 * Null where nothing is counted, as with X's writes.
 */
export function limitFor(
  store: Store,
  path: string,
  ownLimit: number | undefined,
  account: Account | null,
): Limit | null {
  const set = store.state.rateLimits.filter((candidate) => candidate.path === path)
  const screenName = account?.screenName.toLowerCase()
  const chosen: RateLimit | undefined =
    set.find((candidate) => candidate.screen_name !== undefined && candidate.screen_name === screenName) ??
    set.find((candidate) => candidate.screen_name === undefined)
  if (chosen) return { limit: chosen.limit, windowSeconds: chosen.window_seconds }
  return ownLimit === undefined ? null : { limit: ownLimit, windowSeconds: WINDOW_SECONDS }
}

/** Counts one call of this token at this path. */
export function countCall(store: Store, token: string, path: string, limit: Limit): RateStanding {
  const key = `${token} ${path}`
  const window = runningWindow(store, key, limit)
  window.used += 1
  if (store.rateWindows.size >= MAX_REMEMBERED_WINDOWS) forgetOver(store)
  store.rateWindows.set(key, window)
  return standing(window, limit)
}

/** Where this token stands at this path, without counting. */
export function rateStanding(store: Store, token: string, path: string, limit: Limit): RateStanding {
  return standing(runningWindow(store, `${token} ${path}`, limit), limit)
}

interface Window {
  endsAtSeconds: number
  used: number
}

function runningWindow(store: Store, key: string, { windowSeconds }: Limit): Window {
  const nowSeconds = Math.floor(store.clock() / 1000)
  const running = store.rateWindows.get(key)
  return running && running.endsAtSeconds > nowSeconds
    ? running
    : { endsAtSeconds: nowSeconds + windowSeconds, used: 0 }
}

function standing(window: Window, { limit }: Limit): RateStanding {
  return {
    limit,
    remaining: Math.max(0, limit - window.used),
    resetAtSeconds: window.endsAtSeconds,
    exceeded: window.used > limit,
  }
}

function forgetOver(store: Store): void {
  const nowSeconds = store.clock() / 1000
  for (const [key, window] of store.rateWindows) {
    if (window.endsAtSeconds <= nowSeconds) store.rateWindows.delete(key)
  }
  for (const key of store.rateWindows.keys()) {
    if (store.rateWindows.size < MAX_REMEMBERED_WINDOWS) break
    store.rateWindows.delete(key)
  }
}

/** Puts the three headers clients read among those of an answer. */
export function tellRateLimit(
  headers: Record<string, string>,
  { limit, remaining, resetAtSeconds }: Omit<RateStanding, 'exceeded'>,
): void {
  headers['x-rate-limit-limit'] = String(limit)
  headers['x-rate-limit-remaining'] = String(remaining)
  headers['x-rate-limit-reset'] = String(resetAtSeconds)
}

/** For a refusal set by hand, where nothing was counted: none left, a whole window to wait. */
export function exhaustedHeaders(nowMs: number): Record<string, string> {
  const headers = {}
  tellRateLimit(headers, {
    limit: 75,
    remaining: 0,
    resetAtSeconds: Math.floor(nowMs / 1000) + WINDOW_SECONDS,
  })
  return headers
}
