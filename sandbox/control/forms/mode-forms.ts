import type { Account, App } from '../../state'
import { accountByScreenName, findApp, modesFor, type Store } from '../../store'
import { modeChoices, setModes } from '../modes'
import { type Refusal, refused } from '../refusal'
import { type Typed, text } from './typed'

/** In a list of the modes of one account or app: leaves what is, and takes its own away. */
export const UNCHANGED = ''
export const AS_ALL = 'as-all'

type Done = { ok: true; said: string } | Refusal

/** The form of the modes of all calls. */
export function setModesByForm(store: Store, typed: Typed): Done {
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
export function setAccountModesByForm(store: Store, typed: Typed): Done {
  const screenName = text(typed, 'screen_name')
  if (screenName === undefined) return refused('Choose an account.', 'screen_name')
  return setOwnByForm(store, { screen_name: screenName }, typed)
}

/** The form of the modes of one app. */
export function setAppModesByForm(store: Store, typed: Typed): Done {
  const consumerKey = text(typed, 'consumer_key')
  if (consumerKey === undefined) return refused('Choose an app.', 'consumer_key')
  return setOwnByForm(store, { consumer_key: consumerKey }, typed)
}

/** The button that gives an account the modes of all again. */
export function clearAccountModesByForm(store: Store, typed: Typed): Done {
  return setOwn(store, { screen_name: text(typed, 'screen_name') ?? '' }, NOTHING_OWN)
}

/** The button that gives an app the modes of all again. */
export function clearAppModesByForm(store: Store, typed: Typed): Done {
  return setOwn(store, { consumer_key: text(typed, 'consumer_key') ?? '' }, NOTHING_OWN)
}

/** Whose modes they are, as the control API names them. */
type Owner = { screen_name: string } | { consumer_key: string }

const NOTHING_OWN = Object.fromEntries(modeChoices.map(({ mode }) => [mode, null]))

function setOwnByForm(store: Store, owner: Owner, typed: Typed): Done {
  const wanted = modeChoices.flatMap(({ mode }) => {
    const value = text(typed, mode) ?? UNCHANGED
    return value === UNCHANGED ? [] : [[mode, value === AS_ALL ? null : value]]
  })
  if (wanted.length === 0) return refused('Choose what is to differ.', modeChoices[0]?.mode ?? null)
  return setOwn(store, owner, Object.fromEntries(wanted))
}

function setOwn(store: Store, owner: Owner, wanted: Record<string, string | null>): Done {
  const result = setModes(store, { ...owner, ...wanted })
  if (!result.ok) return result
  const account = 'screen_name' in owner ? accountByScreenName(store, owner.screen_name) : null
  const app = 'consumer_key' in owner ? findApp(store, owner.consumer_key) : null
  const modes = modesFor(store, account, app?.consumerKey ?? null)
  return { ok: true, said: `For ${named(account, app)}: ${listed(modes)}.` }
}

function named(account: Account | null, app: App | null): string {
  return account ? `@${account.screenName}` : (app?.name ?? 'all accounts')
}

function listed(modes: object): string {
  return Object.entries(modes)
    .map(([mode, value]) => `${mode} is ${value}`)
    .join(', ')
}
