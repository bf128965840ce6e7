import { createHash, randomBytes } from 'node:crypto'
import type { TestSandbox } from './sandbox'

export const REDIRECT = 'http://localhost:3000/back?app=1'
export const CLIENT = { id: 'sandbox-client', secret: 'sandbox-client-secret' }
export const PROFILE_SCOPES = 'tweet.read users.read media.write'

export interface Tokens {
  token_type: string
  expires_in: number
  access_token: string
  refresh_token?: string
  scope: string
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

export const basic = (id = CLIENT.id, secret = CLIENT.secret) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

/** A person's way through OAuth 2.0, each step alone and all at once. */
export function oauth2At(sandbox: TestSandbox) {
  /** The parameters of a right authorization request; an empty replacement leaves the parameter out. */
  function requested(replaced: Record<string, string> = {}): URLSearchParams {
    const parameters = {
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: REDIRECT,
      scope: PROFILE_SCOPES,
      state: 'a state & more',
      code_challenge: challengeOf('a verifier'),
      code_challenge_method: 'S256',
      ...replaced,
    }
    return new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''))
  }

  const open = (replaced: Record<string, string> = {}) =>
    fetch(sandbox.url(`/i/oauth2/authorize?${requested(replaced)}`), { redirect: 'manual' })

  /** Answers the consent page by its own form. `location` is the way back, null when there is none. */
  async function consent(
    replaced: Record<string, string> = {},
    answer: Record<string, string> = { screen_name: 'wren', decision: 'authorize' },
  ) {
    const markup = await (await open(replaced)).text()
    const form = new URLSearchParams()
    for (const [, name = '', value = ''] of markup.matchAll(
      /type="hidden" name="([^"]+)" value="([^"]*)"/g,
    )) {
      form.set(name, value.replaceAll('&amp;', '&'))
    }
    for (const [name, value] of Object.entries(answer)) form.set(name, value)
    const response = await fetch(sandbox.url('/i/oauth2/authorize'), {
      method: 'POST',
      redirect: 'manual',
      body: form,
    })
    const location = response.headers.get('location')
    return { response, location: location === null ? null : new URL(location) }
  }

  const codeFor = async (replaced: Record<string, string> = {}, screenName = 'wren') => {
    const { location } = await consent(replaced, { screen_name: screenName, decision: 'authorize' })
    return location?.searchParams.get('code') ?? ''
  }

  const post = (
    path: 'token' | 'revoke',
    fields: Record<string, string>,
    headers: Record<string, string> = basic(),
  ) => fetch(sandbox.url(`/2/oauth2/${path}`), { method: 'POST', headers, body: new URLSearchParams(fields) })

  const exchange = (code: string, fields: Record<string, string> = {}, headers = basic()) =>
    post(
      'token',
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        code_verifier: 'a verifier',
        ...fields,
      },
      headers,
    )

  /** A whole sign-in. */
  async function signIn(scope = PROFILE_SCOPES, screenName = 'wren'): Promise<Tokens> {
    const verifier = randomBytes(32).toString('base64url')
    const code = await codeFor({ scope, code_challenge: challengeOf(verifier) }, screenName)
    return (await (await exchange(code, { code_verifier: verifier })).json()) as Tokens
  }

  const call = (accessToken: string, path = '/2/users/me', init: RequestInit = {}) =>
    fetch(sandbox.url(path), {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${accessToken}` },
    })

  /** The sentence of the last request in the log. */
  async function lastExplanation(): Promise<string> {
    const log = (await (await sandbox.control('GET', 'requests')).json()) as {
      explanation?: { sentence: string }
    }[]
    return log.at(-1)?.explanation?.sentence ?? ''
  }

  return { requested, open, consent, codeFor, post, exchange, signIn, call, lastExplanation }
}
