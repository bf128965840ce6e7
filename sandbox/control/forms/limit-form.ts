import type { RateLimit } from '../../state'
import { accountByScreenName, modesFor, type Store } from '../../store'
import { setRateLimit } from '../rate-limits'
import type { Refusal } from '../refusal'
import { fullPath } from './fault-form'
import { number, type Typed, text } from './typed'

/** The form "Set a limit". */
export function setLimitByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const result = setRateLimit(store, {
    path: fullPath(text(typed, 'path') ?? ''),
    limit: number(typed, 'limit'),
    window_seconds: number(typed, 'window_seconds'),
    screen_name: text(typed, 'screen_name'),
  })
  if (!result.ok) return result
  const { screen_name: screenName = '' } = result.rateLimit
  const isCountedOnly = modesFor(store, accountByScreenName(store, screenName), null).rate_limits === 'off'
  const then = isCountedOnly ? 'It is counted and told, and refuses nothing until rate_limits is x.' : ''
  return { ok: true, said: `Set: ${describeLimit(result.rateLimit)}. ${then}`.trim() }
}

/** `/1.1/users/show: 3 calls in 900 s, for @wren` */
export function describeLimit(limit: RateLimit): string {
  return `${limit.path}: ${limitSize(limit)}, ${limitScope(limit)}`
}

/** How many calls in how long. */
export function limitSize({ limit, window_seconds: seconds }: RateLimit): string {
  return `${limit} ${limit === 1 ? 'call' : 'calls'} in ${seconds} s`
}

/** Whose calls are counted. */
export function limitScope({ screen_name: name }: RateLimit): string {
  return `for ${name === undefined ? 'every token' : `@${name}`}`
}
