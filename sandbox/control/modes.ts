import { z } from 'zod'
import { type Modes, modesSchema } from '../state'
import { accountByScreenName, type Store } from '../store'
import { choicesOf } from './choices'
import { type Refusal, refused, refusedBySchema } from './refusal'

/** Every mode and the values it takes. */
export const modeChoices: readonly { mode: string; choices: readonly string[] }[] = Object.entries(
  modesSchema.shape,
).map(([mode, schema]) => ({ mode, choices: (choicesOf(schema) ?? []).map(String) }))

const modesRequestSchema = z.strictObject({
  screen_name: z.string().optional(),
  ...Object.fromEntries(
    modeChoices.map(({ mode, choices }) => [
      mode,
      z
        .enum(choices, { error: `${mode} is one of: ${choices.join(', ')}` })
        .nullable()
        .optional(),
    ]),
  ),
})

/** The modes of all accounts, and under `accounts` what differs for single ones. */
export interface ModesReport extends Modes {
  accounts: Record<string, Partial<Modes>>
}

export function reportModes(store: Store): ModesReport {
  return { ...store.state.modes, accounts: store.state.accountModes }
}

export type ModesResult = { ok: true } | Refusal

/**
 * Sets the named modes, for all accounts or, with `screen_name`, for one. For one account null takes its own
 * setting away again.
 */
export function setModes(store: Store, request: unknown): ModesResult {
  const parsed = modesRequestSchema.safeParse(request)
  if (!parsed.success) return refusedBySchema(parsed.error)
  const { screen_name: screenName, ...named } = parsed.data
  const sent = Object.entries(named).filter(([, value]) => value !== undefined)
  if (sent.length === 0) {
    return refused(`Name at least one of: ${modeChoices.map(({ mode }) => mode).join(', ')}.`)
  }

  if (screenName === undefined) {
    if (sent.some(([, value]) => value === null)) {
      return refused('null takes an account out of a mode; it needs a screen_name.', 'screen_name')
    }
    store.state.modes = { ...store.state.modes, ...Object.fromEntries(sent) }
  } else {
    if (!accountByScreenName(store, screenName)) {
      return refused(`There is no account named ${screenName}.`, 'screen_name')
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
