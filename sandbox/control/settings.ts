import { type Settings, settingsSchema } from '../state'
import type { Store } from '../store'
import { type Refusal, refused, refusedBySchema } from './refusal'

export type SettingsResult = { ok: true; settings: Settings } | Refusal

/** Sets the named decisions and leaves the others; all or nothing. */
export function setSettings(store: Store, request: unknown): SettingsResult {
  const parsed = settingsSchema.partial().strict().safeParse(request)
  if (!parsed.success) return refusedBySchema(parsed.error)
  if (Object.keys(parsed.data).length === 0) {
    return refused(`Name at least one of: ${Object.keys(settingsSchema.shape).join(', ')}.`)
  }
  store.state.settings = { ...store.state.settings, ...parsed.data }
  store.changed()
  return { ok: true, settings: store.state.settings }
}
