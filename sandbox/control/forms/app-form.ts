import { accessLevels } from '../../state'
import type { Store } from '../../store'
import { setApp } from '../apps'
import { type Refusal, refused } from '../refusal'
import { chosen, lines, type Typed, text, ticked } from './typed'

/** The form "Register an app", and "Change": everything of the app at once. */
export function setAppByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const rule = text(typed, 'callback_rule')
  if (rule !== 'loopback' && rule !== 'listed') return refused('Choose one of the two.', 'callback_rule')
  const result = setApp(store, {
    consumer_key: text(typed, 'consumer_key'),
    consumer_secret: text(typed, 'consumer_secret'),
    name: text(typed, 'name') ?? '',
    access: chosen(typed, 'access', accessLevels),
    callbacks: rule === 'loopback' ? null : lines(typed, 'callbacks'),
    cancel: text(typed, 'cancel'),
    suspended: ticked(typed, 'suspended'),
    strict_token_secret: ticked(typed, 'strict_token_secret'),
    strict_address: ticked(typed, 'strict_address'),
    check_nonces: ticked(typed, 'check_nonces'),
    email: ticked(typed, 'email'),
  })
  if (!result.ok) return result
  const { name, consumerKey, access, callbacks } = result.app
  const where =
    callbacks === null
      ? 'any address on this machine'
      : callbacks.length === 0
        ? 'no address, only a PIN'
        : callbacks.join(', ')
  const done = result.isNew ? 'is registered' : 'is changed'
  return { ok: true, said: `${name} ${done}: key ${consumerKey}, ${access}, goes back to ${where}.` }
}
