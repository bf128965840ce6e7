import { parseAuthorizationHeader } from '../http/authorization'
import { percentDecode } from '../http/encoding'
import type { HttpRequest, Parameter } from '../http/request'
import type { App } from '../state/schema'
import { findApp, type Store, TIMESTAMP_WINDOW_SECONDS } from '../state/store'

/**
 * Why a caller was not let in, for the request log, where it is not the signature. Keys, tokens and secrets are
 * never quoted: what came in the place of a key may be a secret.
 */

const REQUIRED = [
  'oauth_consumer_key',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
  'oauth_timestamp',
] as const

/** Why the OAuth parameters cannot be used: code 215. */
export function explainUnusable(
  request: HttpRequest,
  protocol: { oauth: ReadonlyMap<string, string> } | null,
): string {
  if (protocol === null) return explainUncollected(request)
  const { oauth } = protocol
  if (oauth.size === 0) {
    const inParts = request.parts.some(({ name }) => name.startsWith('oauth_'))
    if (inParts) {
      return 'The oauth_* parameters arrived as parts of a multipart body, where they are never read. Send them in the Authorization header.'
    }
    return request.authorization === null
      ? 'No Authorization header and no oauth_* parameter arrived. Sign the request, and check that no proxy or redirect removes the header.'
      : 'The Authorization header has no oauth_* parameter. It begins with OAuth, then name="value" pairs with commas between them.'
  }
  const missing = REQUIRED.filter((name) => !oauth.get(name))
  if (missing.length > 0)
    return `${missing.join(', ')} did not arrive, or arrived empty. X needs all of ${REQUIRED.join(', ')}.`
  const method = oauth.get('oauth_signature_method') ?? ''
  if (method !== 'HMAC-SHA1') {
    if (method.startsWith("'"))
      return 'The values in the Authorization header stand in single quotes. X takes double quotes.'
    const shown = /^[\w-]{1,20}$/.test(method) ? method : 'something else'
    return `oauth_signature_method is ${shown}. X takes HMAC-SHA1 alone, written so.`
  }
  if (!/^[\x21-\x7e]+$/.test(oauth.get('oauth_nonce') ?? '')) {
    return 'oauth_nonce has blanks, line breaks or letters outside ASCII. Use letters and digits alone.'
  }
  return 'oauth_version is neither 1.0 nor left out.'
}

function explainUncollected(request: HttpRequest): string {
  const { authorization } = request
  const header = parseAuthorizationHeader(authorization)
  if (header === null) {
    const scheme = /^\s*([A-Za-z]+)\b/.exec(authorization ?? '')?.[1] ?? ''
    if (/^oauth$/i.test(scheme)) {
      return 'The Authorization header cannot be read. After OAuth come name="value" pairs, each value percent-encoded and in double quotes, with commas between them, on one line.'
    }
    if ((authorization ?? '').trim() === '') return 'The Authorization header is empty. Sign the request.'
    if (/^(basic|bearer|digest)$/i.test(scheme)) {
      return `The Authorization header has the scheme ${scheme}${/^bearer$/i.test(scheme) ? ' and no single token behind it' : ''}. This call takes OAuth 1.0a: Authorization: OAuth oauth_consumer_key="…", ….`
    }
    return 'The Authorization header does not begin with OAuth. It is Authorization: OAuth oauth_consumer_key="…", ….'
  }
  return explainRepeated(request, header)
}

function explainRepeated({ query, form }: HttpRequest, header: readonly Parameter[]): string {
  const places = [
    { where: 'header', parameters: header },
    { where: 'query', parameters: query },
    { where: 'form body', parameters: form },
  ]
  const first = new Map<string, { where: string; value: string }>()
  for (const { where, parameters } of places) {
    const seen = new Set<string>()
    for (const { name, value } of parameters) {
      if (!/^oauth_\w{1,40}$/.test(name)) continue
      if (seen.has(name)) return `${name} arrived twice in the ${where}. Send it once.`
      seen.add(name)
      const before = first.get(name)
      if (before && before.value !== value) {
        return `${name} differs between the ${before.where} and the ${where}. Send it in one place.`
      }
      first.set(name, { where, value })
    }
  }
  return 'An OAuth parameter arrived twice, or with two values. Send each once.'
}

