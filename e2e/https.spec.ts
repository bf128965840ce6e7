import { expect, test } from './fixtures'
import { consent } from './sign-in-over-http'

// An instance that is told it is reached over https. It is asked over http here, as by a proxy that ends TLS.
const origin = `http://localhost:${process.env.E2E_HTTPS_APP_PORT}`

type Jar = Map<string, string>

/** Asks as a browser behind that proxy would: every cookie goes back, `Secure` ones included. */
async function ask(jar: Jar, path: string, form?: Record<string, string>): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(origin + path, {
    headers: { cookie },
    redirect: 'manual',
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  for (const set of response.headers.getSetCookie()) {
    const [pair = ''] = set.split(';')
    jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  return response
}

const isClosed = (cookie: string) =>
  ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/'].every((attribute) => cookie.includes(attribute))

test('over https every cookie of a sign-in is Secure, HttpOnly and SameSite=Lax', async ({ account }) => {
  const jar: Jar = new Map()
  const { csrfToken } = await (await ask(jar, '/api/auth/csrf')).json()
  const form = { csrfToken, callbackUrl: '/profile', json: 'true' }
  const began = await ask(jar, '/api/auth/signin/twitter', form)
  const pending = began.headers
    .getSetCookie()
    .filter((cookie) => cookie.startsWith('__Host-plumage.sign-in.'))
  expect(pending).toHaveLength(1)
  expect(pending.filter(isClosed)).toHaveLength(1)

  const callback = new URL(await consent((await began.json()).url, account.screen_name))
  expect(callback.protocol).toBe('https:')
  const finished = await ask(jar, callback.pathname + callback.search)
  const session = finished.headers
    .getSetCookie()
    .filter((cookie) => cookie.startsWith('__Host-plumage.session-token='))
  expect(session).toHaveLength(1)
  expect(session.filter(isClosed)).toHaveLength(1)

  const { user } = await (await ask(jar, '/api/auth/session')).json()
  expect(user.handle).toBe(account.screen_name)
  const profile = await ask(jar, '/api/account/verify_credentials')
  expect((await profile.json()).screen_name).toBe(account.screen_name)
  expect([...jar.keys()].filter((name) => !name.startsWith('__Host-plumage.'))).toEqual([])
})
