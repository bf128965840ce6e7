import { z } from 'zod'
import { DEFAULT_SETTINGS, settingsSchema } from '../../state'
import type { Store } from '../../store'
import { choicesOf } from '../choices'
import type { Refusal } from '../refusal'
import { setSettings } from '../settings'
import { chosen, number, type Typed } from './typed'

/** Every setting, with its values where they can be listed. */
export const settingChoices = Object.entries(settingsSchema.shape).map(([setting, schema]) => ({
  setting,
  choices: choicesOf(schema),
  isNumber: schema instanceof z.ZodNumber,
}))

/** The form of all settings. */
export function setSettingsByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const wanted = settingChoices.map(({ setting, choices, isNumber }) => {
    if (choices) return [setting, chosen(typed, setting, choices)]
    // A text that is left empty says something, a number does not.
    return [setting, isNumber ? number(typed, setting) : typed.get(setting)?.trim()]
  })
  const result = setSettings(store, Object.fromEntries(wanted.filter(([, value]) => value !== undefined)))
  return result.ok ? { ok: true, said: saidOf(result.settings) } : result
}

/** The button "As at first". */
export function resetSettingsByForm(store: Store): { ok: true; said: string } | Refusal {
  const result = setSettings(store, DEFAULT_SETTINGS)
  return result.ok ? { ok: true, said: saidOf(result.settings) } : result
}

function saidOf(settings: object): string {
  const all = Object.entries(settings).map(
    ([setting, value]) => `${setting} is ${value === '' ? 'empty' : value}`,
  )
  return `${all.join(', ')}.`
}
