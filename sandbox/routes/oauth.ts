import { judgeCallback } from '../oauth/callbacks'
import { findRequestToken, issueRequestToken } from '../oauth/request-tokens'
import { sameSignature } from '../oauth/signature'
import { type Notice, tellRefusal } from '../oauth/tell-refusal'
import { refusal, type TokenStanding, verifyRequest } from '../oauth/verify-request'
import type { App } from '../state'
import { accessTokenFor, accountById, type Store } from '../store'
import { type Answer, htmlAnswer, textAnswer, xError } from '../wire/answer'
import type { Exchange } from '../wire/exchange'

const CALLBACK_SENTENCES = {
  'not here': 'The callback must be http or https on this machine, of at most 4000 characters, or oob.',
  'not approved': 'The callback is not among those registered with the app, letter for letter.',
  desktop: 'The app has no callback registered, so oob is the only one.',
} as const

/** `POST` or `GET /oauth/request_token`. */
export async function requestToken(store: Store, exchange: Exchange, notice: Notice): Promise<Answer> {
  const { received } = exchange
  if (received.method !== 'POST' && received.method !== 'GET')
    return xError(86, 'This method requires a POST.')
  const verification = verifyRequest(store, exchange, (token) =>
    token === '' ? { known: true, secrets: [''], live: true } : { known: false },
  )
  if (!verification.ok) {
    tellRefusal(exchange, verification, notice)
    return refusal(verification.problem)
  }
  const { app } = verification
  const callback = verification.oauth.get('oauth_callback') ?? ''
  const judgement = judgeCallback(app, callback)
  if (judgement !== 'taken') {
    exchange.log.explanation = CALLBACK_SENTENCES[app.callbacks === null ? 'not here' : judgement]
    return xError(judgement === 'desktop' ? 417 : 415)
  }
  // It can take a permission away, never add one.
  const wished = verification.signed.find(({ name }) => name === 'x_auth_access_type')?.value
  const access = wished === 'read' ? 'read' : app.access
  const token = issueRequestToken(store, callback, access, app.consumerKey)
  // Some clients read this line with a pattern: the order counts.
  return htmlAnswer(
    `oauth_token=${token.token}&oauth_token_secret=${token.secret}&oauth_callback_confirmed=true`,
  )
}

/** `POST` or `GET /oauth/access_token`. */
export async function accessToken(store: Store, exchange: Exchange, notice: Notice): Promise<Answer> {
  const { received, log } = exchange
  if (received.method !== 'POST' && received.method !== 'GET')
    return xError(86, 'This method requires a POST.')
  const verification = verifyRequest(store, exchange, (token, app) =>
    standingOfRequestToken(store, token, app),
  )
  if (!verification.ok) {
    tellRefusal(exchange, verification, notice)
    return verification.problem === 'token'
      ? textAnswer(401, 'Request token missing')
      : refusal(verification.problem)
  }
  const named = verification.oauth.get('oauth_token') ?? ''
  if (named === '') return textAnswer(401, 'Reverse auth credentials are invalid')
  const token = findRequestToken(store, named)
  const account = token?.accountId ? accountById(store, token.accountId) : null
  const verifier = verification.oauth.get('oauth_verifier') ?? ''
  if (
    !token ||
    !account ||
    token.phase !== 'authorized' ||
    token.verifier === null ||
    !sameSignature(verifier, token.verifier)
  ) {
    return textAnswer(401, 'Error processing your OAuth request: Invalid oauth_verifier parameter')
  }
  // That X refuses here already, and not with the first call, is unconfirmed.
  if (account.standing === 'suspended') return xError(64)
  token.phase = 'exchanged'
  const issued = accessTokenFor(store, account, token.access, token.consumerKey)
  issued.allowed = true
  store.changed()
  log.account = account
  return htmlAnswer(
    `oauth_token=${issued.token}&oauth_token_secret=${issued.secret}&user_id=${account.id}&screen_name=${account.screenName}`,
  )
}

/** Clients that lost the token's secret, or never kept it, sign with an empty one; X takes both. */
function standingOfRequestToken(store: Store, token: string, app: App): TokenStanding {
  if (token === '') return { known: true, secrets: [''], live: true }
  const found = findRequestToken(store, token)
  if (found?.consumerKey !== app.consumerKey) return { known: false }
  return { known: true, secrets: app.strictTokenSecret ? [found.secret] : [found.secret, ''], live: true }
}
