import type { AccessToken, Account, App, RequestToken } from '../state'
import { accountById, findApp, type Store } from '../store'

/** An app that a person allowed to act for an account. */
export interface AllowedApp {
  app: App
  account: Account
  access: AccessToken['access']
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

/** What was allowed and not taken back, account by account. */
export function listAllowedApps(store: Store): AllowedApp[] {
  return store.state.accessTokens
    .filter((token) => token.allowed && !token.revoked)
    .flatMap(({ accountId, consumerKey, access }) => {
      const [app, account] = [findApp(store, consumerKey), accountById(store, accountId)]
      return app && account ? [{ app, account, access }] : []
    })
    .sort((a, b) => Number(a.account.id) - Number(b.account.id))
}

/** Takes back everything the app may do for the account: its tokens are refused from now on, code 89. */
export function revokeApp(store: Store, accountId: string, consumerKey: string): number {
  const tokens = store.state.accessTokens.filter(
    (token) => token.accountId === accountId && token.consumerKey === consumerKey && !token.revoked,
  )
  for (const token of tokens) token.revoked = true
  if (tokens.length > 0) store.changed()
  return tokens.length
}
