import 'server-only'
import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { returnPageOf, startPageFor } from '@/lib/messages/return-page'
import type { SignInProblem } from '@/lib/messages/sign-in-errors'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { isFromElsewhere } from '@/lib/server/http/own-address'
import { hasManyParameters, readBody } from '@/lib/server/http/request-parameters'
import { answerRequest, withCookies } from '@/lib/server/http/response'
import {
  authorizationError,
  authorizeUrl,
  fetchAccountByCode,
  fetchRequestToken,
  fetchSignedInAccount,
  type SignedInAccount,
  type SignInApiError,
} from '@/lib/server/x/x-sign-in'
import { cookieSpaceError, placeOf, type TooManyCookies, withSessionAt } from './accounts'
import { type AuthStep, authOptions, type Callback, PROVIDER_ID } from './auth-options'
import { cookieName, cookiesOf, isSameSecret } from './cookies'
import {
  findOauth2SignIn,
  forgetOauth2SignIn,
  forgetOldSignIns,
  forgetSignIn,
  isAdding,
  newSignInId,
  readPendingSignIn,
  rememberSignIn,
} from './pending-sign-in'
import {
  type AccountIndex,
  activeIndex,
  endSessions,
  readAccounts,
  signOutAccount,
  writesSession,
} from './session'

/** What Next hands to a catch-all route: `/api/auth/signin/twitter` is `['signin', 'twitter']`. */
interface AuthContext {
  params: Promise<{ nextauth: string[] }>
}

/** What a person came back with, as a word in the query of our own page. */
type SignInError = 'denied' | 'OAuthCallback' | 'OAuthSignin' | TooManyCookies | SignInProblem

/** Answers every request below /api/auth, under an id of its own and with the headers of all our answers. */
export function answerAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  return answerRequest(request, () => answerStep(request, context))
}

/** The two legs of a sign-in go through here, those of OAuth 1.0a as a whole; the rest is next-auth's. */
async function answerStep(incoming: NextRequest, context: AuthContext): Promise<Response> {
  const checked = await readAuthRequest(incoming)
  if (!checked.ok) return Response.json({ message: checked.error.message }, { status: checked.error.status })
  const request = checked.value
  const [action, provider] = (await context.params).nextauth
  const isOurs = provider === PROVIDER_ID
  const { begin, finish } = readEnv().oauth2 ? OAUTH2 : OAUTH1
  if (isOurs && action === 'signin' && request.method === 'POST') return begin(request, context)
  if (isOurs && action === 'callback') {
    return withReturnPage(
      request.method === 'GET' ? await finish(request, context) : toStart('OAuthCallback'),
      request,
    )
  }
  if (action === 'signout' && request.method === 'POST') return signOut(request, context)
  const response = withoutSession(await askNextAuth(request, context))
  const target = await redirectTarget(response)
  return target && isOfOauth2(target.url) ? sendTo(startPage('OAuthSignin'), target.form) : response
}

/** A sign-in that failed leads to the start page, which still has to know the page it was for: next-auth's cookie names it. */
function withReturnPage(response: Response, request: NextRequest): Response {
  const [path, query = ''] = response.headers.get('location')?.split('?') ?? []
  if (path !== '/') return response
  const returnAddress = cookiesOf(request.headers.get('cookie'))[cookieName('callback-url')] ?? ''
  const page = URL.canParse(returnAddress) ? returnPageOf(new URL(returnAddress).pathname) : null
  response.headers.set('location', startPageFor(page, query))
  return response
}

/** Where next-auth itself sends a person of our provider: it takes the server for one of OAuth 2. */
const isOfOauth2 = (url: string) => /[?&]client_id=/.test(url)

/**
 * next-auth writes the session anew with every answer to who is signed in. Arriving late, such an answer would bring
 * back a session that was ended meanwhile, or end one that was begun: only a sign-in and a sign-out may write it.
 */
function withoutSession(response: Response): Response {
  const others = response.headers.getSetCookie().filter((cookie) => !writesSession(cookie))
  response.headers.delete('set-cookie')
  return withCookies(response, others)
}

/**
 * next-auth checks the CSRF token; then a session of this browser ends, as in session.ts: that of the account which the
 * form names, else the active one; with `all` those of all accounts.
 */
