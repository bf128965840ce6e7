import { z } from 'zod'
import type { RateLimit } from '../state'
import { accountByScreenName, type Store } from '../store'
import { WINDOW_SECONDS } from '../wire/rate-limits'
import { resourceOf } from './faults'
import { type Refusal, refused, refusedBySchema, wholeNumber } from './refusal'

/** A day: X's longest window. */
const MAX_WINDOW_SECONDS = 86_400

const MAX_LIMIT = 1_000_000

const rateLimitRequestSchema = z.strictObject({
  path: z.string().startsWith('/1.1/', 'path is one below /1.1/, as in /1.1/account/settings.json'),
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
  store.state.rateLimits.push(rateLimit)
  for (const key of store.rateWindows.keys()) {
    if (key.endsWith(` ${rateLimit.path}`)) store.rateWindows.delete(key)
  }
  store.changed()
  return { ok: true, rateLimit }
}

/** X's own limits again, and nothing counted yet. Tells how many limits were taken away. */
export function clearRateLimits(store: Store): number {
  const cleared = store.state.rateLimits.length
  store.state.rateLimits = []
  store.rateWindows.clear()
  store.changed()
  return cleared
}
