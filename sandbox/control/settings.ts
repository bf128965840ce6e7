import { z } from 'zod'
import { type Settings, settingsSchema } from '../state'
import type { Store } from '../store'

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; message: string }

/** Sets the named decisions and leaves the others; all or nothing. */
export function setSettings(store: Store, request: unknown): SettingsResult {
  const parsed = settingsSchema.partial().strict().safeParse(request)
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) }
  if (Object.keys(parsed.data).length === 0) {
    return { ok: false, message: `Name at least one of: ${Object.keys(settingsSchema.shape).join(', ')}.` }
  }
  store.state.settings = { ...store.state.settings, ...parsed.data }
  store.changed()
  return { ok: true, settings: store.state.settings }
}