async function signOut(request: NextRequest, context: AuthContext): Promise<Response> {
  const form = await formOf(request)
  const response = await askNextAuth(request, context)
  const target = await redirectTarget(response)
  const isRefused = !target || new URL(target.url, request.url).pathname === '/api/auth/signout'
  const cookies = isRefused ? [] : await cookiesOfSignOut(request.headers.get('cookie'), form)
  return withCookies(withoutSession(response), cookies)
}

async function cookiesOfSignOut(cookieHeader: string | null, form: URLSearchParams): Promise<string[]> {
  const accounts = await readAccounts(cookieHeader)
  if (accounts.length === 0 || form.get('all') === 'true') return endSessions(cookieHeader)
  const named = form.get('account')
  const account = accounts.find(({ accountId, isActive }) => (named ? accountId === named : isActive))
  return account ? signOutAccount(cookieHeader, account.index) : []
}

/** The fields of a form, which next-auth may still read. */
const formOf = async (request: NextRequest) => new URLSearchParams(await request.clone().text())

/** next-auth's answer. It takes an address it cannot read, in a form or in its cookie, for a fault of its settings. */
async function askNextAuth(request: NextRequest, context: AuthContext, step?: AuthStep): Promise<Response> {
  const cookieHeader = request.headers.get('cookie')
  const active = (await activeIndex(cookieHeader)) ?? 0
  const options = authOptions(cookieHeader, { active, ...step })
  const response: Response = await NextAuth(request, context, options)
  if (response.status < 500) return response
  return Response.json(
    { message: 'An address in the request or its cookies cannot be read.' },
    { status: 400 },
  )
}

/**
 * First leg. next-auth checks the CSRF token and works out our callback address; we trade that address for a
 * request token, keep the token in this browser, and send the person to the server with nothing but its public half.
 */
async function beginSignIn(request: NextRequest, context: AuthContext): Promise<Response> {
  const adds = await addsAccount(request)
  const response = await askNextAuth(request, context)
  const target = await redirectTarget(response)
  if (!target || !isOfOauth2(target.url)) return response
  const callback = new URL(target.url, request.url).searchParams.get('redirect_uri') ?? ''
  if (!isOwn(callback)) return sendTo(startPage('OAuthSignin'), target.form)
  const tooManyCookies = adds ? await cookieSpaceError(request.headers.get('cookie')) : null
  if (tooManyCookies) return sendTo(startPage(tooManyCookies), target.form, response.headers)
  const token = await fetchRequestToken(callback)
  if (!token.ok) return sendTo(pageOfError(token.error), target.form, response.headers)
  // Without it the server may offer nobody but the account that is signed in there.
  const query = { oauth_token: token.value.token, ...(adds && { force_login: 'true' }) }
  const destination = `${authorizeUrl()}?${new URLSearchParams(query)}`
  const cookies = await rememberSignIn({ ...token.value, adds }, request.headers.get('cookie'))
  return withCookies(sendTo(destination, target.form, response.headers), cookies)
}

/** Whether a sign-in was asked for to have another account beside those that are signed in. */
const addsAccount = async (request: NextRequest) => (await formOf(request)).get('add') === 'true'

/** The server sends the person, and the proof of their consent, to this address and to no other. */
function isOwn(callback: string): boolean {
  const { appOrigin } = readEnv()
  return !appOrigin || callback.startsWith(`${appOrigin}/`)
}

/** Sends a person on in the form in which they asked, with what next-auth set beside its own answer. */
function sendTo(destination: string, form: RedirectTarget['form'], given?: Headers): Response {
  const headers = new Headers(given)
  headers.delete('content-length')
  headers.delete('location')
  if (form === 'json') return Response.json({ url: destination }, { headers })
  headers.set('location', destination)
  return new Response(null, { status: 302, headers })
}

interface RedirectTarget {
  url: string
  form: 'json' | 'location'
}

