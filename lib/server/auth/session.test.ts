import { encode } from 'next-auth/jwt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readEnv } from '@/lib/server/env'
import { encrypt } from './cookies'
import { endSessions, lastSignOut, noteVisit, readCredentials, SESSION_LONGEST_SECONDS } from './session'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
const person = { handle: 'wren', accessToken: '1-token', accessTokenSecret: 'secret' }
const session = { accountId: '12', ...person }

// Nothing here waits, so the clock may be set.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

const afterDays = (days: number) => vi.setSystemTime(Date.now() + days * DAY_MILLISECONDS)

/** The session cookie that next-auth makes of a sign-in. */
const cookieOf = (token: object) =>
  encode({ token: { ...token }, secret: readEnv().sessionSecret, maxAge: SESSION_LONGEST_SECONDS })

const sessionHeader = async (claims: object = {}) =>
  `plumage.session-token=${await cookieOf({ sub: '12', ...person, ...claims })}`

const read = (cookie: string) =>
  readCredentials(new Request('http://localhost:3000/', { headers: { cookie } }))
const readWith = (cookie: string) => read(`plumage.session-token=${cookie}`)

/** A Cookie header after an answer with these Set-Cookie values, as a browser keeps them. */
function jarAfter(cookieHeader: string, setCookies: string[]): string {
  const jar = new Map(cookieHeader.split('; ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair]))
  for (const setCookie of setCookies) {
    const [pair = ''] = setCookie.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    if (setCookie.includes('Max-Age=0')) jar.delete(name)
    else jar.set(name, pair)
  }
  return [...jar.values()].join('; ')
}

/** What the browser sends after it has opened a page. */
async function visitedWith(cookieHeader: string): Promise<string> {
  const visit = await noteVisit(cookieHeader)
  return visit ? jarAfter(cookieHeader, [visit]) : cookieHeader
}

const SIGNED_OUT = { ok: false, error: { reason: 'signed_out' } }

test('a cookie that next-auth made is opened', async () => {
  expect(await read(await sessionHeader())).toEqual({ ok: true, value: { kind: 'oauth1', ...session } })
})

test('a cookie in which any one character is changed is nobody’s', async () => {
  const cookie = await cookieOf({ sub: '12', ...person })
  for (let at = 0; at < cookie.length - 1; at += 7) {
    const other = cookie[at] === 'A' ? 'B' : 'A'
    const tampered = cookie.slice(0, at) + other + cookie.slice(at + 1)
    expect(await readWith(tampered), `character ${at}`).toMatchObject(SIGNED_OUT)
  }
})

test('a cookie made with another secret, or for another purpose, is nobody’s', async () => {
  const token = { sub: '12', ...person }
  expect(await readWith(await encode({ token, secret: 'another' }))).toMatchObject(SIGNED_OUT)
  for (const purpose of ['x-request-token', 'last-visit', 'x-server-notes'] as const) {
    expect(await readWith(await encrypt(token, purpose, 900)), purpose).toMatchObject(SIGNED_OUT)
  }
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

test('a session without its tokens, or without its account, is nobody’s', async () => {
  expect(await readWith(await cookieOf({ sub: '12', handle: 'wren', accessToken: '1' }))).toMatchObject(
    SIGNED_OUT,
  )
  expect(await readWith(await cookieOf(person))).toMatchObject(SIGNED_OUT)
})

test('a sign-out ends every session from before it, whichever answer brings one back', async () => {
  const before = await sessionHeader()
  const jar = jarAfter(before, endSessions())
  expect(await read(jar)).toMatchObject(SIGNED_OUT)
  // An answer that was held meanwhile arrives with the session in it.
  expect(await read(`${before}; ${jar}`)).toMatchObject(SIGNED_OUT)
})

test('who signs in again after a sign-out is signed in, in the same second and by a slow clock too', async () => {
  const jar = jarAfter(await sessionHeader(), endSessions())
  const again = await sessionHeader({ signOut: lastSignOut(jar) })
  expect(await read(`${again}; ${jar}`)).toMatchObject({ ok: true })
  vi.setSystemTime(Date.now() - 10_000)
  const bySlowClock = await sessionHeader({ signOut: lastSignOut(jar) })
  vi.setSystemTime(Date.now() + 10_000)
  expect(await read(`${bySlowClock}; ${jar}`)).toMatchObject({ ok: true })
  // The next sign-out ends these, and none of them comes back with the one before.
  const last = jarAfter(`${again}; ${jar}`, endSessions())
  expect(await read(`${again}; ${last}`)).toMatchObject(SIGNED_OUT)
  expect(await read(`${await sessionHeader()}; ${last}`)).toMatchObject(SIGNED_OUT)
})

test.each(['', 'x'.repeat(5000), '%', 'true', 'null'])(
  'what is no sign-out of ours (“%.10s”) neither ends a session nor keeps a sign-in from lasting',
  async (junk) => {
    const jar = `plumage.sign-out=${junk}`
    expect(lastSignOut(jar)).toBe('')
    expect(await read(`${await sessionHeader()}; ${jar}`)).toMatchObject({ ok: true })
  },
)

test('a session ends thirty days after its sign-in, however often a page is opened', async () => {
  let jar = await sessionHeader()
  for (let day = 1; day < 30; day += 1) {
    afterDays(1)
    jar = await visitedWith(jar)
    expect(await read(jar), `day ${day}`).toMatchObject({ ok: true })
  }
  afterDays(1.1)
  expect(await read(await visitedWith(jar))).toMatchObject(SIGNED_OUT)
})

test('a session ends after a week in which no page was opened', async () => {
  const unused = await sessionHeader()
  afterDays(6.9)
  expect(await read(unused)).toMatchObject({ ok: true })
  const used = await visitedWith(unused)
  afterDays(0.2)
  expect(await read(unused)).toMatchObject(SIGNED_OUT)
  expect(await read(used)).toMatchObject({ ok: true })
  afterDays(7)
  expect(await read(used)).toMatchObject(SIGNED_OUT)
  expect(await noteVisit(used), 'no page brings it back').toBeNull()
})

test('a page that is opened writes at most one cookie a day, which holds no session', async () => {
  const jar = await sessionHeader()
  expect(await noteVisit(jar)).toBeNull()
  afterDays(1.1)
  const visit = await noteVisit(jar)
  expect(visit).toMatch(/^plumage\.last-visit=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/)
  expect(await noteVisit(jarAfter(jar, [visit ?? '']))).toBeNull()
  expect(await read(jarAfter('', [visit ?? '']))).toMatchObject(SIGNED_OUT)
  expect(await noteVisit('')).toBeNull()
})

test('the visits of one session keep no other one', async () => {
  const copied = await sessionHeader()
  const own = await sessionHeader()
  afterDays(1.1)
  const visit = (await noteVisit(own)) ?? ''
  afterDays(6.5)
  expect(await read(jarAfter(own, [visit]))).toMatchObject({ ok: true })
  expect(await read(jarAfter(copied, [visit]))).toMatchObject(SIGNED_OUT)
})
