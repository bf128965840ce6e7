import { randomBytes, randomInt } from 'node:crypto'
import { createRequestLog, type RequestLog } from './request-log'
import { type AccessToken, type Account, APP, type App, type Modes, type SandboxState } from './schema'
import { seedState } from './seed'

/** The sandbox's whole memory. `state` survives a restart when there is a state file; the rest never does. */
export interface Store {
  state: SandboxState
  /** The time for everything the sandbox does: the machine's, moved by `clockOffset`. */
  readonly clock: Clock
  readonly clockOffset: { ms: number }
  readonly startedAtMs: number
  /** The sandbox's own address. */
  readonly origin: string
  /** Prints a sentence at the terminal, such as a path that is not imitated. */
  readonly notice: (sentence: string) => void
  /** To be called after every change of `state`. */
  readonly changed: () => void
  /** To be waited for before an answer: false when a change could not be written to disk. Null: nothing waits. */
  readonly saving: () => Promise<boolean> | null
  /** What was signed in the last minutes: a second use is a replay. */
  readonly nonces: NonceHistory
  /** By token and path: the running window of calls. */
  readonly rateWindows: Map<string, { endsAtSeconds: number; used: number }>
  readonly requestLog: RequestLog
  /** Signs the hidden field of the consent page; new with every start. */
  readonly formKey: Buffer
}

/** In memory and without a terminal, unless `changed` and `saving` of a state file or a `notice` are given. */
export function createStore(
  clock: Clock,
  state: SandboxState,
  surroundings: Partial<Pick<Store, 'origin' | 'notice' | 'changed' | 'saving'>> = {},
): Store {
  const clockOffset = { ms: 0 }
  return {
    origin: 'http://127.0.0.1',
    notice: () => undefined,
    changed: () => undefined,
    saving: () => null,
    ...surroundings,
    state,
    clock: () => clock() + clockOffset.ms,
    clockOffset,
    startedAtMs: clock(),
    nonces: createNonceHistory(),
    rateWindows: new Map(),
    requestLog: createRequestLog(),
    formKey: randomBytes(32),
  }
}

/** Everything as after a first start: accounts, pictures, tokens, modes, faults, requests. */
export function resetStore(store: Store): void {
  store.state = seedState()
  store.clockOffset.ms = 0
  store.nonces.clear()
  store.rateWindows.clear()
  store.requestLog.clear()
  store.changed()
}

/** X compares screen names without regard to case. */
export function accountByScreenName(store: Store, screenName: string): Account | null {
  const wanted = screenName.toLowerCase()
  return store.state.accounts.find((account) => account.screenName.toLowerCase() === wanted) ?? null
}

export function accountById(store: Store, id: string): Account | null {
  return store.state.accounts.find((account) => account.id === id) ?? null
}

/** The token's record, revoked or not; null when it was never issued. */
export function findAccessToken(store: Store, token: string): AccessToken | null {
  return store.state.accessTokens.find((candidate) => candidate.token === token) ?? null
}

/** The registered app of this consumer key; null when there is none. */
export function findApp(store: Store, consumerKey: string): App | null {
  return store.state.apps.find((app) => app.consumerKey === consumerKey) ?? null
}

/** The registered app of this OAuth 2.0 client id; null when there is none. */
export function findClient(store: Store, clientId: string): App | null {
  return store.state.apps.find((app) => app.clientId !== null && app.clientId === clientId) ?? null
}

/**
 * The app's token for the account at that access level, issued now if there is none. As on X, asking again gives the same pair
 * until it is invalidated.
 */
export function accessTokenFor(
  store: Store,
  account: Account,
  access: AccessToken['access'],
  consumerKey: string = APP.consumerKey,
): AccessToken {
  const existing = store.state.accessTokens.find(
    (token) =>
      token.accountId === account.id &&
      token.consumerKey === consumerKey &&
      token.access === access &&
      !token.revoked,
  )
  if (existing) return existing
  // X keeps the whole token, user id and hyphen included, within 50 characters.
  const token: AccessToken = {
    token: `${account.id}-${randomText(49 - account.id.length)}`,
    secret: randomText(45),
    accountId: account.id,
    consumerKey,
    allowed: false,
    access,
    revoked: false,
  }
  store.state.accessTokens.push(token)
  forgetRevoked(store)
  store.changed()
  return token
}

/** Above so many, tokens that were revoked are forgotten, the oldest first: their calls meet code 89 all the same. */
const MAX_ACCESS_TOKENS = 10_000

function forgetRevoked({ state }: Store): void {
  const over = state.accessTokens.length - MAX_ACCESS_TOKENS
  if (over <= 0) return
  const forgotten = new Set(state.accessTokens.filter(({ revoked }) => revoked).slice(0, over))
  state.accessTokens = state.accessTokens.filter((token) => !forgotten.has(token))
}

/**
 * The modes that hold for an account's calls through an app; null for either when nobody knows. What is set for the
 * account goes before what is set for the app, and that before what is set for all.
 */
export function modesFor(store: Store, account: Account | null, consumerKey: string | null): Modes {
  const { modes, accountModes, appModes } = store.state
  const ofAccount = account && accountModes[account.screenName.toLowerCase()]
  const ofApp = consumerKey === null ? null : appModes[consumerKey]
  return ofAccount || ofApp ? { ...modes, ...ofApp, ...ofAccount } : modes
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Random letters and digits. Some clients' patterns accept nothing else in tokens and secrets. */
export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** The time now, in milliseconds since 1970. Tests hand in their own. */
export type Clock = () => number

/** Either side of the server's clock. X names no number; this is the usual one (unconfirmed). */
export const TIMESTAMP_WINDOW_SECONDS = 300

/** A nonce is remembered at least so long: a timestamp may be a window early and still be good a window later. */
const NONCE_RETENTION_MS = 2 * TIMESTAMP_WINDOW_SECONDS * 1000

/** Beyond twice this many the oldest are forgotten early: a load test must not fill the memory. */
const MAX_IN_A_GENERATION = 10_000

/** Every pair of nonce and timestamp of the last minutes, in two generations: forgetting the older one is one step. */
export interface NonceHistory {
  /** False when this key came before. */
  remember(key: string, nowMs: number): boolean
  clear(): void
}

/** An empty memory. */
export function createNonceHistory(): NonceHistory {
  let younger = new Set<string>()
  let older = new Set<string>()
  let youngerSinceMs = Number.NEGATIVE_INFINITY
  return {
    remember(key, nowMs) {
      const isOver = nowMs - youngerSinceMs > NONCE_RETENTION_MS
      if (isOver || younger.size >= MAX_IN_A_GENERATION) {
        older = younger
        younger = new Set()
        youngerSinceMs = nowMs
      }
      if (younger.has(key) || older.has(key)) return false
      younger.add(key)
      return true
    },
    clear() {
      younger = new Set()
      older = new Set()
    },
  }
}
