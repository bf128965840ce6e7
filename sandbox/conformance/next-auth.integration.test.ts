import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import NextAuth, { type AuthOptions } from 'next-auth'
import Twitter from 'next-auth/providers/twitter'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oauth2At } from '../tests/oauth2'
import { sandboxForTests } from '../tests/sandbox'
import { newAccount, newPerson } from './helpers'

/** next-auth's own Twitter provider of version 2.0, with nothing but its addresses changed, behind a server of Node's. */

const sandbox = sandboxForTests()
const { lastExplanation } = oauth2At(sandbox)

const app = createServer((request, response) => void answer(request, response))
let appOrigin = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  appOrigin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  process.env.NEXTAUTH_URL = appOrigin
})
afterAll(() => {
  app.close()
  app.closeAllConnections()
  delete process.env.NEXTAUTH_URL
})

let clientSecret = 'sandbox-client-secret'
/** What next-auth gave its own callback, for a look at the tokens. */
let lastAccount: unknown
let lastError = ''

const options = (): AuthOptions => ({
  secret: 'for this test alone, and for nothing else',
  providers: [
    Twitter({
      version: '2.0',
      clientId: 'sandbox-client',
      clientSecret,
      authorization: { url: sandbox.url('/i/oauth2/authorize') },
      token: { url: sandbox.url('/2/oauth2/token') },
      userinfo: { url: sandbox.url('/2/users/me') },
    }),
  ],
  callbacks: {
    signIn: ({ account }) => {
      lastAccount = account
      return true
    },
  },
  logger: {
    error: (_, metadata) => {
      lastError = JSON.stringify(metadata, (__, value: unknown) =>
        value instanceof Error ? value.message : value,
      )
    },
    warn: () => undefined,
    debug: () => undefined,
  },
})

/** What Next.js adds to Node's request and response for an API route. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', appOrigin)
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  const nextRequest = Object.assign(request, {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.replace('/api/auth/', '').split('/'),
    },
    cookies: Object.fromEntries(
      pairs.map(([name = '', ...value]) => [name, decodeURIComponent(value.join('='))]),
    ),
    body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  })
  const nextResponse = Object.assign(response, {
    status: (code: number) => {
      response.statusCode = code
      return nextResponse
    },
    json: (value: unknown) => response.end(JSON.stringify(value)),
    send: (value: unknown) => response.end(typeof value === 'string' ? value : JSON.stringify(value)),
  })
  const handler: (request: object, response: object) => Promise<void> = NextAuth(options())
  await handler(nextRequest, nextResponse)
}

/** A browser at the app: keeps its cookies. */
function browser() {
  const cookies = new Map<string, string>()
  const open = async (address: string, form?: Record<string, string>) => {
    const response = await fetch(new URL(address, appOrigin), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      body: form ? new URLSearchParams(form) : null,
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return response
  }
  /** Presses next-auth's button; where it sends the person. */
  const begin = async () => {
    const { csrfToken } = (await (await open('/api/auth/csrf')).json()) as { csrfToken: string }
    const sent = await open('/api/auth/signin/twitter', { csrfToken, callbackUrl: `${appOrigin}/` })
    return sent.headers.get('location') ?? ''
  }
  const session = async () => (await open('/api/auth/session')).json() as Promise<unknown>
  return { open, begin, session }
}

test('next-auth’s Twitter provider 2.0 signs in with PKCE and state, and has the person’s name and photo', async () => {
  const account = await newAccount(sandbox)
  const { open, begin, session } = browser()
  const authorize = new URL(await begin())
  expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
    scope: 'users.read tweet.read offline.access',
    code_challenge_method: 'S256',
    state: expect.any(String),
  })
  const back = await newPerson(sandbox).authorize(authorize.href, account.screenName)
  const arrived = await open(back.href)
  expect([arrived.status, arrived.headers.get('location'), lastError]).toEqual([302, `${appOrigin}/`, ''])
  expect(await session()).toMatchObject({
    user: { name: account.screenName, image: expect.stringContaining('/media/') },
  })
  expect(lastAccount).toMatchObject({
    provider: 'twitter',
    providerAccountId: account.id,
    token_type: 'bearer',
    access_token: expect.stringMatching(/^\w{91}$/),
    refresh_token: expect.stringMatching(/^\w{91}$/),
    scope: 'tweet.read users.read offline.access',
  })
})

test('next-auth reports Cancel as an error of the callback, and nobody is signed in', async () => {
  const account = await newAccount(sandbox)
  const { open, begin, session } = browser()
  const back = await newPerson(sandbox).cancel(await begin(), account.screenName)
  expect(back.searchParams.get('error')).toBe('access_denied')
  const arrived = await open(back.href)
  expect(arrived.headers.get('location')).toContain('error=')
  expect(await session()).toEqual({})
})

test('next-auth reports a wrong client secret in OAuth 2’s words, and the sandbox’s log says what is wrong', async () => {
  const account = await newAccount(sandbox)
  clientSecret = 'sandbox-secret'
  const { open, begin, session } = browser()
  const back = await newPerson(sandbox).authorize(await begin(), account.screenName)
  const arrived = await open(back.href)
  clientSecret = 'sandbox-client-secret'
  expect(arrived.headers.get('location')).toContain('error=OAuthCallback')
  expect(lastError).toContain('unauthorized_client (Missing valid authorization header)')
  expect(await lastExplanation()).toContain('The consumer secret of OAuth 1.0a arrived as client secret.')
  expect(await session()).toEqual({})
})
