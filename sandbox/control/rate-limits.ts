import { z } from 'zod'
import type { Account, RateLimit } from '../state/schema'
import { accountByScreenName, type Store } from '../state/store'
import { type ControlResult, controlError, limitError, schemaError, wholeNumber } from './errors'

/** A day: X's longest window. */
const MAX_WINDOW_SECONDS = 86_400

const MAX_LIMIT = 1_000_000

const MAX_RATE_LIMITS = 2_000

/** An endpoint where calls are counted. */
export interface ListedEndpoint {
  /** With its version, without `.json`. */
  path: string
  /** X's calls in a quarter of an hour; undefined where it counts none. */
  limit: number | undefined
}

const UNKNOWN_PATH = 'path is one that is imitated below /1.1/ or /2/, as /1.1/account/settings.json is'

export const rateLimitRequestSchema = z.strictObject({
  path: z.string(),
  limit: wholeNumber('limit', 0, MAX_LIMIT),
  window_seconds: wholeNumber('window_seconds', 1, MAX_WINDOW_SECONDS).optional().describe('Empty: 900'),
  screen_name: z.string().optional().describe('Empty: every token'),
})

/**
 * Sets how many calls of an endpoint a token has, for everyone or for one account, and counts from anew. Refuses
 * calls only in mode `rate_limits: x`.
 */
export function setRateLimit(
  store: Store,
  endpoints: readonly ListedEndpoint[],
  request: unknown,
): ControlResult<RateLimit> {
  // A limit anywhere else would do nothing, and nobody would notice.
  const isCounted = (path: string) => endpoints.some((endpoint) => endpoint.path === resourceOf(path))
  const parsed = rateLimitRequestSchema
    .extend({ path: z.string().refine(isCounted, UNKNOWN_PATH) })
    .safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const { path, limit, window_seconds = WINDOW_SECONDS, screen_name: screenName } = parsed.data
  if (screenName !== undefined && !accountByScreenName(store, screenName)) {
    return controlError(`There is no account named ${screenName}.`, 'screen_name')
  }
  const rateLimit: RateLimit = {
    path: resourceOf(path),
    limit,
    window_seconds,
    ...(screenName !== undefined && { screen_name: screenName.toLowerCase() }),
  }
  store.state.rateLimits = store.state.rateLimits.filter(
    (old) => old.path !== rateLimit.path || old.screen_name !== rateLimit.screen_name,
  )
  if (store.state.rateLimits.length >= MAX_RATE_LIMITS) return limitError('limits', MAX_RATE_LIMITS)
  store.state.rateLimits.push(rateLimit)
  countAnew(store, rateLimit.path)
  store.changed()
  return { ok: true, value: rateLimit, status: 201 }
}

/** Which limits are meant; neither: all of them. */
export interface WhichLimits {
  /** The one of this path, for everyone unless `screenName` is there too. */
  path?: string
  /** Those set for this account alone. */
  screenName?: string
}

/** X's own limits again, and nothing counted yet. Tells how many limits were taken away. */
export function clearRateLimits(store: Store, { path, screenName }: WhichLimits = {}): number {
  const isAll = path === undefined && screenName === undefined
  const cleared = store.state.rateLimits.filter(
    (limit) =>
      isAll ||
      ((path === undefined || limit.path === resourceOf(path)) &&
        limit.screen_name === screenName?.toLowerCase()),
  )
  store.state.rateLimits = store.state.rateLimits.filter((limit) => !cleared.includes(limit))
  if (isAll) store.rateWindows.clear()
  for (const limit of cleared) countAnew(store, limit.path)
  store.changed()
  return cleared.length
}

function countAnew(store: Store, path: string): void {
  for (const key of store.rateWindows.keys()) {
    if (key.endsWith(` ${path}`)) store.rateWindows.delete(key)
  }
}

/** X's window: fixed, from the first call. */
export const WINDOW_SECONDS = 15 * 60

/** Above this many counted windows, those that are over are forgotten, and then the oldest. */
const MAX_STORED_WINDOWS = 10_000

/** How many calls one caller has used at one endpoint. */
export interface RateUsage {
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
 * The limit that holds for a caller at an endpoint: one set for this account, one set for all, X's own.
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
export function countCall(store: Store, token: string, path: string, limit: Limit): RateUsage {
  const key = `${token} ${path}`
  const window = runningWindow(store, key, limit)
  window.used += 1
  if (store.rateWindows.size >= MAX_STORED_WINDOWS) forgetOver(store)
  store.rateWindows.set(key, window)
  return usageOf(window, limit)
}

/** The usage of this token at this path, without counting. */
export function rateUsage(store: Store, token: string, path: string, limit: Limit): RateUsage {
  return usageOf(runningWindow(store, `${token} ${path}`, limit), limit)
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

function usageOf(window: Window, { limit }: Limit): RateUsage {
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
    if (store.rateWindows.size < MAX_STORED_WINDOWS) break
    store.rateWindows.delete(key)
  }
}

/** Puts the three headers clients read among those of an answer. */
export function setRateLimitHeaders(
  headers: Record<string, string>,
  { limit, remaining, resetAtSeconds }: Omit<RateUsage, 'exceeded'>,
): void {
  headers['x-rate-limit-limit'] = String(limit)
  headers['x-rate-limit-remaining'] = String(remaining)
  headers['x-rate-limit-reset'] = String(resetAtSeconds)
}

/** A path without its `.json`, without a slash at its end, and with `:id` for an upload's: what endpoints and faults are found by. */
export function resourceOf(path: string): string {
  return path
    .replace(/\/$/, '')
    .replace(/\.json$/, '')
    .replace(/^(\/2\/media\/upload)\/\d{1,19}\//, '$1/:id/')
}

/** For a fault, where nothing was counted: none left, a whole window to wait. */
export function exhaustedHeaders(nowMs: number): Record<string, string> {
  const headers = {}
  setRateLimitHeaders(headers, {
    limit: 75,
    remaining: 0,
    resetAtSeconds: Math.floor(nowMs / 1000) + WINDOW_SECONDS,
  })
  return headers
}