/** Where next-auth wants to send the person: a Location header, or `{ url }` for a page that asked by script. */
async function redirectTarget(response: Response): Promise<RedirectTarget | null> {
  const location = response.headers.get('location')
  if (location) return { url: location, form: 'location' }
  if (!response.headers.get('content-type')?.startsWith('application/json')) return null
  const body: unknown = await response.clone().json()
  const hasUrl = typeof body === 'object' && body !== null && 'url' in body && typeof body.url === 'string'
  return hasUrl ? { url: String(body.url), form: 'json' } : null
}

/**
 * Second leg. Only the browser that began may finish, with the very token it began with. A callback ends the sign-in
 * that it names and no other: otherwise any page could cancel one, and two tabs would break each other.
 */
async function finishSignIn(request: NextRequest, context: AuthContext): Promise<Response> {
  const query = new URL(request.url).searchParams
  const denied = query.get('denied')
  const pending = await readPendingSignIn(
    denied ?? query.get('oauth_token') ?? '',
    request.headers.get('cookie'),
  )
  if (denied !== null) return toStart('denied', pending?.token)
  // GNU social and StatusNet name no token, so none is ended; it runs out by itself.
  if (query.get('oauth_problem') === 'user_refused') return toStart('denied', pending?.token)
  const verifier = query.get('oauth_verifier')
  if (!pending || !verifier) return toStart('OAuthCallback')
  const signedIn = await fetchSignedInAccount(pending, verifier, callbackOf(request))
  if (!signedIn.ok) {
    return withCookies(sendTo(pageOfError(signedIn.error), 'location'), [forgetSignIn(pending.token)])
  }
  const placing = await placingFor(request, pending.adds === true)
  if (placing.placeOf(signedIn.value.id) === null) return toStart('too_many_accounts', pending.token)
  const response = await placing.finish(context, async () => signedIn.value)
  return response
    ? withCookies(response, [forgetSignIn(pending.token)])
    : toStart('no_room_for_account', pending.token)
}

/** Finishes sign-ins into the place that is right for their account; `finish` gives null where its session does not fit. */
async function placingFor(request: NextRequest, adds: boolean) {
  const cookieHeader = request.headers.get('cookie')
  const accounts = await readAccounts(cookieHeader)
  const active = accounts.find((account) => account.isActive)?.index ?? 0
  return {
    placeOf: (accountId: string) => placeOf(accountId, accounts, adds),
    async finish(
      context: AuthContext,
      finish: NonNullable<AuthStep['finish']>,
      signInId?: string,
    ): Promise<Response | null> {
      let to: AccountIndex = active
      const response = await askNextAuth(request, context, {
        finish,
        ...(signInId !== undefined && { signInId }),
        active,
        placeOf: (accountId) => {
          to = placeOf(accountId, accounts, adds) ?? active
          return to
        },
      })
      const isBesideOthers = accounts.some((account) => account.index !== to)
      return withSessionAt(response, cookieHeader, { from: active, to, isBesideOthers })
    },
  }
}

/** The address at which a person came back, as it has to be registered. */
const callbackOf = (request: NextRequest): string =>
  new URL(new URL(request.url).pathname, readEnv().signInOrigin ?? request.url).href

/**
 * First leg of OAuth 2.0. next-auth makes the address at the server, with a state and a PKCE challenge, and keeps what
 * belongs to them in two cookies of this sign-in.
 */
async function beginOauth2(request: NextRequest, context: AuthContext): Promise<Response> {
  const adds = await addsAccount(request)
  // next-auth would pass on what stands in the query.
  const { origin, pathname } = new URL(request.url)
  const plain = new NextRequest(origin + pathname, request)
  const response = await askNextAuth(plain, context, { signInId: newSignInId(adds) })
  const target = await redirectTarget(response)
  if (!target || !isOfOauth2(target.url)) return response
  if (!isOwn(new URL(target.url).searchParams.get('redirect_uri') ?? '')) {
    return sendTo(startPage('OAuthSignin'), target.form)
  }
  const tooManyCookies = adds ? await cookieSpaceError(request.headers.get('cookie')) : null
  if (tooManyCookies) return sendTo(startPage(tooManyCookies), target.form)
  const old = forgetOldSignIns(request.headers.get('cookie'))
  return withCookies(sendTo(target.url, target.form, response.headers), old)
}

