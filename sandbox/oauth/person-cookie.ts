import type { Account } from '../state'
import { accountById, type Store } from '../store'
import { formProof, isFormProof } from './form-proof'

/** Whom the browser last answered the consent page as. Not the app's business, so it is sent below /oauth alone. */
const NAME = 'sandbox-person'

/** A Set-Cookie value; good until the browser or the sandbox is closed. */
export function signInCookie(store: Store, account: Account): string {
  return `${NAME}=${account.id}.${formProof(store, `person ${account.id}`)}; Path=/oauth; HttpOnly; SameSite=Lax`
}

/** Who is signed in at the sandbox, by the Cookie header; null when nobody is, or the cookie is not ours. */
export function signedInAccount(store: Store, cookie = ''): Account | null {
  const value = new RegExp(`(?:^|;\\s*)${NAME}=(\\d+)\\.([\\w-]+)`).exec(cookie)
  const [, id = '', proof = ''] = value ?? []
  return isFormProof(store, `person ${id}`, proof) ? accountById(store, id) : null
}
