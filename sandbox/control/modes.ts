import { z } from 'zod'
import { modesSchema, type SandboxState, type Settings, settingsSchema } from '../state/schema'
import { accountByScreenName, findApp, type Store } from '../state/store'
import { type ControlResult, choicesOf, controlError, type FieldError, schemaError } from './errors'

/** Every mode and the values it takes. */
export const modeChoices: readonly { mode: string; choices: readonly string[] }[] = Object.entries(
  modesSchema.shape,
).map(([mode, schema]) => ({ mode, choices: (choicesOf(schema) ?? []).map(String) }))

export const modesRequestSchema = z.strictObject({
  screen_name: z.string().optional(),
  consumer_key: z.string().optional(),
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

/** The modes of all calls, and what differs by lower-case screen name and by consumer key. */
export function reportModes({ state }: Store) {
  return { ...state.modes, accounts: state.accountModes, apps: state.appModes }
}

/**
 * Sets the named modes: for all, with `screen_name` for one account, or with `consumer_key` for one app. For one
 * account or app null takes its own setting away again.
 */
export function setModes(store: Store, request: unknown): ControlResult<ReturnType<typeof reportModes>> {
  const parsed = modesRequestSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const { screen_name: screenName, consumer_key: consumerKey, ...named } = parsed.data
  const sent = Object.entries(named).filter(([, value]) => value !== undefined)
  if (sent.length === 0) {
    return controlError(`Name at least one of: ${modeChoices.map(({ mode }) => mode).join(', ')}.`)
  }
  if (screenName !== undefined && consumerKey !== undefined) {
    return controlError('Name an account or an app, not both.', 'consumer_key')
  }

  if (screenName !== undefined) {
    if (!accountByScreenName(store, screenName)) {
      return controlError(`There is no account named ${screenName}.`, 'screen_name')
    }
    setOwn(store.state.accountModes, screenName.toLowerCase(), sent)
  } else if (consumerKey !== undefined) {
    if (!findApp(store, consumerKey)) {
      return controlError(`There is no app with the key ${consumerKey}.`, 'consumer_key')
    }
    setOwn(store.state.appModes, consumerKey, sent)
  } else {
    if (sent.some(([, value]) => value === null)) {
      return controlError(
        'null takes an account or an app out of a mode; it needs a screen_name or a consumer_key.',
        'screen_name',
      )
    }
    store.state.modes = { ...store.state.modes, ...Object.fromEntries(sent) }
  }
  store.changed()
  return { ok: true, value: reportModes(store) }
}

/** Puts what was sent among the modes of one account or app; null takes one away. */
function setOwn(all: SandboxState['appModes'], key: string, sent: [string, unknown][]) {
  const own = { ...all[key], ...Object.fromEntries(sent) }
  const remaining = Object.entries(own).filter(([, value]) => value !== null)
  if (remaining.length > 0) all[key] = Object.fromEntries(remaining)
  else delete all[key]
}

/** Sets the named decisions and leaves the others; all or nothing. */
export function setSettings(store: Store, request: unknown): ControlResult<Settings> {
  const parsed = settingsSchema.exactPartial().strict().safeParse(request)
  if (!parsed.success) {
    const error = schemaError(parsed.error)
    return { ...error, problems: error.problems.map(withValues) }
  }
  if (Object.keys(parsed.data).length === 0) {
    return controlError(`Name at least one of: ${Object.keys(settingsSchema.shape).join(', ')}.`)
  }
  store.state.settings = { ...store.state.settings, ...parsed.data }
  store.changed()
  return { ok: true, value: store.state.settings }
}

/** Says what the setting takes, in place of what it does not. */
function withValues({ field, sentence }: FieldError): FieldError {
  const schema = Object.entries(settingsSchema.shape).find(([name]) => name === field)?.[1]
  if (!schema) return { field, sentence }
  const choices = choicesOf(schema)
  if (choices) return { field, sentence: `${field} is one of: ${choices.join(', ')}` }
  if (schema instanceof z.ZodNumber) {
    return { field, sentence: `${field} is a whole number from ${schema.minValue} to ${schema.maxValue}` }
  }
  return { field, sentence: `${field} is an address like https://pictures.example/media, or empty` }
}
