import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { served } from '../tests/pictures'
import type { TestSandbox } from '../tests/sandbox'

/** The app that every library here signs as. */
export const APP_KEYS = { key: 'sandbox-key', secret: 'sandbox-secret' }

/** Nobody's secret: a call signed with it is a call with a wrong signature. */
export const WRONG_SECRET = 'nobodysSecret'

/** Of the right shape, and never issued. */
export const UNKNOWN_TOKEN = '1-neverIssuedToken'

/** X's refusals of a signature and of a token, as every library meets them. */
export const BAD_SIGNATURE = { code: 32, message: 'Could not authenticate you.' }
export const BAD_TOKEN = { code: 89, message: 'Invalid or expired token.' }

/** Texts that an encoder gets wrong as soon as it is careless: emoji joined by ZWJ, accents, and signs with a meaning. */
export const WORDS = {
  name: "Zoë 👩‍💻 & Łukasz + !'()*",
  description: '100% of "it" & more = fun? a+b, c/d; ~ ☃ 🚀\nNaïve café #5 !\'()* 雀',
  location: "Łódź & 東京 + !'()*",
  url: 'https://example.org/a+b?q=1&r=(x)*!',
}

/** The User object after {@link WORDS} were taken, whichever way it is asked for. */
export const WORDS_TAKEN = {
  ...WORDS,
  url: expect.stringMatching(/^https:\/\/t\.co\/\w{10}$/),
  entities: { url: { urls: [{ expanded_url: WORDS.url }] } },
}

/** What clears every text but the name, which cannot be empty. */
export const NO_WORDS = { description: '', location: '', url: '' }

/** The User object after {@link NO_WORDS}. */
export const WORDS_CLEARED = { description: '', location: '', url: null }

export interface TestAccount {
  id: string
  screenName: string
  token: string
  secret: string
}

let accounts = 0

/** A new, empty account of the sandbox with a pair of keys, so that no test meets another's changes. */
export async function newAccount(sandbox: TestSandbox): Promise<TestAccount> {
  accounts += 1
  const answer = await sandbox.control('POST', 'accounts', { screen_name: `client${accounts}` })
  const keys = (await answer.json()) as {
    id_str: string
    screen_name: string
    access_token: string
    access_token_secret: string
  }
  return {
    id: keys.id_str,
    screenName: keys.screen_name,
    token: keys.access_token,
    secret: keys.access_token_secret,
  }
}

/** The addresses that tests look at in a User object. */
interface PublicUser {
  profile_image_url_https: string
  profile_background_image_url_https: string | null
  profile_banner_url?: string
}

/** The account's User object as the sandbox itself tells it: no library stands between. */
export async function publicUser(sandbox: TestSandbox, account: TestAccount): Promise<PublicUser> {
  const answer = await sandbox.control('GET', `accounts/${account.screenName}`)
  return (await answer.json()) as PublicUser
}

/** The last request of an account, as it arrived. */
export async function lastRequest(sandbox: TestSandbox, account: TestAccount) {
  const answer = await sandbox.control('GET', `requests?screen_name=${account.screenName}`)
  const requests = (await answer.json()) as {
    method: string
    path: string
    parameters: Record<string, string>
    status: number
    image?: { name: string | null; sha256: string; type: string }
  }[]
  return requests.at(-1)
}

/** Someone with a browser: goes where an app sends them, keeps cookies, answers the consent page by its form. */
interface Person {
  /** Presses `Authorize app` for an account and comes back to the app: the callback with what was added to it. */
  authorize(address: string, screenName: string): Promise<URL>
  /** The same for an app without a callback: the PIN that the page shows. */
  authorizeForPin(address: string, screenName: string): Promise<string>
  /** Presses `Cancel` and follows the way back to the app. */
  cancel(address: string, screenName: string): Promise<URL>
  /** Opens the address and is sent back to the app at once, without a page to answer. */
  passThrough(address: string): Promise<URL>
}