/** By how much a timestamp is off: code 135. */
export function explainTimestamp(timestamp: string, nowSeconds: number): string {
  const wanted = `oauth_timestamp is the number of whole seconds since 1970`
  if (timestamp === '') return `oauth_timestamp arrived empty. ${wanted.replace('oauth_timestamp', 'It')}.`
  if (!/^\d+$/.test(timestamp)) {
    const isFraction = /^\d+\.\d+$/.test(timestamp)
    return `${wanted}; what arrived ${isFraction ? 'has a fraction' : 'is not a number'}. Round it down and send digits alone.`
  }
  const off = Number(timestamp) - nowSeconds
  for (const [unit, factor] of [
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ] as const) {
    // Nearer to now than a day in that unit: nothing else explains such a number.
    if (Math.abs(Number(timestamp) / factor - nowSeconds) < 86_400) {
      return `${wanted}, and ${unit} arrived. Divide by ${factor} and round down.`
    }
  }
  const seconds = Math.round(Math.abs(off))
  const side = off > 0 ? 'ahead of' : 'behind'
  return `oauth_timestamp is ${seconds} seconds${inWords(seconds)} ${side} the sandbox's clock; ${TIMESTAMP_WINDOW_SECONDS} are allowed. Set the machine's clock, or repair yours by the Date header of this response.${wholeHours(seconds)}`
}

function inWords(seconds: number): string {
  if (seconds < 3_600) return ''
  const hours = seconds / 3_600
  return hours < 48 ? ` (about ${Math.round(hours)} hours)` : ` (about ${Math.round(hours / 24)} days)`
}

function wholeHours(seconds: number): string {
  const rest = seconds % 1_800
  const isZone = seconds > 1_500 && seconds < 15 * 3_600 && Math.min(rest, 1_800 - rest) < 60
  return isZone ? ' Local time was probably taken for UTC.' : ''
}

