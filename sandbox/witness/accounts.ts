import { expect } from 'vitest'
import type { TestSandbox } from '../tests/sandbox-for-tests'

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

export interface WitnessAccount {
  id: string
  screenName: string
  token: string
  secret: string
}

let accounts = 0

/** A new, empty account of the sandbox with a pair of keys, so that no test meets another's changes. */
export async function newAccount(sandbox: TestSandbox): Promise<WitnessAccount> {
  accounts += 1
  const answer = await sandbox.control('POST', 'accounts', { screen_name: `witness${accounts}` })
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
export interface WitnessedUser {
  profile_image_url_https: string
  profile_background_image_url_https: string | null
  profile_banner_url?: string
}

/** The account's User object as the sandbox itself tells it: no library stands between. */
export async function publicUser(sandbox: TestSandbox, account: WitnessAccount): Promise<WitnessedUser> {
  const answer = await sandbox.control('GET', `accounts/${account.screenName}`)
  return (await answer.json()) as WitnessedUser
}

/** The last request of an account, as it arrived. */
export async function lastRequest(sandbox: TestSandbox, account: WitnessAccount) {
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
