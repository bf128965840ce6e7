import { sameSignature } from '../oauth/signature'
import type { App } from '../state'
import { findApp, randomText, type Store } from '../store'
import { type Answer, jsonAnswer, xError } from '../wire/answer'
import { percentDecode } from '../wire/encoding'
import type { Exchange } from '../wire/exchange'
import { readParameter } from '../wire/parameters'

/** `POST /oauth2/token`: the app's own bearer token, the same one until it is invalidated. */
export async function issueBearer(store: Store, { received }: Exchange): Promise<Answer> {
  if (received.method !== 'POST') return xError(86, 'This method requires a POST.')
  const app = appOfBasic(store, received.authorization)
  if (!app || readParameter(received, 'grant_type') !== 'client_credentials') return xError(99)
  const known = store.state.bearerTokens[app.consumerKey]
  // X hands it out percent-encoded, and takes it back in that form alone.
  const token = known ?? `AAAAAAAAAAAAAAAAAAAAA${randomText(24)}%3D${randomText(40)}`
  if (known === undefined) {
    store.state.bearerTokens[app.consumerKey] = token
    store.changed()
  }
  return jsonAnswer({ token_type: 'bearer', access_token: token })
}

/** `POST /oauth2/invalidate_token`: ends the app's bearer token. */
export async function invalidateBearer(store: Store, { received }: Exchange): Promise<Answer> {
  if (received.method !== 'POST') return xError(86, 'This method requires a POST.')
  const app = appOfBasic(store, received.authorization)
  if (!app) return xError(99)
  const token = store.state.bearerTokens[app.consumerKey]
  const given = readParameter(received, 'access_token') ?? ''
  // Clients send it as it was, or encoded once more by their form; reading the form undoes one encoding.
  if (token === undefined || ![token, percentDecode(token)].includes(given)) return xError(89)
  delete store.state.bearerTokens[app.consumerKey]
  store.changed()
  return jsonAnswer({ access_token: token })
}

/** The token of a `Bearer …` header; null for any other header or none. */
export function readBearer(authorization: string | null): string | null {
  return /^\s*bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? null
}

/** The app a bearer token belongs to; null when it was never issued, or is dead. */
export function appOfBearer(store: Store, bearerToken: string): App | null {
  const owner = Object.entries(store.state.bearerTokens).find(([, token]) =>
    sameSignature(bearerToken, token),
  )
  return owner ? findApp(store, owner[0]) : null
}

/** RFC 1945 Basic, key and secret percent-encoded first, as X asks. */
function appOfBasic(store: Store, authorization: string | null): App | null {
  const encoded = /^\s*basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [key = '', ...rest] = Buffer.from(encoded, 'base64').toString('latin1').split(':')
  const app = findApp(store, percentDecode(key) ?? '')
  return app && sameSignature(percentDecode(rest.join(':')) ?? '', app.consumerSecret) ? app : null
}
