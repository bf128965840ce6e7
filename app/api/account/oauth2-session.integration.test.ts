import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { readEnv } from '@/lib/server/env'
import { POST as revoke } from './invalidate_token/route'
import { POST as removeBanner } from './remove_profile_banner/route'
import { makeAccount, requestAs, requestsOf, type SandboxAccount } from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { POST as updateBackground } from './update_profile_background_image/route'
import { GET as verify } from './verify_credentials/route'

Object.assign(process.env, {
  X_SIGN_IN: 'oauth2',
  X_CLIENT_ID: 'sandbox-client',
  X_CLIENT_SECRET: 'sandbox-client-secret',
})

const HOUR_SECONDS = 3600
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

/** A token as the sandbox issues it after consent. */
async function bearerTokenOf({ screen_name }: SandboxAccount, scope?: string): Promise<string> {
  const response = await fetch(`${readEnv().serverOrigin}/__sandbox/oauth2_tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ screen_name, scope }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return access_token
}

interface RequestOptions {
  body?: URLSearchParams
  query?: string
  origin?: string
  expiresAt?: number
}

/** Asks a route as the page of somebody who signed in by OAuth 2.0 does. */
async function ask(
  route: (request: Request) => Promise<Response>,
  account: SandboxAccount,
  accessToken: string,
  {
    body,
    query = '',
    origin = 'http://localhost:3000',
    expiresAt = inSeconds(HOUR_SECONDS),
  }: RequestOptions = {},
): Promise<{ status: number; body: Record<string, unknown>; cookies: string[] }> {
  const token = { sub: account.id_str, handle: account.screen_name, accessToken, expiresAt }
  const cookie = `plumage.session-token=${await encode({ token, secret: readEnv().sessionSecret })}`
  const init = { headers: { cookie, origin }, ...(body && { method: 'POST', body }) }
  const response = await route(new Request(`http://localhost:3000/api/account/x${query}`, init))
  return {
    status: response.status,
    body: await response.json(),
    cookies: response.headers.getSetCookie(),
  }
}

const pathsOf = async (account: SandboxAccount) =>
  (await requestsOf(account)).map(({ method, path }) => `${method} ${path}`)

test('the profile is read and its texts are published by v2 alone, and the answer is the same User object', async () => {
  const account = await makeAccount({ name: 'Wren', description: 'Small', location: 'Fen' })
  const token = await bearerTokenOf(account)
  expect((await ask(verify, account, token)).body).toMatchObject({
    id_str: account.id_str,
    screen_name: account.screen_name,
    name: 'Wren',
    description: 'Small',
    default_profile_image: true,
  })
  const body = new URLSearchParams({ description: 'a <b> & c', location: '', account: account.id_str })
  const published = await ask(updateText, account, token, { body })
  expect(published.status).toBe(200)
  expect(published.body).toMatchObject({ name: 'Wren', location: '', id_str: account.id_str })
  expect(await pathsOf(account)).toEqual(['GET /2/users/me', 'PUT /2/users/me', 'GET /2/users/me'])
  expect((await requestsOf(account))[1]?.parameters).toEqual({ description: 'a <b> & c', location: '' })
})

test('header and background are refused as what v2 has no call for, and nothing is sent', async () => {
  const account = await makeAccount()
  const token = await bearerTokenOf(account)
  const tile = new URLSearchParams({ tile: 'true' })
  for (const refused of [
    await ask(removeBanner, account, token, { body: new URLSearchParams() }),
    await ask(updateBackground, account, token, { body: tile }),
  ]) {
    expect(refused).toMatchObject({ status: 404, body: { reason: 'gone', cause: 'not_in_v2' } })
  }
  expect(await pathsOf(account)).toEqual([])
})

test('a write for another account, or from another site, is not sent', async () => {
  const account = await makeAccount()
  const token = await bearerTokenOf(account)
  const body = new URLSearchParams({ name: 'Changed', account: '1' })
  expect(await ask(updateText, account, token, { body })).toMatchObject({
    status: 409,
    body: { reason: 'account_changed' },
  })
  const elsewhere = { body: new URLSearchParams({ name: 'Changed' }), origin: 'https://evil.example' }
  expect(await ask(updateText, account, token, elsewhere)).toMatchObject({ status: 403 })
  expect(await pathsOf(account)).toEqual([])
})

test('after its two hours a session has ended, and nothing is sent with its token', async () => {
  const account = await makeAccount()
  const token = await bearerTokenOf(account)
  const ended = { expiresAt: inSeconds(-1) }
  expect(await ask(verify, account, token, ended)).toMatchObject({
    status: 401,
    body: { reason: 'session_expired' },
  })
  const body = new URLSearchParams({ name: 'Changed' })
  expect(await ask(updateText, account, token, { ...ended, body })).toMatchObject({
    status: 401,
    body: { reason: 'session_expired' },
  })
  expect(await pathsOf(account)).toEqual([])
})

test('a token without the scope to change is told as what X says, and not as an access level', async () => {
  const account = await makeAccount()
  const token = await bearerTokenOf(account, 'tweet.read users.read')
  const { status, body } = await ask(updateText, account, token, {
    body: new URLSearchParams({ name: 'Changed' }),
  })
  expect(status).toBe(403)
  expect(body).toMatchObject({ reason: 'not_allowed' })
})

test('a revoked token ends nothing but itself, and the session with it', async () => {
  const account = await makeAccount()
  const token = await bearerTokenOf(account)
  const revoked = await ask(revoke, account, token, { body: new URLSearchParams() })
  expect(revoked).toMatchObject({ status: 200, body: { revoked: true } })
  expect(revoked.cookies[0]).toMatch(/^plumage\.session-token=;.*Max-Age=0/)
  expect(await ask(verify, account, token)).toMatchObject({
    status: 401,
    body: { reason: 'session_expired' },
  })
  expect((await ask(revoke, account, token, { body: new URLSearchParams() })).status).toBe(200)
})

test('a session of the other kind is nobody’s where people sign in by OAuth 2.0', async () => {
  const account = await makeAccount()
  const response = await verify(await requestAs(account, 'verify_credentials'))
  expect(await response.json()).toMatchObject({ reason: 'signed_out' })
})