/** A person with an empty cookie jar. Addresses on X's hosts lead to the sandbox, as by an entry in the hosts file. */
export function newPerson(sandbox: Pick<TestSandbox, 'url'>): Person {
  const cookies = new Map<string, string>()

  const open = async (address: string, form?: URLSearchParams) => {
    const { pathname, search } = new URL(address, sandbox.url('/'))
    const answer = await fetch(sandbox.url(`${pathname}${search}`), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      body: form ?? null,
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return { status: answer.status, location: answer.headers.get('location'), markup: await answer.text() }
  }

  const press = async (address: string, screenName: string, button: string) => {
    const page = await open(address)
    const form = new URLSearchParams()
    for (const { type, name = '', value = '' } of tags(page.markup, 'input')) {
      if (type === 'hidden') form.set(name, value)
    }
    form.set('screen_name', screenName)
    const [before = ''] = page.markup.split(`>${button}</button>`)
    const pressed = tags(`${before}>`, 'button').at(-1)
    form.set(pressed?.name ?? '', pressed?.value ?? '')
    const [action] = tags(page.markup, 'form')
    return open(action?.action ?? address, form)
  }

  return {
    async authorize(address, screenName) {
      const { location } = await press(address, screenName, 'Authorize app')
      return new URL(location ?? '')
    },
    async authorizeForPin(address, screenName) {
      const { markup } = await press(address, screenName, 'Authorize app')
      return /\b\d{7}\b/.exec(markup.replaceAll(/<[^>]*>/g, ' '))?.[0] ?? ''
    },
    async cancel(address, screenName) {
      const { location, markup } = await press(address, screenName, 'Cancel')
      const link = tags(markup, 'a').find(({ href }) => href?.includes('denied='))
      return new URL(location ?? link?.href ?? '')
    },
    async passThrough(address) {
      const { location } = await open(address)
      return new URL(location ?? '')
    },
  }
}

/** The attributes of every tag of a name, character references undone as far as these pages have them. */
function tags(markup: string, name: string): Record<string, string>[] {
  return [...markup.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, attribute = '', value = '']) => [
        attribute,
        value.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
      ]),
    ),
  )
}

/** As the request log tells it, so that a picture is known to have arrived byte for byte. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What must hold after an upload, whichever library sent it: nothing here asks the library. */

/** The picture arrived byte for byte and is the account's photo: square, in X's sizes, with a suffix apps can cut. */
export async function expectAvatar(sandbox: TestSandbox, account: TestAccount, sent: Buffer) {
  await expectDelivered(sandbox, account, sent)
  const { profile_image_url_https: address } = await publicUser(sandbox, account)
  expect(address).toMatch(/\/profile_images\/\d+\/[\w-]+_normal\.(jpg|png|gif)$/)
  const sizes = { _normal: 48, _bigger: 73, _mini: 24 }
  for (const [suffix, pixels] of Object.entries(sizes)) {
    expect(await served(address.replace('_normal', suffix))).toMatchObject({ width: pixels, height: pixels })
  }
  const original = await served(address.replace('_normal', ''))
  expect(original.width).toBe(original.height)
  expect(original.width).toBeGreaterThan(73)
}

/** The picture arrived byte for byte and is the account's header, in X's sizes. */
export async function expectBanner(sandbox: TestSandbox, account: TestAccount, sent: Buffer) {
  await expectDelivered(sandbox, account, sent)
  const { profile_banner_url: address } = await publicUser(sandbox, account)
  expect(address).toMatch(new RegExp(`/profile_banners/${account.id}/\\d+$`))
  expect(await served(`${address}/1500x500`)).toMatchObject({ width: 1500, height: 500 })
  expect(await served(`${address}/mobile`)).toMatchObject({ width: 320, height: 160 })
}

/** The picture arrived byte for byte and is the account's background, unscaled. */
export async function expectBackground(
  sandbox: TestSandbox,
  account: TestAccount,
  sent: Buffer,
  size: { width: number; height: number },
) {
  await expectDelivered(sandbox, account, sent)
  const { profile_background_image_url_https: address } = await publicUser(sandbox, account)
  expect(address).toMatch(/\/profile_background_images\/\d+\/[\w-]+\.(jpg|png|gif)$/)
  expect(await served(address)).toMatchObject(size)
}

async function expectDelivered(sandbox: TestSandbox, account: TestAccount, sent: Buffer) {
  const answer = await sandbox.control('GET', `requests?screen_name=${account.screenName}`)
  const requests = (await answer.json()) as { image?: { sha256: string } }[]
  expect(requests.findLast(({ image }) => image)?.image).toMatchObject({ sha256: sha256(sent) })
}
