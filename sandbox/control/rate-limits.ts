import { z } from 'zod'
import { V1, V2 } from '../routes/api'
import type { RateLimit } from '../state'
import { accountByScreenName, type Store } from '../store'
import { WINDOW_SECONDS } from '../wire/rate-limits'
import { resourceOf } from './faults'
import { full, type Refusal, refused, refusedBySchema, wholeNumber } from './refusal'

/** A day: X's longest window. */
const MAX_WINDOW_SECONDS = 86_400

const MAX_LIMIT = 1_000_000

const MAX_RATE_LIMITS = 2_000

/** Where calls are counted: a limit anywhere else would do nothing, and nobody would be told. */
const isCounted = (path: string) =>
  [V1, V2].some(({ endpoints }) => Object.hasOwn(endpoints, resourceOf(path)))

const rateLimitRequestSchema = z.strictObject({
  path: z
    .string()
    .refine(isCounted, 'path is one that is imitated below /1.1/ or /2/, as /1.1/account/settings.json is'),
  limit: wholeNumber('limit', 0, MAX_LIMIT),
  window_seconds: wholeNumber('window_seconds', 1, MAX_WINDOW_SECONDS).optional(),
  screen_name: z.string().optional(),
})

export type RateLimitResult = { ok: true; rateLimit: RateLimit } | Refusal

/**
 * Sets how many calls of an endpoint a token has, for everyone or for one account, and counts from anew. Refuses
 * calls only in mode `rate_limits: x`.
 */
export function setRateLimit(store: Store, request: unknown): RateLimitResult {
  const parsed = rateLimitRequestSchema.safeParse(request)
  if (!parsed.success) return refusedBySchema(parsed.error)
  const { path, limit, window_seconds = WINDOW_SECONDS, screen_name: screenName } = parsed.data
  if (screenName !== undefined && !accountByScreenName(store, screenName)) {
    return refused(`There is no account named ${screenName}.`, 'screen_name')
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
  if (store.state.rateLimits.length >= MAX_RATE_LIMITS) return full('limits', MAX_RATE_LIMITS)
  store.state.rateLimits.push(rateLimit)
  countAnew(store, rateLimit.path)
  store.changed()
  return { ok: true, rateLimit }
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
