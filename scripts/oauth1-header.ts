import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'

interface Oauth1Call {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  /** Of the query and of a form. A JSON body takes no part in the signature. */
  parameters?: Record<string, string> | undefined
  /** Further parameters of the protocol itself, such as `oauth_callback`. */
  oauth?: Record<string, string> | undefined
}

type Keys = { key: string; secret: string }

/** The Authorization header of OAuth 1.0a by a library, not by the app's own signer. Without a token: of the app alone. */
export function oauth1Header(consumer: Keys, token: Keys | undefined, call: Oauth1Call): string {
  const oauth = new OAuth({
    consumer,
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  })
  const { method, url, parameters, oauth: further } = call
  const signed = oauth.authorize({ method, url, data: { ...parameters, ...further } }, token)
  return oauth.toHeader({ ...signed, ...further }).Authorization
}
