import { z } from 'zod'
import { backgroundModes, type Modes, profileModes, rateLimitModes } from '../state'
import { accountByScreenName, type Store } from '../store'

const modesRequestSchema = z.strictObject({
  screen_name: z.string().optional(),
  background: z.enum(backgroundModes).nullable().optional(),
  profile: z.enum(profileModes).nullable().optional(),
  rate_limits: z.enum(rateLimitModes).nullable().optional(),
})

/** The modes of all accounts, and under `accounts` what differs for single ones. */
export interface ModesReport extends Modes {
  accounts: Record<string, Partial<Modes>>
}

export function reportModes(store: Store): ModesReport {
  return { ...store.state.modes, accounts: store.state.accountModes }
}

export type ModesResult = { ok: true } | { ok: false; message: string }

/**
 * Sets the named modes, for all accounts or, with `screen_name`, for one. For one account null takes its own
 * setting away again.
 */
export function setModes(store: Store, request: unknown): ModesResult {
  const parsed = modesRequestSchema.safeParse(request)
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) }
  const { screen_name: screenName, ...named } = parsed.data
  const sent = Object.entries(named).filter(([, value]) => value !== undefined)
  if (sent.length === 0)
    return { ok: false, message: 'Name at least one of: background, profile, rate_limits.' }

  if (screenName === undefined) {
    if (sent.some(([, value]) => value === null)) {
      return { ok: false, message: 'null takes an account out of a mode; it needs a screen_name.' }
    }
    store.state.modes = { ...store.state.modes, ...Object.fromEntries(sent) }
  } else {
    if (!accountByScreenName(store, screenName)) {
      return { ok: false, message: `There is no account named ${screenName}.` }
    }
    const key = screenName.toLowerCase()
    const own = { ...store.state.accountModes[key], ...Object.fromEntries(sent) }
    const kept = Object.entries(own).filter(([, value]) => value !== null)
    if (kept.length > 0) store.state.accountModes[key] = Object.fromEntries(kept)
    else delete store.state.accountModes[key]
  }
  store.changed()
  return { ok: true }
}
