import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { readEnv } from './env'
import { seal } from './sealed-text'
import { readCredentials } from './session'

const DAY_SECONDS = 24 * 60 * 60
const nowSeconds = () => Math.floor(Date.now() / 1000)
const person = { handle: 'wren', accessToken: '1-token', accessTokenSecret: 'secret' }

const cookieOf = (token: object) => encode({ token: { ...token }, secret: readEnv().sessionSecret })

const readWith = (cookie: string) =>
  readCredentials(
    new Request('http://localhost:3000/', { headers: { cookie: `plumage.session-token=${cookie}` } }),
  )

const SIGNED_OUT = { ok: false, error: { reason: 'signed_out' } }

test('a cookie that next-auth made is opened', async () => {
  expect(await readWith(await cookieOf(person))).toEqual({ ok: true, value: person })
})

test('a cookie in which any one character is changed is nobody’s', async () => {
  const cookie = await cookieOf(person)
  for (let at = 0; at < cookie.length - 1; at += 7) {
    const other = cookie[at] === 'A' ? 'B' : 'A'
    const tampered = cookie.slice(0, at) + other + cookie.slice(at + 1)
    expect(await readWith(tampered), `character ${at}`).toMatchObject(SIGNED_OUT)
  }
})

test('a cookie made with another secret, or for another purpose, is nobody’s', async () => {
  expect(await readWith(await encode({ token: person, secret: 'another' }))).toMatchObject(SIGNED_OUT)
  expect(await readWith(await seal(person, 'x-request-token', 900))).toMatchObject(SIGNED_OUT)
})

test.each([
  'e30.e30.e30.e30.e30',
  'eyJhbGciOiJub25lIn0.eyJoYW5kbGUiOiJ3cmVuIn0.',
  '%',
  '[object Object]',
  'x'.repeat(5000),
])('%.20s instead of a cookie is nobody’s', async (cookie) => {
  expect(await readWith(cookie)).toMatchObject(SIGNED_OUT)
})

test('a session ends thirty days after its sign-in, however often its cookie was made anew', async () => {
  const since = (days: number) => cookieOf({ ...person, signedInAt: nowSeconds() - days * DAY_SECONDS })
  expect(await readWith(await since(29))).toMatchObject({ ok: true })
  expect(await readWith(await since(31))).toMatchObject(SIGNED_OUT)
})

test('a session without its tokens is nobody’s', async () => {
  expect(await readWith(await cookieOf({ handle: 'wren', accessToken: '1-token' }))).toMatchObject(SIGNED_OUT)
})
