import { z } from 'zod'
import { ACCESS_TOKEN_SECONDS, isOfUse, issueGrant, revokeGrants } from '../oauth/grants'
import { APP, type Grant, scopes } from '../state/schema'
import { accountById, accountByScreenName, findClient, type Store } from '../state/store'
import { type ControlResult, controlError, schemaError } from './errors'

/** OAuth 2.0 tokens for scripts, without the way through the consent page. */

const requestSchema = z.strictObject({
  screen_name: z.string(),
  client_id: z.string().optional(),
  scope: z.string().optional(),
})

/** What a profile needs. */
const PROFILE_SCOPES = 'tweet.read users.read media.write'

/** Issues a token of an account, as its consent to these scopes would. */
export function addToken(store: Store, request: unknown): ControlResult<ReturnType<typeof reportToken>> {
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const { screen_name: screenName, client_id: clientId = APP.clientId, scope = PROFILE_SCOPES } = parsed.data
  const account = accountByScreenName(store, screenName)
  if (!account) return controlError(`There is no account named ${screenName}.`, 'screen_name')
  const app = findClient(store, clientId)
  if (!app) return controlError('There is no app with this client id.', 'client_id')
  const requested = scope.split(' ').filter(Boolean)
  const known = scopes.filter((name) => requested.includes(name))
  if (known.length === 0 || known.length < new Set(requested).size) {
    return controlError(`scope is some of: ${scopes.join(', ')}`, 'scope')
  }
  const grant = issueGrant(store, { accountId: account.id, consumerKey: app.consumerKey, scopes: known })
  return { ok: true, value: reportToken(store, grant), status: 201 }
}

/** Every token that is of use still, of all accounts or of one. */
export function listTokens(store: Store, screenName?: string) {
  return store.state.grants
    .filter((grant) => isOfUse(store, grant))
    .map((grant) => reportToken(store, grant))
    .filter((token) => screenName === undefined || token.screen_name === screenName)
}

/** Revokes the tokens of all accounts, or of one. Returns how many. */
export function removeTokens(store: Store, screenName?: string): number {
  const account = screenName === undefined ? null : accountByScreenName(store, screenName)
  return revokeGrants(store, ({ accountId }) => screenName === undefined || accountId === account?.id)
}

/** A token as the control API returns it. `expires_in` is 0 when its refresh token alone is of use. */
function reportToken(store: Store, grant: Grant) {
  const app = store.state.apps.find(({ consumerKey }) => consumerKey === grant.consumerKey)
  const leftMs = grant.expiresAtMs - store.clock()
  return {
    token_type: 'bearer' as const,
    screen_name: accountById(store, grant.accountId)?.screenName ?? '',
    client_id: app?.clientId ?? '',
    access_token: grant.accessToken,
    ...(grant.refreshToken !== null && { refresh_token: grant.refreshToken }),
    scope: grant.scopes.join(' '),
    expires_in: Math.min(ACCESS_TOKEN_SECONDS, Math.max(0, Math.ceil(leftMs / 1000))),
  }
}