/** What stands around a key or a token that is copied from a file, a form or a page. */
function around(sent: string, isKnown: (text: string) => boolean): string | null {
  const bare = sent.replace(/^[\s"'`<]+|[\s"'`;,>]+$/g, '')
  if (bare !== sent && isKnown(bare)) {
    const more = sent.replace(bare, '')
    if (/[\r\n]/.test(more)) return 'a line break'
    return /\s/.test(more) ? 'a blank' : 'quotation marks or punctuation'
  }
  const inner = sent.replaceAll(/[\s\u200b\ufeff]/g, '')
  if (inner !== sent && isKnown(inner)) return 'a blank or an invisible character'
  const decoded = percentDecode(sent)
  if (decoded !== null && decoded !== sent && isKnown(decoded)) return 'one percent-encoding too many'
  return null
}

/** Why no app has this consumer key: code 32. */
export function explainConsumerKey(store: Store, sent: string): string {
  const { apps, accessTokens } = store.state
  const more = around(sent, (key) => findApp(store, key) !== null)
  if (more !== null) return `There is ${more} around oauth_consumer_key. Trim the key where you read it.`
  if (apps.some(({ consumerKey }) => consumerKey.toLowerCase() === sent.toLowerCase())) {
    return 'oauth_consumer_key has the right letters in the wrong case.'
  }
  if (apps.some(({ consumerSecret }) => consumerSecret === sent)) {
    return 'The consumer secret arrived as oauth_consumer_key. They are exchanged; take the key, and never send a secret.'
  }
  if (apps.some(({ clientId }) => clientId !== null && clientId === sent)) {
    return 'The client id of OAuth 2.0 arrived as oauth_consumer_key. OAuth 1.0a has a key and secret of its own.'
  }
  if (accessTokens.some(({ token }) => token === sent)) {
    return 'An access token arrived as oauth_consumer_key. The key is the app’s, the token is the user’s.'
  }
  if (accessTokens.some(({ secret }) => secret === sent)) {
    return 'A token’s secret arrived as oauth_consumer_key. Never send a secret; it only signs.'
  }
  return 'No app has this consumer key here. sandbox-key is always there; POST /__sandbox/apps registers another.'
}

/** Why a token is worth nothing to this app at this path: code 89. */
export function explainToken(
  store: Store,
  { request, token: sent, app }: { request: HttpRequest; token: string; app: App },
): string {
  const { accessTokens, requestTokens } = store.state
  const path = request.path.replace(/^\/api(?=\/oauth\/)/, '')
  const isExchange = path.startsWith('/oauth/access_token')
  if (path.startsWith('/oauth/request_token')) {
    if ([...request.form, ...request.query].some(({ name }) => name === 'x_auth_mode')) {
      return 'x_auth_mode arrived: reverse auth, with which apps got a token for another app of theirs, is closed at X. Leave it and oauth_token out, and send the person to /oauth/authorize.'
    }
    return 'oauth_token arrived with oauth/request_token, which is called before there is any token. Leave it out.'
  }
  if (sent === '')
    return 'No oauth_token arrived. This call needs the access token of an account; sign in first.'
  const accessToken = accessTokens.find(({ token }) => token === sent)
  const requestToken = requestTokens.find(({ token }) => token === sent)
  if (accessToken && accessToken.consumerKey !== app.consumerKey) {
    return 'The token was issued to another app. Use the consumer key of the app it belongs to.'
  }
  if (accessToken && isExchange) {
    return 'This is an access token already. oauth/access_token takes the request token that came with the callback.'
  }
  if (accessToken?.revoked)
    return 'The token was revoked, by the app or by the person. Sign in again for a new one.'
  if (requestToken && requestToken.consumerKey !== app.consumerKey) {
    return 'The request token was issued to another app.'
  }
  if (requestToken && !isExchange) {
    return 'This is a request token. Exchange it at oauth/access_token first, and sign with what comes back.'
  }
  const shape = explainShape(store, sent)
  if (shape !== null) return shape
  return isExchange
    ? 'The request token was never issued here, is older than 15 minutes, or was used before. Begin the sign-in again.'
    : 'The token was never issued here: it is another server’s, or the sandbox was reset since. GET /__sandbox/accounts lists those that work.'
}

/** What is wrong with the letters of an unknown `oauth_token`; null when nothing here is like it. */
export function explainShape({ state }: Store, sent: string): string | null {
  const { accessTokens, requestTokens, apps } = state
  const isKnown = (text: string) => [...accessTokens, ...requestTokens].some(({ token }) => token === text)
  const more = around(sent, isKnown)
  if (more !== null) return `There is ${more} around oauth_token. Trim the token where you read it.`
  if ([...accessTokens, ...requestTokens].some(({ secret }) => secret === sent)) {
    return 'A token’s secret arrived as oauth_token. They are exchanged; never send a secret, it only signs.'
  }
  if (apps.some(({ consumerKey, consumerSecret }) => consumerKey === sent || consumerSecret === sent)) {
    return 'The app’s consumer key or secret arrived as oauth_token, which is a token and never the app’s.'
  }
  if (isKnownInAnotherCase(sent, [...accessTokens, ...requestTokens])) {
    return 'oauth_token has the right letters in the wrong case.'
  }
  if (sent.length >= 12 && [...accessTokens, ...requestTokens].some(({ token }) => token.startsWith(sent))) {
    return `oauth_token is cut off after ${sent.length} characters.`
  }
  if (sent.length >= 12 && accessTokens.some(({ token }) => token.endsWith(`-${sent}`))) {
    return 'The number and hyphen at the beginning of oauth_token are missing: they belong to the token.'
  }
  return null
}

/** Why a bearer token is worth nothing: code 89. */
export function explainBearer(store: Store, sent: string): string {
  const { accessTokens, authorizationCodes, grants } = store.state
  const grant = grants.find(({ accessToken }) => accessToken === sent)
  if (grant?.ended === 'revoked') {
    return 'The token was revoked, by the app or by the person. Sign in again for a new one.'
  }
  if (grant?.ended === 'refreshed') {
    return 'The token was replaced when its refresh token was used. Use the newer one.'
  }
  if (grant) {
    const seconds = Math.round((store.clock() - grant.expiresAtMs) / 1000)
    return `The token expired ${seconds} seconds ago: it lives two hours. ${
      grant.refreshToken === null
        ? 'It has no refresh token, for lack of the scope offline.access; sign in again.'
        : 'POST its refresh token to /2/oauth2/token.'
    }`
  }
  if (grants.some(({ refreshToken }) => refreshToken === sent)) {
    return 'This is a refresh token. POST it to /2/oauth2/token, and send the access token that comes back.'
  }
  if (authorizationCodes.some(({ code }) => code === sent)) {
    return 'This is an authorization code. Exchange it at /2/oauth2/token first.'
  }
  if (accessTokens.some(({ token }) => token === sent)) {
    return 'This is an access token of OAuth 1.0a, which signs a request and is no bearer token.'
  }
  const bearerTokens = [
    ...grants.map(({ accessToken }) => accessToken),
    ...Object.values(store.state.bearerTokens),
  ]
  const bare = around(sent, (text) => bearerTokens.includes(text))
  if (bare !== null) return `There is ${bare} around the bearer token. Trim it where you read it.`
  if (bearerTokens.some((token) => percentDecode(token) === sent)) {
    return 'The app’s bearer token was percent-decoded. Send it as POST /oauth2/token returned it, with %3D and all.'
  }
  if (sent.length >= 12 && grants.some(({ accessToken }) => accessToken.startsWith(sent))) {
    return `The bearer token is cut off after ${sent.length} characters.`
  }
  return 'The bearer token was never issued here, or the sandbox was reset since. /2/oauth2/token issues those of a person; POST /oauth2/token those of an app, to be sent as they came, with %3D and all.'
}

function isKnownInAnotherCase(sent: string, known: readonly { token: string }[]): boolean {
  return known.some(({ token }) => token.toLowerCase() === sent.toLowerCase())
}
