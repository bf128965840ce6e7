import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { pauseOf, readNotes } from '@/lib/server/account/server-quirks'
import { cookieSpaceError, placeOf } from '@/lib/server/auth/accounts'
import { readAccounts, signOutAccount } from '@/lib/server/auth/session'
import { readEnv } from '@/lib/server/env'
import { POST as revoke } from './invalidate_token/route'
import { GET as list } from './signed_in_accounts/route'
import { makeAccount, requestsOf, type SandboxAccount, setFault } from './signed-in.fixture'
import { POST as switchTo } from './switch_account/route'
import { POST as updateProfile } from './update_profile/route'
import { GET as verify } from './verify_credentials/route'

const COOKIES = ['session-token', 'account.1', 'account.2', 'account.3', 'account.4']

/** A browser in which these accounts are signed in beside each other. */
class Browser {
  readonly #cookies = new Map<string, string>()

  static async with(...accounts: SandboxAccount[]): Promise<Browser> {
    const browser = new Browser()
    for (const [index, account] of accounts.entries()) {
      const token = {
        sub: account.id_str,
        handle: account.screen_name,
        accessToken: account.access_token,
        accessTokenSecret: account.access_token_secret,
      }
      browser.set(
        `plumage.${COOKIES[index]}`,
        await encode({ token, secret: readEnv().sessionSecret, maxAge: 3600 }),
      )
    }
    return browser
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  take(setCookies: string[]): void {
    for (const setCookie of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? []
      if (setCookie.includes('Max-Age=0')) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }

  async ask(
    route: (request: Request) => Promise<Response>,
    form?: Record<string, string>,
    query = '',
    headers: Record<string, string> = {},
  ) {
    const response = await route(
      new Request(`http://localhost:3000/api/account/x${query}`, {
        headers: { cookie: this.cookie, origin: 'http://localhost:3000', ...headers },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      }),
    )
    this.take(response.headers.getSetCookie())
    return { status: response.status, body: await response.json() }
  }

  async handles(): Promise<string[]> {
    return (await readAccounts(this.cookie)).map(({ handle, isActive }) => (isActive ? `*${handle}` : handle))
  }
}

const five = () => Promise.all([1, 2, 3, 4, 5].map(() => makeAccount()))
const CHANGED = { status: 409, body: { reason: 'account_changed' } }

test('one press makes another of five accounts the active one, and nothing is sent for it', async () => {
  const accounts = await five()
  const browser = await Browser.with(...accounts)
  for (const account of [...accounts].reverse()) {
    expect(await browser.ask(switchTo, { to: account.id_str })).toEqual({
      status: 200,
      body: { account: account.id_str },
    })
    expect((await browser.ask(verify)).body.screen_name).toBe(account.screen_name)
  }
  const { body } = await browser.ask(list)
  expect(body.accounts).toEqual(
    accounts.map(({ id_str, screen_name }, index) => ({
      id: id_str,
      handle: screen_name,
      active: index === 0,
    })),
  )
  expect(JSON.stringify(body)).not.toContain(accounts[0]?.access_token)
})

test('a write goes to no other account than it was reviewed for, whichever is active', async () => {
  const [one, other] = [await makeAccount({ name: 'One' }), await makeAccount({ name: 'Other' })]
  const browser = await Browser.with(one, other)
  const write = (account: SandboxAccount) =>
    browser.ask(updateProfile, { name: 'Reviewed', account: account.id_str })
  expect(await write(other)).toMatchObject(CHANGED)
  await browser.ask(switchTo, { to: other.id_str })
  expect(await write(one)).toMatchObject(CHANGED)
  expect(await write(other)).toMatchObject({ status: 200, body: { name: 'Reviewed' } })
  expect(await requestsOf(one)).toEqual([])
})

test('no other site switches accounts, and nobody switches to one that is not signed in', async () => {
  const [one, other, stranger] = [await makeAccount(), await makeAccount(), await makeAccount()]
  const browser = await Browser.with(one, other)
  const refused = await browser.ask(switchTo, { to: other.id_str }, '', { origin: 'https://evil.example' })
  expect(refused).toMatchObject({ status: 403, body: { reason: 'cross_site' } })
  expect(await browser.ask(switchTo, { to: stranger.id_str })).toMatchObject({ status: 401 })
  expect(await browser.ask(switchTo, {})).toMatchObject({ status: 401 })
  expect(await browser.handles()).toEqual([`*${one.screen_name}`, other.screen_name])
})

test('signing one out leaves the others, and no late response brings it back', async () => {
  const [one, two, three] = [await makeAccount(), await makeAccount(), await makeAccount()]
  const browser = await Browser.with(one, two, three)
  await browser.ask(switchTo, { to: two.id_str })
  const before = browser.cookie
  browser.take(await signOutAccount(browser.cookie, 1))
  expect(await browser.handles()).toEqual([one.screen_name, `*${three.screen_name}`])
  // A response that was held meanwhile brings the cookies of before.
  const late = before.split('; ').filter((pair) => pair.startsWith('plumage.account.1='))
  browser.take(late)
  expect(await browser.handles()).toEqual([one.screen_name, `*${three.screen_name}`])
  browser.take(await signOutAccount(browser.cookie, 2))
  expect(await browser.handles()).toEqual([`*${one.screen_name}`])
  browser.take(await signOutAccount(browser.cookie, 0))
  browser.take(before.split('; '))
  expect(await browser.handles()).toEqual([])
})

test('removing the access of one account ends that one alone', async () => {
  const [one, other] = [await makeAccount(), await makeAccount()]
  const browser = await Browser.with(one, other)
  expect(await browser.ask(revoke, { account: other.id_str })).toMatchObject(CHANGED)
  expect(await browser.ask(revoke, { account: one.id_str })).toMatchObject({ status: 200 })
  expect(await browser.handles()).toEqual([`*${other.screen_name}`])
  expect((await browser.ask(verify)).body.screen_name).toBe(other.screen_name)
})

test('an account whose session has ended ends no other, and one that X has ended stays to be seen', async () => {
  const [one, other] = [await makeAccount(), await makeAccount()]
  const browser = await Browser.with(one, other)
  await setFault(one, { path: '/1.1/account/verify_credentials.json', status: 401, code: 89 })
  expect((await browser.ask(verify)).body.reason).toBe('session_expired')
  expect(await browser.handles()).toEqual([`*${one.screen_name}`, other.screen_name])
  browser.set('plumage.session-token', 'too-old')
  expect(await browser.handles()).toEqual([`*${other.screen_name}`])
  expect((await browser.ask(verify)).body.screen_name).toBe(other.screen_name)
})

test('a rate limit of one account is still known after another was used, and holds up only that one', async () => {
  const [one, other] = [await makeAccount(), await makeAccount()]
  const browser = await Browser.with(one, other)
  const reset = String(Math.floor(Date.now() / 1000) + 600)
  const limit = {
    path: '/1.1/account/update_profile.json',
    status: 429,
    code: 88,
    headers: { 'x-rate-limit-reset': reset },
  }
  await setFault(one, limit)
  expect(await browser.ask(updateProfile, { name: 'A' })).toMatchObject({ status: 429 })
  await browser.ask(switchTo, { to: other.id_str })
  expect(await browser.ask(updateProfile, { name: 'B' })).toMatchObject({ status: 200 })
  const pauseFor = async ({ screen_name }: SandboxAccount) =>
    pauseOf(await readNotes(browser.cookie, { handle: screen_name }), 'text', new Date())?.reason
  expect(await pauseFor(one)).toBe('rate_limited')
  expect(await pauseFor(other)).toBeUndefined()
})

test('the same account again takes its own place, a sixth none, and no header becomes too long', async () => {
  const accounts = await five()
  const browser = await Browser.with(...accounts.slice(0, 4))
  expect(await cookieSpaceError(browser.cookie)).toBeNull()
  const known = await readAccounts(browser.cookie)
  expect(placeOf('new', known, true)).toBe(4)
  expect(placeOf('new', known, false), 'an ordinary sign-in replaces the active one').toBe(0)
  expect(placeOf(accounts[2]?.id_str ?? '', known, true)).toBe(2)
  const full = await Browser.with(...accounts)
  expect(placeOf('new', await readAccounts(full.cookie), true)).toBeNull()
  expect(await cookieSpaceError(full.cookie)).toBe('too_many_accounts')
  browser.set('other', 'x'.repeat(4000))
  expect(await cookieSpaceError(browser.cookie)).toBe('no_room_for_account')
})
