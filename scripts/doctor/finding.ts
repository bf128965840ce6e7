import { z } from 'zod'
import { parseEnvironment } from '../../lib/environment'
import type { ServerKind } from '../../lib/server-kinds'
import { oauth1Header } from '../oauth1-header'

/** One thing the doctor looked at: `fine`, `shut` (nothing of yours to change), or `fix`. */
export interface Finding {
  about: string
  state: 'fine' | 'shut' | 'fix' | 'unknown'
  sentence: string
  /** What to do about it, where there is something to do. */
  remedy?: string
  /** Which part of a profile it is about, and by which API. */
  way?: Way
}

export const PARTS = [
  'Reading your profile',
  'Name, bio, location and website',
  'Profile photo',
  'Header image',
  'Background image',
] as const

export interface Way {
  part: (typeof PARTS)[number]
  api: 'v1.1' | 'v2'
}

/** The same finding about one way for a part. */
export const about = ({ part, api }: Way): string => `${part}, by API ${api}`

/**
 * By which API each part goes for these keys, a line each: the app takes v1.1 where it can, because it tells and changes
 * more.
 */
export function ways(findings: Finding[]): string[] {
  return PARTS.flatMap((part) => {
    const tried = findings.filter(({ way }) => way?.part === part)
    if (tried.length === 0) return []
    const open = tried.find(({ state }) => state === 'fine') ?? tried.find(({ state }) => state === 'unknown')
    if (!open) return `${part}: not at all.`
    return `${part}: by API ${open.way?.api}${open.state === 'unknown' ? ', perhaps' : ''}.`
  })
}

const PORTAL = "in X's developer portal"

/** What a refusal means wherever it comes; null when it says nothing in general. */
export function generalError(about: string, answer: Answer | null): Finding | null {
  const finding = (state: Finding['state'], sentence: string, remedy: string): Finding => ({
    about,
    state,
    sentence,
    remedy,
  })
  if (!answer) {
    const remedy = 'Check X_API_ORIGIN and your connection, then try again.'
    return finding('fix', 'The server did not answer.', remedy)
  }
  const { status, code, message } = answer
  if (code === 135) {
    return finding(
      'fix',
      'Your clock and the server’s differ too much.',
      'Set your machine’s clock by the network.',
    )
  }
  if (code === 416) {
    return finding('fix', 'The app is suspended.', `Look at the app’s notices ${PORTAL}.`)
  }
  if (code === 261) {
    const remedy = `Apply for write access ${PORTAL}: the app itself is kept from writing.`
    return finding('fix', 'The server lets this app change nothing.', remedy)
  }
  if (code === 64 || code === 326) {
    return finding(
      'fix',
      'The account is locked or suspended.',
      'Open it on the server and follow its notice.',
    )
  }
  if (code === 453) {
    const remedy = `A higher access level ${PORTAL} (Products) may include what is shut here.`
    return finding('shut', 'The app’s access level does not include this.', remedy)
  }
  if (isReadOnly(answer)) {
    const remedy = `Set App permissions to “Read and write” ${PORTAL} (User authentication settings), then generate the access token anew: a token keeps the permission it was made with.`
    return finding('fix', 'This access token may read, but not write.', remedy)
  }
  if (code === 32 || code === 89 || status === 401) {
    const remedy = `Copy the key and both secrets anew ${PORTAL} (Keys and tokens); the access token must be of the same app.`
    return finding('fix', `The server does not know these keys: ${message}`, remedy)
  }
  if (status === 429 || status === 420) {
    return finding('unknown', 'A limit is full just now.', 'Try again in a quarter of an hour.')
  }
  if (status >= 500)
    return finding(
      'unknown',
      `The server reports a problem of its own: ${message || status}`,
      'Try again later.',
    )
  return null
}

const isReadOnly = ({ status, message }: Answer) =>
  status === 401 && /read-only|read-write access/i.test(message)

/** What is left when nobody knows what an answer means. */
export function unknownAnswer(about: string, { status, message }: Answer): Finding {
  return { about, state: 'unknown', sentence: `The server answered ${status}: ${message || 'nothing more'}` }
}

const WORDS: Record<Finding['state'], string> = {
  fine: 'yes',
  shut: 'no',
  fix: 'fix',
  unknown: '?',
}

export function report({ about, state, sentence }: Finding): string {
  return `${WORDS[state].padEnd(4)} ${about}: ${sentence}`
}

const TIMEOUT_MILLISECONDS = 15_000

/** What a person put into their environment. */
export interface Settings {
  /** Without a slash at the end. */
  serverOrigin: string
  /** What answers there. */
  kind: ServerKind
  consumerKey: string
  consumerSecret: string
  /** The OAuth 2.0 client, where people sign in by that. */
  client?: { id: string; secret: string; scopes: string[] }
  /** Where the server is to send people back to. */
  callback: string
  /** The person's own access token, as the developer portal shows it; without one half of the questions stay open. */
  token?: { token: string; secret: string }
  /** The same of OAuth 2.0. */
  bearer?: string
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  form?: Record<string, string>
  json?: Record<string, string>
  oauth?: Record<string, string>
  /** Signed with the app's key alone. */
  isWithoutToken?: boolean
  /** Made by the OAuth 2.0 client, which names itself by HTTP Basic. */
  isByClient?: boolean
}