/** Second leg of OAuth 2.0; as with `finishSignIn`, only in the browser that began, and ending no other sign-in. */
async function finishOauth2(request: NextRequest, context: AuthContext): Promise<Response> {
  const query = new URL(request.url).searchParams
  const signInId = await findOauth2SignIn(query.get('state') ?? '', request.headers.get('cookie'))
  const end = (response: Response) => withCookies(response, signInId ? forgetOauth2SignIn(signInId) : [])
  const error = query.get('error')
  if (error === 'access_denied') return end(toStart('denied'))
  if (!signInId) return toStart('OAuthCallback')
  if (error !== null) {
    const refused = authorizationError(error, query.get('error_description') ?? '', callbackOf(request))
    return end(sendTo(pageOfError(refused), 'location'))
  }
  const placing = await placingFor(request, isAdding(signInId))
  let refused: SignInApiError | TooManyCookies | undefined
  const finish = async ({ callbackUrl, params, checks }: Callback): Promise<SignedInAccount | null> => {
    const { code, state } = params
    const { code_verifier: codeVerifier, state: expectedState } = checks
    if (!code || !state || !codeVerifier || !expectedState) return null
    if (!isSameSecret(state, expectedState)) return null
    const account = await fetchAccountByCode({ code, codeVerifier }, callbackUrl)
    if (account.ok && placing.placeOf(account.value.id) !== null) return account.value
    refused = account.ok ? 'too_many_accounts' : account.error
    return null
  }
  const response = await placing.finish(context, finish, signInId)
  if (!response) return end(toStart('no_room_for_account'))
  if (!refused) return end(response)
  return end(typeof refused === 'string' ? toStart(refused) : sendTo(pageOfError(refused), 'location'))
}

const OAUTH1 = { begin: beginSignIn, finish: finishSignIn }
const OAUTH2 = { begin: beginOauth2, finish: finishOauth2 }

/** A relative address, so that it is right behind any proxy. */
const startPage = (error: SignInError) => `/?error=${error}`

function pageOfError({ problem, retryAt }: SignInApiError): string {
  const page = startPage(problem === 'not_finished' ? 'OAuthCallback' : problem)
  return retryAt ? `${page}&${new URLSearchParams({ until: retryAt })}` : page
}

/** `endedToken`: the request token of a sign-in that this ends. */
const toStart = (error: SignInError, endedToken?: string): Response =>
  withCookies(sendTo(startPage(error), 'location'), endedToken ? [forgetSignIn(endedToken)] : [])

/** A token, an address and two words. */
const FORM_MAX_BYTES = 16_384

/** Why a request below /api/auth is not handed to next-auth. */
interface AuthRequestProblem {
  status: number
  message: string
}

const problem = (status: number, message: string) => err<AuthRequestProblem>({ status, message })

/**
 * A request as next-auth may have it: a POST comes from our own pages, as far as a browser tells, and carries a short
 * form. next-auth itself reads a body of any length, and breaks on JSON that is none.
 */
async function readAuthRequest(request: NextRequest): Promise<Result<NextRequest, AuthRequestProblem>> {
  if (hasManyParameters(new URL(request.url).search))
    return problem(400, 'The address has too many parameters.')
  if (request.method !== 'POST') return ok(request)
  if (isFromElsewhere(request)) return problem(403, 'This request did not come from our own pages.')
  const body = await readBody(request, FORM_MAX_BYTES)
  if (!body.ok) {
    const isLarge = body.error === 'too_large'
    return problem(isLarge ? 413 : 400, isLarge ? 'The form is too large.' : 'The form did not arrive whole.')
  }
  const type = request.headers.get('content-type') ?? ''
  if (body.value.byteLength > 0 && !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return problem(415, 'The body is not a form.')
  }
  const encoded = new TextDecoder().decode(body.value)
  if (hasManyParameters(encoded)) return problem(400, 'The form has too many fields.')
  // Parsed and written anew: whatever is not text is gone, and next-auth reads what was counted.
  const form = new URLSearchParams(encoded)
  const headers = new Headers(request.headers)
  headers.set('content-type', 'application/x-www-form-urlencoded')
  headers.delete('content-length')
  return ok(new NextRequest(request.url, { method: 'POST', headers, body: form.toString() }))
}
