import type { Account } from '../../state'
import type { Store } from '../../store'
import { addAccount, changeAccount } from '../accounts'
import { type Refusal, refused } from '../refusal'
import { type Typed, text, ticked } from './typed'

/** What an account can be made for, and what that is in the control API. */
export const ACCOUNT_KINDS: readonly { id: string; says: string; sets: object }[] = [
  { id: 'ordinary', says: 'Ordinary', sets: {} },
  { id: 'suspended', says: 'Suspended (403, code 64)', sets: { standing: 'suspended' } },
  { id: 'locked', says: 'Locked (403, code 326)', sets: { standing: 'locked' } },
  { id: 'read-only', says: 'With a read-only token', sets: { access: 'read' } },
  { id: 'revoked', says: 'With a revoked token (401, code 89)', sets: { revoked: true } },
]

/** The form "Add an account". */
export function addAccountByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const kind = ACCOUNT_KINDS.find(({ id }) => id === text(typed, 'kind'))
  if (!kind) return refused('Choose a kind from the list.', 'kind')
  const result = addAccount(store, {
    ...kind.sets,
    screen_name: text(typed, 'screen_name') ?? '',
    name: text(typed, 'name'),
    description: text(typed, 'description'),
    location: text(typed, 'location'),
    url: text(typed, 'url'),
    id_str: text(typed, 'id_str'),
    protected: ticked(typed, 'protected'),
    verified: ticked(typed, 'verified'),
  })
  if (!result.ok) return result
  const { screenName, id } = result.account
  return { ok: true, said: `@${screenName} is there, with id ${id} and keys of its own.` }
}

/** The kind an account is of now; the first, where it is of two at once. */
export function kindOf({ standing, listedAccess, keysRevoked }: Account): string {
  if (standing !== 'active') return standing
  if (keysRevoked) return 'revoked'
  return listedAccess === 'read' ? 'read-only' : 'ordinary'
}

/** The form "Change": what no client can change of an account. */
export function changeAccountByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const kind = ACCOUNT_KINDS.find(({ id }) => id === text(typed, 'kind'))
  if (!kind) return refused('Choose a kind from the list.', 'kind')
  const result = changeAccount(store, text(typed, 'screen_name') ?? '', {
    standing: 'active',
    access: 'read-write',
    revoked: false,
    ...kind.sets,
    protected: ticked(typed, 'protected'),
    verified: ticked(typed, 'verified'),
  })
  if (!result.ok) return result
  return { ok: true, said: `@${result.account.screenName} is changed: ${kind.says.toLowerCase()}.` }
}
