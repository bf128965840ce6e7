import { randomBytes } from 'node:crypto'

/** An account of the sandbox, with the keys to sign calls for it. */
export type SandboxAccount = {
  id_str: string
  screen_name: string
  access_token: string
  access_token_secret: string
}

/** What may be said about a new account; what is left out is empty, and the name is unique. */
export type AccountOverrides = Partial<{
  screen_name: string
  name: string
  description: string
  location: string
  url: string
  protected: boolean
  verified: boolean
}>

/** A request that arrived at the sandbox, oldest first in a list. Never holds a secret. */
export type ReceivedRequest = {
  method: string
  path: string
  parameters: Record<string, string>
  screen_name: string | null
  image?: { name: string | null; bytes: number; sha256: string; width: number | null; height: number | null }
  status: number | null
  code?: number
  outcome: 'ok' | 'refused' | 'fault' | 'dropped before' | 'dropped after'
}

/** What to break next. Name an account, so that tests beside this one are spared. */
export type Fault = {
  path: string
  screen_name?: string
  times?: number | null
  status?: number
  code?: number
  message?: string
  headers?: Record<string, string>
  body?: string
  delay_ms?: number
  drop?: 'before' | 'after'
}

/** How the sandbox behaves; for one account when it is named. */
export type Modes = {
  screen_name?: string
  background?: '2014' | 'removed' | 'tier' | 'noop'
  profile?: 'works' | 'tier'
  profile_v2?: 'works' | 'tier'
  verify_credentials?: 'works' | 'tier'
  users_me_v2?: 'works' | 'tier'
  profile_image_v2?: 'works' | 'tier'
  server?: 'x' | 'statusnet' | 'gnusocial'
  rate_limits?: 'off' | 'x'
  pictures?: 'works' | 'slow' | 'stuck'
}

/** The sandbox, seen from outside. Every function throws when the sandbox refuses. */
export type Sandbox = {
  origin: string
  /** A new account whose screen name no other test has. */
  createAccount(overrides?: AccountOverrides): Promise<SandboxAccount>
  changeAccount(screenName: string, overrides: AccountOverrides): Promise<void>
  /** The published profile as the sandbox keeps it: the User object. */
  userOf(screenName: string): Promise<Record<string, unknown>>
  /** What arrived for this account, oldest first. */
  requestsOf(screenName: string): Promise<ReceivedRequest[]>
  /** The OAuth 2.0 access tokens of an account, or of all, that still work. */
  bearerTokensOf(screenName?: string): Promise<string[]>
  revokeBearerTokensOf(screenName: string): Promise<void>
  setFault(fault: Fault): Promise<void>
  clearFaultsOf(screenName: string): Promise<void>
  setModes(modes: Modes): Promise<void>
  /** Address of the profile page that others see. */
  publicPage(screenName: string): string
}

/** X allows 15 characters in a screen name: this one has 13. */
function uniqueScreenName(): string {
  return `t_${randomBytes(6).toString('hex').slice(0, 11)}`
}

/** The sandbox at an origin, by its control API. */
export function sandboxAt(origin: string): Sandbox {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${origin}/__sandbox/${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok)
      throw new Error(`${method} /__sandbox/${path} was answered with ${response.status}: ${text}`)
    return JSON.parse(text)
  }
  const named = (screenName: string) => `screen_name=${encodeURIComponent(screenName)}`
  return {
    origin,
    createAccount: async (overrides = {}) =>
      (await call('POST', 'accounts', { screen_name: uniqueScreenName(), ...overrides })) as SandboxAccount,
    changeAccount: async (screenName, overrides) =>
      void (await call('POST', `accounts/${screenName}`, overrides)),
    userOf: async (screenName) => (await call('GET', `accounts/${screenName}`)) as Record<string, unknown>,
    requestsOf: async (screenName) =>
      (await call('GET', `requests?${named(screenName)}`)) as ReceivedRequest[],
    bearerTokensOf: async (screenName) => {
      const tokens = await call('GET', `oauth2_tokens${screenName ? `?${named(screenName)}` : ''}`)
      return (tokens as { access_token: string }[]).map(({ access_token }) => access_token)
    },
    revokeBearerTokensOf: async (screenName) =>
      void (await call('DELETE', `oauth2_tokens?${named(screenName)}`)),
    setFault: async (fault) => void (await call('POST', 'faults', fault)),
    clearFaultsOf: async (screenName) => void (await call('DELETE', `faults?${named(screenName)}`)),
    setModes: async (modes) => void (await call('POST', 'modes', modes)),
    publicPage: (screenName) => `${origin}/${screenName}`,
  }
}
