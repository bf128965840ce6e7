import { expect } from 'vitest'
import { type Keys, send } from './client'
import type { TestSandbox } from './sandbox'

export const CALLBACK = 'http://localhost:3000/back'

export interface TestApp {
  consumer_key: string
  consumer_secret: string
}

/** The token and its secret in an answer of /oauth/request_token or /oauth/access_token. */
export async function tokenOf(response: Response) {
  const fields = new URLSearchParams(await response.text())
  return { token: fields.get('oauth_token') ?? '', tokenSecret: fields.get('oauth_token_secret') ?? '' }
}

/** An app and a person's way through the three steps of OAuth, each alone and all at once. */
export function signInAt(sandbox: TestSandbox) {
  /** An app registered for one test, by the control API. */
  async function register(
    rules: Record<string, unknown> = {},
  ): Promise<Pick<Keys, 'consumerKey' | 'consumerSecret'>> {
    const response = await sandbox.control('POST', 'apps', { name: 'Nest box', ...rules })
    expect(response.status).toBe(201)
    const app = (await response.json()) as TestApp
    return { consumerKey: app.consumer_key, consumerSecret: app.consumer_secret }
  }

  function ask(app: Keys, callback = CALLBACK, extra: Record<string, string> = {}) {
    return send({
      method: 'POST',
      url: sandbox.url('/oauth/request_token'),
      ...app,
      oauth: { oauth_callback: callback, ...extra },
    })
  }

  const open = (page: 'authorize' | 'authenticate', token: string, { query = '', cookie = '' } = {}) =>
    fetch(sandbox.url(`/oauth/${page}?oauth_token=${token}${query}`), {
      redirect: 'manual',
      headers: { cookie },
    })

  async function consent(token: string, screenName = 'wren', decision = 'authorize') {
    const page = await (await open('authorize', token)).text()
    const proof = /name="authenticity_token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const response = await fetch(sandbox.url('/oauth/authorize'), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        oauth_token: token,
        authenticity_token: proof,
        screen_name: screenName,
        decision,
      }),
    })
    const location = response.headers.get('location') ?? ''
    const cookie = response.headers.get('set-cookie') ?? ''
    return { response, location, cookie: cookie.split(';')[0] ?? '', setCookie: cookie }
  }

  function exchange(app: Keys, request: Keys, location: string) {
    const verifier = new URL(location).searchParams.get('oauth_verifier') ?? ''
    return send({
      method: 'POST',
      url: sandbox.url('/oauth/access_token'),
      ...app,
      ...request,
      oauth: { oauth_verifier: verifier },
    })
  }

  /** A whole sign-in; gives the keys to act with and the sandbox's own cookie. */
  async function signIn(app: Keys, screenName = 'wren', callback = CALLBACK) {
    const request = await tokenOf(await ask(app, callback))
    const { location, cookie } = await consent(request.token, screenName)
    return { ...app, ...(await tokenOf(await exchange(app, request, location))), cookie }
  }

  return { register, ask, open, consent, exchange, signIn }
}
