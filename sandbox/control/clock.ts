import { z } from 'zod'
import type { Store } from '../state/store'
import { type ControlResult, controlError, schemaError } from './errors'

/** Between these the sandbox's dates make sense: X's first year, and a century later. */
const EARLIEST_MS = Date.UTC(2006, 0)
const LATEST_MS = Date.UTC(2106, 0)

const A_MOMENT = 'at is a day and time like 2030-01-31T14:00:00Z'

export const momentSchema = z.strictObject({
  at: z.iso.datetime({ offset: true, error: A_MOMENT }).describe('Day and time, in UTC'),
})

const clockRequestSchema = z.union([momentSchema, z.strictObject({ advance_ms: z.number().int() })], {
  error: 'The clock takes {"at":"2030-01-01T00:00:00Z"} or {"advance_ms":900000}.',
})

/** What the sandbox takes for now, and how far that is from the machine's clock. */
export function reportClock(store: Store) {
  return { at: new Date(store.clock()).toISOString(), offset_ms: store.clockOffset.ms }
}

/** Moves the sandbox's clock, to a moment or by a time; it goes on from there. Not kept over a restart. */
export function setClock(store: Store, request: unknown): ControlResult<ReturnType<typeof reportClock>> {
  const parsed = clockRequestSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const wanted = parsed.data
  const nowMs = store.clock()
  const toMs = 'at' in wanted ? Date.parse(wanted.at) : nowMs + wanted.advance_ms
  if (toMs < EARLIEST_MS || toMs >= LATEST_MS) {
    return controlError('The clock goes from 2006 to 2105.', 'at' in wanted ? 'at' : 'advance_ms')
  }
  store.clockOffset.ms += toMs - nowMs
  return { ok: true, value: reportClock(store) }
}