/** More of a sentence is not printed. */
const SENTENCE_MAX_UNITS = 300

export interface Answer {
  status: number
  /** The server's own code, or 0. */
  code: number
  message: string
  headers: Headers
  body: string
}

/** Percent-encoding of RFC 5849 §3.6. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function authorizationOf(settings: Settings, call: Call): string {
  const { client, bearer, consumerKey, consumerSecret, serverOrigin, token } = settings
  if (!client) {
    const own = call.isWithoutToken || !token ? undefined : { key: token.token, secret: token.secret }
    const { method, path, form, oauth } = call
    const signed = { method, url: serverOrigin + path, parameters: form, oauth }
    return oauth1Header({ key: consumerKey, secret: consumerSecret }, own, signed)
  }
  if (!call.isByClient) return `Bearer ${bearer ?? ''}`
  return `Basic ${Buffer.from([client.id, client.secret].map(encode).join(':')).toString('base64')}`
}

/** v1.1's errors, OAuth 2.0's, the older one of StatusNet and read-only tokens, and API v2's problem. */
const ErrorSchema = z.union([
  z
    .object({ errors: z.tuple([z.object({ code: z.number(), message: z.string() })], z.unknown()) })
    .transform(({ errors: [first] }) => first),
  z
    .object({ error: z.string(), error_description: z.string().optional() })
    .transform(({ error, error_description: more }) => ({
      code: 0,
      message: more ? `${error}: ${more}` : error,
    })),
  z.object({ detail: z.string() }).transform(({ detail }) => ({ code: 0, message: detail })),
])

function errorIn(body: string): { code: number; message: string } {
  // OAuth answers in plain text or XML; both say what they mean in their text.
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return ErrorSchema.safeParse(parseJson(body)).data ?? { code: 0, message: text.slice(0, 200) }
}

/** What a text of JSON says; null where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A server's own sentence as it may be printed, and pasted elsewhere: some quote the keys of the call. */
function withoutKeys(sentence: string, settings: Settings): string {
  const { consumerKey, consumerSecret, token, client, bearer } = settings
  const keys = [consumerKey, consumerSecret, token?.token, token?.secret, client?.secret, bearer]
  const spellings = keys.flatMap((key) => (key ? [key, encode(key)] : []))
  return spellings
    .reduce((rest, key) => rest.replaceAll(key, '[removed]'), sentence)
    .slice(0, SENTENCE_MAX_UNITS)
}

/** A form with everything encoded: URLSearchParams leaves a * as it is, and X then refuses the signature. */
function formOf(fields: Record<string, string> = {}): string {
  return Object.entries(fields)
    .map((pair) => pair.map(encode).join('='))
    .join('&')
}

/** Signs and sends one call; null when no answer comes. Follows no redirect. */
export async function callServer(settings: Settings, call: Call): Promise<Answer | null> {
  const body = call.json ? JSON.stringify(call.json) : formOf(call.form)
  const type = call.json ? 'application/json' : 'application/x-www-form-urlencoded'
  const init: RequestInit = {
    method: call.method,
    headers: {
      authorization: authorizationOf(settings, call),
      accept: 'application/json',
      'content-type': type,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    ...(call.method !== 'GET' && { body }),
  }
  try {
    const response = await fetch(settings.serverOrigin + call.path, init)
    const text = await response.text()
    const { code, message } = errorIn(text)
    const headers = response.headers
    return { status: response.status, code, message: withoutKeys(message, settings), headers, body: text }
  } catch {
    return null
  }
}

/** The doctor's settings from the environment, or a sentence for each thing that is missing or wrong. */
export function settingsFrom(
  variables: NodeJS.ProcessEnv,
): { ok: true; settings: Settings } | { ok: false; problems: string[] } {
  // Nobody is signed in here, so no secret for sessions is needed.
  const environment = parseEnvironment({ ...variables, NODE_ENV: 'development', NEXTAUTH_SECRET: 'unused' })
  const token = variables.X_ACCESS_TOKEN?.trim()
  const secret = variables.X_ACCESS_TOKEN_SECRET?.trim()
  const problems = environment.ok ? [] : [...environment.error]
  const isOauth2 = environment.ok && environment.value.oauth2 !== undefined
  if (isOauth2 ? Boolean(secret) : Boolean(token) !== Boolean(secret)) {
    problems.push(
      isOauth2
        ? 'X_ACCESS_TOKEN_SECRET is of OAuth 1.0a: for OAuth 2.0 set X_ACCESS_TOKEN alone, or X_SIGN_IN=oauth1.'
        : 'X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET belong together: set both or none.',
    )
  }
  if (!environment.ok || problems.length > 0) return { ok: false, problems }
  const { serverOrigin, serverKind, consumer, oauth2, signInOrigin } = environment.value
  const settings = {
    serverOrigin,
    kind: serverKind,
    consumerKey: consumer.key,
    consumerSecret: consumer.secret,
    callback: `${signInOrigin ?? 'http://localhost:3000'}/api/auth/callback/twitter`,
  }
  if (oauth2) return { ok: true, settings: { ...settings, client: oauth2, ...(token && { bearer: token }) } }
  return { ok: true, settings: token && secret ? { ...settings, token: { token, secret } } : settings }
}
