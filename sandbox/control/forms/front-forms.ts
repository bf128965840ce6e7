import type { Store } from '../../store'
import { removeApp } from '../apps'
import { removeFaults } from '../faults'
import { clearRateLimits } from '../rate-limits'
import { type Refusal, refused } from '../refusal'
import { addAccountByForm, changeAccountByForm } from './account-form'
import { setAppByForm } from './app-form'
import { moveClockByForm, resetClockByForm, setClockByForm } from './clock-forms'
import { describeFault, setFaultByForm } from './fault-form'
import { describeLimit, setLimitByForm } from './limit-form'
import {
  clearAccountModesByForm,
  clearAppModesByForm,
  setAccountModesByForm,
  setAppModesByForm,
  setModesByForm,
} from './mode-forms'
import { resetSettingsByForm, setSettingsByForm } from './settings-form'
import { type Typed, text } from './typed'

/** What came of a form: a sentence on what is now so, or what has to be put right. */
export type FormResult = { ok: true; said: string } | Refusal

/** The parts of the front page, by the ids they have there. */
export const SECTIONS = [
  'top',
  'accounts',
  'apps',
  'requests',
  'modes',
  'faults',
  'limits',
  'clock',
  'settings',
] as const
export type Section = (typeof SECTIONS)[number]

export interface FrontForm {
  section: Section
  send(store: Store, typed: Typed): FormResult
}

/** Every form of the front page, by its name. They do what the control API does, with its own functions. */
export const FRONT_FORMS: Readonly<Record<string, FrontForm>> = {
  account: { section: 'accounts', send: addAccountByForm },
  'change-account': { section: 'accounts', send: changeAccountByForm },
  app: { section: 'apps', send: setAppByForm },
  'remove-app': { section: 'apps', send: removeAppByForm },
  'clear-requests': { section: 'requests', send: clearRequests },
  modes: { section: 'modes', send: setModesByForm },
  'account-modes': { section: 'modes', send: setAccountModesByForm },
  'clear-account-modes': { section: 'modes', send: clearAccountModesByForm },
  'app-modes': { section: 'modes', send: setAppModesByForm },
  'clear-app-modes': { section: 'modes', send: clearAppModesByForm },
  fault: { section: 'faults', send: setFaultByForm },
  'remove-fault': { section: 'faults', send: removeFault },
  'remove-faults': { section: 'faults', send: removeAllFaults },
  limit: { section: 'limits', send: setLimitByForm },
  'remove-limit': { section: 'limits', send: removeLimit },
  'clear-limits': { section: 'limits', send: clearLimits },
  'clock-move': { section: 'clock', send: moveClockByForm },
  'clock-set': { section: 'clock', send: setClockByForm },
  'clock-reset': { section: 'clock', send: resetClockByForm },
  settings: { section: 'settings', send: setSettingsByForm },
  'settings-reset': { section: 'settings', send: resetSettingsByForm },
}

function clearRequests(store: Store): FormResult {
  store.requestLog.clear()
  return { ok: true, said: 'The list is empty.' }
}

function removeFault(store: Store, typed: Typed): FormResult {
  const id = Number(typed.get('id'))
  const fault = store.state.faults.find((candidate) => candidate.id === id)
  if (!fault) return refused('That fault is gone already.')
  const told = describeFault(fault)
  removeFaults(store, { id })
  return { ok: true, said: `Removed: ${told}.` }
}

function removeAllFaults(store: Store): FormResult {
  const removed = removeFaults(store, {})
  return {
    ok: true,
    said: `${removed === 1 ? 'One fault is' : `${removed} faults are`} removed. None waits.`,
  }
}

function removeAppByForm(store: Store, typed: Typed): FormResult {
  const result = removeApp(store, text(typed, 'consumer_key') ?? '')
  return result.ok
    ? { ok: true, said: `${result.app.name} is removed, and every token it was given is dead.` }
    : result
}

function removeLimit(store: Store, typed: Typed): FormResult {
  const [path, screenName] = [text(typed, 'path') ?? '', text(typed, 'screen_name')]
  const limit = store.state.rateLimits.find(
    (candidate) => candidate.path === path && candidate.screen_name === screenName,
  )
  if (!limit) return refused('That limit is gone already.')
  clearRateLimits(store, { path, ...(screenName !== undefined && { screenName }) })
  return { ok: true, said: `Removed: ${describeLimit(limit)}.` }
}

function clearLimits(store: Store): FormResult {
  clearRateLimits(store)
  return { ok: true, said: 'X’s own limits hold again, and nothing is counted yet.' }
}
