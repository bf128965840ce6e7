import { accountByScreenName, modesFor, type Store } from '../../store'
import { modeChoices, setModes } from '../modes'
import { type Refusal, refused } from '../refusal'
import { type Typed, text } from './typed'

/** In a list of an account's modes: leaves what is, and takes the account's own away. */
export const UNCHANGED = ''
export const AS_ALL = 'as-all'

/** The form of the modes of all accounts. */
export function setModesByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const wanted = Object.fromEntries(
    modeChoices.flatMap(({ mode }) => {
      const value = text(typed, mode)
      return value === undefined ? [] : [[mode, value]]
    }),
  )
  const result = setModes(store, wanted)
  return result.ok ? { ok: true, said: `For all accounts: ${listed(store.state.modes)}.` } : result
}

/** The form of the modes of one account. */
export function setAccountModesByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const screenName = text(typed, 'screen_name')
  if (screenName === undefined) return refused('Choose an account.', 'screen_name')
  const wanted = modeChoices.flatMap(({ mode }) => {
    const value = text(typed, mode) ?? UNCHANGED
    return value === UNCHANGED ? [] : [[mode, value === AS_ALL ? null : value]]
  })
  if (wanted.length === 0) return refused('Choose what is to differ.', modeChoices[0]?.mode ?? null)
  const result = setModes(store, { screen_name: screenName, ...Object.fromEntries(wanted) })
  return result.ok ? { ok: true, said: `For @${screenName}: ${accountModes(store, screenName)}.` } : result
}

/** The button that gives an account the modes of all again. */
export function clearAccountModesByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const screenName = text(typed, 'screen_name') ?? ''
  const nothingOwn = Object.fromEntries(modeChoices.map(({ mode }) => [mode, null]))
  const result = setModes(store, { screen_name: screenName, ...nothingOwn })
  return result.ok ? { ok: true, said: `For @${screenName}: ${accountModes(store, screenName)}.` } : result
}

function accountModes(store: Store, screenName: string): string {
  return listed(modesFor(store, accountByScreenName(store, screenName)))
}

function listed(modes: object): string {
  return Object.entries(modes)
    .map(([mode, value]) => `${mode} is ${value}`)
    .join(', ')
}
