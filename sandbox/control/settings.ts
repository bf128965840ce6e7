import { z } from 'zod'
import { type Settings, settingsSchema } from '../state'
import type { Store } from '../store'
import { choicesOf } from './choices'
import { type Problem, type Refusal, refused, refusedBySchema } from './refusal'

export type SettingsResult = { ok: true; settings: Settings } | Refusal

/** Sets the named decisions and leaves the others; all or nothing. */
export function setSettings(store: Store, request: unknown): SettingsResult {
  const parsed = settingsSchema.partial().strict().safeParse(request)
  if (!parsed.success) {
    const refusal = refusedBySchema(parsed.error)
    return { ...refusal, problems: refusal.problems.map(withValues) }
  }
  if (Object.keys(parsed.data).length === 0) {
    return refused(`Name at least one of: ${Object.keys(settingsSchema.shape).join(', ')}.`)
  }
  store.state.settings = { ...store.state.settings, ...parsed.data }
  store.changed()
  return { ok: true, settings: store.state.settings }
}

/** Says what the setting takes, in place of what it does not. */
function withValues({ field, sentence }: Problem): Problem {
  const schema = Object.entries(settingsSchema.shape).find(([name]) => name === field)?.[1]
  if (!schema) return { field, sentence }
  const choices = choicesOf(schema)
  if (choices) return { field, sentence: `${field} is one of: ${choices.join(', ')}` }
  if (schema instanceof z.ZodNumber) {
    return { field, sentence: `${field} is a whole number from ${schema.minValue} to ${schema.maxValue}` }
  }
  return { field, sentence: `${field} is an address like https://pictures.example/media, or empty` }
}
