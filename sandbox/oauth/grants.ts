import { createHash } from 'node:crypto'
import type { App, AuthorizationCode, Grant } from '../state/schema'
import { findApp, randomText, type Store } from '../state/store'
import { sameSignature } from './signature'

/** X's lifetimes: of a code between consent and exchange, and of an access token. */
export const CODE_LIFETIME_SECONDS = 30
export const ACCESS_TOKEN_SECONDS = 7_200

/** So long a code that was used or is too old is remembered, to explain what is wrong with it. */
const CODE_RETENTION_MS = 15 * 60 * 1000

/** A client gone wild must not fill the memory. Beyond, what no longer works is forgotten first, the oldest before the others. */
const MAX_CODES = 2_000
const MAX_GRANTS = 10_000

/** Length of X's codes and tokens. */
const TOKEN_CHARACTERS = 91

/** What a person allowed on the consent page, for the exchange that follows. */
export type Consent = Omit<AuthorizationCode, 'code' | 'createdAtMs' | 'used'>

/** A new code, good for one exchange within thirty seconds. */
export function issueCode(store: Store, consent: Consent): AuthorizationCode {
  const { state } = store
  const oldestMs = store.clock() - CODE_RETENTION_MS
  const code: AuthorizationCode = {
    ...consent,
    code: randomText(TOKEN_CHARACTERS),
    createdAtMs: store.clock(),
    used: false,
  }
  state.authorizationCodes = [
    ...state.authorizationCodes.filter(({ createdAtMs }) => createdAtMs > oldestMs).slice(1 - MAX_CODES),
    code,
  ]
  store.changed()
  return code
}

/** The code in whatever state; null when it was never issued, or long ago. */
export function findCode(store: Store, code: string): AuthorizationCode | null {
  return store.state.authorizationCodes.find((candidate) => candidate.code === code) ?? null
}

export function codeAgeSeconds(store: Store, { createdAtMs }: AuthorizationCode): number {
  return (store.clock() - createdAtMs) / 1000
}

/** RFC 7636: whether this verifier is the one the challenge was made of. */
export function isVerifierOf({ challenge, challengeMethod }: AuthorizationCode, verifier: string): boolean {
  const proof =
    challengeMethod === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  return sameSignature(proof, challenge)
}

/** New tokens for what a person allowed. A refresh token comes with the scope offline.access alone. */
export function issueGrant(
  store: Store,
  { accountId, consumerKey, scopes }: Pick<Grant, 'accountId' | 'consumerKey' | 'scopes'>,
): Grant {
  const { state } = store
  const grant: Grant = {
    accessToken: randomText(TOKEN_CHARACTERS),
    refreshToken: scopes.includes('offline.access') ? randomText(TOKEN_CHARACTERS) : null,
    accountId,
    consumerKey,
    scopes: [...scopes],
    expiresAtMs: store.clock() + ACCESS_TOKEN_SECONDS * 1000,
    ended: null,
  }
  state.grants.push(grant)
  const over = state.grants.length - MAX_GRANTS
  if (over > 0) {
    const dead = state.grants.filter((candidate) => !isOfUse(store, candidate)).slice(0, over)
    const forgotten = new Set(dead.length > 0 ? dead : state.grants.slice(0, over))
    state.grants = state.grants.filter((candidate) => !forgotten.has(candidate))
  }
  store.changed()
  return grant
}

/** Whether either of its tokens still does anything. */
export function isOfUse(store: Store, { ended, refreshToken, expiresAtMs }: Grant): boolean {
  return ended === null && (refreshToken !== null || expiresAtMs > store.clock())
}

/** Whether its access token works now. */
export function isLive(store: Store, { ended, expiresAtMs }: Grant): boolean {
  return ended === null && expiresAtMs > store.clock()
}

/** What the calls of all tokens of a person through an app are counted under. */
export function grantCaller({ consumerKey, accountId }: Grant): string {
  return `oauth2:${consumerKey}:${accountId}`
}

/** Whose calls those are; null when they are not counted under such a name. */
export function accountOfCaller(caller: string): string | null {
  return /^oauth2:.*:(\d+)$/.exec(caller)?.[1] ?? null
}

/** The grant with this access token, live or not; null when it was never issued. */
export function findGrant(store: Store, accessToken: string): Grant | null {
  return store.state.grants.find((grant) => grant.accessToken === accessToken) ?? null
}

/** As {@link findGrant}, by the refresh token. */
export function findRefreshable(store: Store, refreshToken: string): Grant | null {
  return store.state.grants.find((grant) => grant.refreshToken === refreshToken) ?? null
}

/** New tokens in place of the old, which work no longer. */
export function refreshGrant(store: Store, grant: Grant): Grant {
  grant.ended = 'refreshed'
  return issueGrant(store, grant)
}

/** Ends the grants that meet a condition, both tokens of each. Returns how many. */
export function revokeGrants(store: Store, isMeant: (grant: Grant) => boolean): number {
  const meant = store.state.grants.filter((grant) => grant.ended === null && isMeant(grant))
  for (const grant of meant) grant.ended = 'revoked'
  if (meant.length > 0) store.changed()
  return meant.length
}

/** The app that an app's own bearer token belongs to; null when it was never issued, or is dead. */
export function appOfBearer(store: Store, bearerToken: string): App | null {
  const owner = Object.entries(store.state.bearerTokens).find(([, token]) =>
    sameSignature(bearerToken, token),
  )
  return owner ? findApp(store, owner[0]) : null
}
