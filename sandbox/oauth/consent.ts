import { createHmac } from 'node:crypto'
import type { AccessToken, Account, App, Grant, RequestToken } from '../state/schema'
import { accountById, findApp, type Store } from '../state/store'
import { isOfUse, revokeGrants } from './grants'
import { sameSignature } from './signature'

/** An app that a person allowed to act for an account: by OAuth 1.0a with a level, by OAuth 2.0 with scopes. */
export interface AllowedApp {
  app: App
  account: Account
  access: AccessToken['access'] | Grant['scopes']
}

/** True when the person allowed this app as much as it asks for now, and has not taken it back. */
export function isAllowed(store: Store, account: Account, { consumerKey, access }: RequestToken): boolean {
  return store.state.accessTokens.some(
    (token) =>
      token.allowed &&
      !token.revoked &&
      token.accountId === account.id &&
      token.consumerKey === consumerKey &&
      token.access === access,
  )
}

/** What was allowed and not taken back, account by account; of several grants to one app the last. */
export function listAllowedApps(store: Store): AllowedApp[] {
  const grants = new Map(
    store.state.grants
      .filter((grant) => isOfUse(store, grant))
      .map((grant) => [`${grant.accountId} ${grant.consumerKey}`, { ...grant, access: grant.scopes }]),
  )
  const tokens = store.state.accessTokens.filter((token) => token.allowed && !token.revoked)
  return [...tokens, ...grants.values()]
    .flatMap(({ accountId, consumerKey, access }) => {
      const [app, account] = [findApp(store, consumerKey), accountById(store, accountId)]
      return app && account ? [{ app, account, access }] : []
    })
    .sort((a, b) => Number(a.account.id) - Number(b.account.id))
}

/** Takes back everything the app may do for the account: its tokens are refused from now on, code 89. */
export function revokeApp(store: Store, accountId: string, consumerKey: string): void {
  const isMeant = (token: AccessToken | Grant) =>
    token.accountId === accountId && token.consumerKey === consumerKey
  for (const token of store.state.accessTokens) if (isMeant(token)) token.revoked = true
  revokeGrants(store, isMeant)
  store.changed()
}

/** For a form's hidden field: proves that the form came from a page the sandbox rendered for this very thing. */
export function formProof(store: Store, about: string): string {
  return createHmac('sha256', store.formKey).update(about).digest('base64url')
}

/** Whether the hidden field is the one that was rendered. */
export function isFormProof(store: Store, about: string, given: string): boolean {
  return sameSignature(given, formProof(store, about))
}

/** Whom the browser last answered the consent page as. Not the app's business, so it is sent to these pages alone. */
const NAME = 'sandbox-person'

/** Where consent pages are: OAuth 1.0a's, OAuth 2.0's, and that of GNU social and StatusNet. */
export type ConsentFolder = '/oauth' | '/i/oauth2' | '/api/oauth'

/** A Set-Cookie value; good until the browser or the sandbox is closed. */
export function signInCookie(store: Store, account: Account, folder: ConsentFolder): string {
  return `${NAME}=${account.id}.${formProof(store, `person ${account.id}`)}; Path=${folder}; HttpOnly; SameSite=Lax`
}

/** Who is signed in at the sandbox, by the Cookie header; null when nobody is, or the cookie is not ours. */
export function signedInAccount(store: Store, cookie = ''): Account | null {
  const value = new RegExp(`(?:^|;\\s*)${NAME}=(\\d+)\\.([\\w-]+)`).exec(cookie)
  const [, id = '', proof = ''] = value ?? []
  return isFormProof(store, `person ${id}`, proof) ? accountById(store, id) : null
}
