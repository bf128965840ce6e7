import { z } from 'zod'
import { parseAddress } from '@/lib/profile/web-address'
import { err, ok, type Result } from '@/lib/result'
import { SERVER_KIND_IDS, SERVER_KINDS, type ServerKind } from '@/lib/server-kinds'

/** Where people who have configured nothing but keys are sent. */
const X_ORIGIN = 'https://api.x.com'

/** Where X keeps the pictures of profiles. Source: X API v1.1, User object. */
const X_MEDIA_ORIGINS = ['https://pbs.twimg.com', 'https://abs.twimg.com']

/** Hosts of X that are not its API. */
const X_SITES = /^(?:(?:www|mobile|m|developer|upload|dev)\.)?(?:x|twitter)\.com$/

/** Under either name X's own API answers. */
export const X_API_HOSTS: ReadonlySet<string> = new Set(['api.x.com', 'api.twitter.com'])

export interface Oauth2Client {
  id: string
  secret: string
  scopes: string[]
  /** The page on which a person allows the app; X has it on another host than its API. */
  authorizeUrl: string
}

/** What reading and changing a profile needs. Source: X API v2, "OAuth 2.0 scopes". */
const PROFILE_SCOPES = ['tweet.read', 'users.read', 'media.write']

/** The environment, checked. */
export interface Environment {
  /** Origin of the X-compatible server, perhaps with a path prefix; no slash at the end. */
  serverOrigin: string
  /** What answers there. */
  serverKind: ServerKind
  /** The app's OAuth 1.0a keys; both empty where people sign in by OAuth 2.0 and none are set. */
  consumer: { key: string; secret: string }
  /** The app's OAuth 2.0 client, where people sign in by that; `scopes` are all that are asked for. */
  oauth2?: Oauth2Client
  /** Encrypts the session cookie. */
  sessionSecret: string
  /** Our own origin, as it was set; null when each request says it by its `Host`. */
  appOrigin: string | null
  /** Where a sign-in comes back to, set or guessed; null when that is wherever the request came to. */
  signInOrigin: string | null
  /** Cookies carry `Secure` and their prefixes. */
  isHttps: boolean
  /** Origins a page may show pictures from. */
  mediaOrigins: string[]
  /** Lines below this level are not written. */
  logLevel: LogLevel
}

/** From the one that says most to the one that says nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** True for an address on this machine, where plain http is no risk. */
export function isLoopback(url: string): boolean {
  return LOOPBACK_HOST.test(parseAddress(url)?.hostname ?? '')
}

/** What is wrong with an address, as the end of a sentence; null when it can be used. */
function problemOfAddress(text: string, example = 'https://example.com'): string | null {
  const port = Number(/^\w+:\/\/[^/]*:(\d+)(?:[/?#]|$)/.exec(text)?.[1] ?? 1)
  if (port < 1 || port > 65_535) return `has the port ${port}; ports go from 1 to 65535`
  const address = parseAddress(text)
  if (!/^https?:\/\/[^/]/i.test(text) || !address) return `must be a web address, for example ${example}`
  const { username, password, hostname } = address
  if (username || password) return 'must have no name and no password in it'
  if (/[?#]/.test(text)) return 'must have no query and no fragment'
  if (hostname.endsWith('.')) return 'must not have a dot at the end of its host'
  return null
}

/** What is wrong with X_API_ORIGIN beyond being no address. */
function problemOfServer(text: string): string | null {
  const { protocol, hostname, pathname, origin } = new URL(text)
  if (protocol !== 'https:' && !isLoopback(text))
    return 'must begin with https:// unless it is on this machine: tokens would travel in the open'
  if (X_SITES.test(hostname)) return `is X's site; its API is ${X_ORIGIN}`
  const [appended] = /\/(?:v?\d+(?:\.\d+)?|oauth2?)(?:\/|$)|\/[^/]+\.(?:json|xml)$/.exec(pathname) ?? []
  if (!appended) return null
  const remaining = pathname.slice(0, pathname.indexOf(appended))
  return `must end before "${appended.replace(/\/$/, '')}", which is added to each call: ${origin}${remaining}`
}

/** A text of which `problemOf` names what is wrong, if anything is. */
const checked = (name: string, problemOf: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text)
    if (problem) context.addIssue({ code: 'custom', message: `${name} ${problem}.` })
  })

/** What is wrong with further scopes. X names them like `users.email`. */
function problemOfScopes(text: string): string | null {
  const scopes = text.split(/\s+/)
  if (!scopes.every((scope) => /^[a-z]+(?:\.[a-z]+)+$/.test(scope)))
    return 'must be scopes such as users.email, separated by spaces'
  return scopes.includes('offline.access')
    ? 'must not have offline.access: Plumage keeps no refresh token, and a session ends with its access token'
    : null
}

const missing = (name: string, what: string) => `${name} is missing: ${what}.`
const present = (name: string, what: string) => z.string({ error: missing(name, what) })

/** A host as a Content-Security-Policy takes it, wildcard included. */
const POLICY_ORIGIN = /^https?:\/\/(?:\*\.)?[\w.-]+(?::\d+)?\/?$|^https?:\/\/\[[\da-f:]+\](?::\d+)?\/?$/i

const EnvironmentSchema = z.object({
  X_SERVER: z
    .enum(SERVER_KIND_IDS, {
      error: `X_SERVER must be one of these words: ${SERVER_KIND_IDS.join(', ')}.`,
    })
    .default('x'),
  X_API_ORIGIN: checked(
    'X_API_ORIGIN',
    (text) => problemOfAddress(text, X_ORIGIN) ?? problemOfServer(text),
  ).default(X_ORIGIN),
  X_API_KEY: z.string().optional(),
  X_API_SECRET: z.string().optional(),
  X_CLIENT_ID: z.string().optional(),
  X_CLIENT_SECRET: z.string().optional(),
  X_SIGN_IN: z
    .enum(['oauth1', 'oauth2'], { error: 'X_SIGN_IN must be one of these words: oauth1, oauth2.' })
    .optional(),
  X_SCOPES: checked('X_SCOPES', problemOfScopes).optional(),
  NEXTAUTH_SECRET: present('NEXTAUTH_SECRET', 'a long random text that encrypts the session cookie'),
  NEXTAUTH_URL: checked('NEXTAUTH_URL', (text) => {
    const problem = problemOfAddress(text, 'https://plumage.example')
    if (problem || new URL(text).pathname === '/') return problem
    return `must be the address alone, without the path ${new URL(text).pathname}: ${new URL(text).origin}`
  }).optional(),
  X_MEDIA_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .refine(
      (origins) => origins.every((origin) => POLICY_ORIGIN.test(origin) && parseAddress(origin) !== null),
      'X_MEDIA_ORIGINS must be origins such as https://media.example, separated by spaces.',
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of these words: ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: checked('OTEL_EXPORTER_OTLP_ENDPOINT', (text) =>
    problemOfAddress(text, 'http://127.0.0.1:4318'),
  ).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: checked('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', (text) =>
    problemOfAddress(text, 'http://127.0.0.1:4318/v1/traces'),
  ).optional(),
})

type Name = keyof z.input<typeof EnvironmentSchema>

const NAMES = EnvironmentSchema.keyof().options satisfies Name[]

type Values = Record<string, string | undefined>

/** What is wrong with a variable, if anything is. */
type Problem = [name: Name | 'AUTH_TRUST_HOST', sentence: string | null]

/** Words that are the same in every spelling. */
const WORDS: ReadonlySet<string> = new Set(['X_SERVER', 'X_SIGN_IN', 'LOG_LEVEL'])

const CONSUMER_KEYS = ['X_API_KEY', 'X_API_SECRET'] as const
const CLIENT_KEYS = ['X_CLIENT_ID', 'X_CLIENT_SECRET'] as const
type KeyName = (typeof CONSUMER_KEYS)[number] | (typeof CLIENT_KEYS)[number]
const KEYS: readonly KeyName[] = [...CONSUMER_KEYS, ...CLIENT_KEYS]

/** How people sign in: as it is set, and where nothing is, by the keys that are there. */
function signInWith(values: { [name in 'X_SIGN_IN' | KeyName]?: string | undefined }): 'oauth1' | 'oauth2' {
  const { X_SIGN_IN, X_API_KEY, X_API_SECRET, X_CLIENT_ID, X_CLIENT_SECRET } = values
  if (X_SIGN_IN === 'oauth1' || X_SIGN_IN === 'oauth2') return X_SIGN_IN
  if (X_API_KEY) return 'oauth1'
  return X_CLIENT_ID || (X_CLIENT_SECRET && !X_API_SECRET) ? 'oauth2' : 'oauth1'
}

const KEY_MEANINGS: Record<KeyName, string> = {
  X_API_KEY: 'the consumer key of your app at the server',
  X_API_SECRET: 'the consumer secret of your app at the server',
  X_CLIENT_ID: 'the OAuth 2.0 client ID of your app at X',
  X_CLIENT_SECRET: 'the OAuth 2.0 client secret of your app at X',
}

/** The keys that the way to sign in needs and that are not there, by the variable it is about. */
function missingKeys(values: Values): [name: Name, sentence: string][] {
  const needed = signInWith(values) === 'oauth2' ? CLIENT_KEYS : CONSUMER_KEYS
  return needed.filter((name) => !values[name]).map((name) => [name, missing(name, KEY_MEANINGS[name])])
}

/**
 * The environment with every value that is read here trimmed. An empty variable in a .env file means the same as none,
 * so it is undefined.
 */
export function trimEnvironment(variables: NodeJS.ProcessEnv): Values {
  const trimmed = ['AUTH_TRUST_HOST', ...NAMES].map((name) => {
    const value = variables[name]?.trim() || undefined
    return [name, WORDS.has(name) ? value?.toLowerCase() : value]
  })
  return { ...variables, ...Object.fromEntries(trimmed) }
}

const QUOTE = /^["'`“”‘’«»]|["'`“”‘’«»]$/
/** A secret is any text, so one quote may be a part of it. */
const QUOTED = /^(["'`]).*\1$/s

/** What examples have where a value belongs. */
const PLACEHOLDER =
  /^(?:…|\.{2,}|x{3,}|\*{3,}|<.*>|\[[^:]*\]|\$?\{.*\}|todo|tbd|none|null|undefined|placeholder|example|(?:your|insert|paste|enter|put)[-_ ][\w -]{1,30}|(?:change|replace)[-_ ]?(?:me|this)[\w -]{0,30}|[\w -]{1,30}[-_ ]here|(?:my[-_ ])?(?:x_)?(?:api|consumer|app|client)[-_ ]?(?:key|secret|id))$/i

/** What is wrong with a value whatever it is for. */
function problemOfValue(name: Name, value: string): string | null {
  if ((name === 'NEXTAUTH_SECRET' ? QUOTED : QUOTE).test(value))
    return `${name} has quotes around it: remove them.`
  if (PLACEHOLDER.test(value)) return `${name} is still a placeholder, "${value}": set your own value.`
  return null
}

/** What is wrong with one of the app's keys, by what other things people copy look like. */
function problemOfKey(name: KeyName, value: string): string | null {
  const isClient = CLIENT_KEYS.some((key) => key === name)
  const wanted = isClient
    ? 'set the OAuth 2.0 client ID and client secret of your app'
    : 'set the consumer key and secret of your app (API Key and Secret)'
  if (/\s/.test(value)) return `${name} has a space or a line break in it: copy it once more.`
  if (/[^\x21-\x7e]/.test(value)) return `${name} has a character that no key has: copy it once more.`
  if (/^(?:AAAAAAAAAA|bearer\b)/i.test(value)) return `${name} is a bearer token: ${wanted}.`
  if (/^\d+-\w{20,}$/.test(value)) return `${name} is an access token: ${wanted}.`
  if (!isClient && isClientId(value)) return `${name} is an OAuth 2.0 client ID: ${wanted}.`
  return null
}

/** X's OAuth 2.0 client ids end, once decoded, in the kind of client. */
function isClientId(value: string): boolean {
  try {
    return /:\d:(?:ci|na)$/.test(atob(value))
  } catch {
    return false
  }
}

/** What is wrong with the two keys together. X's consumer keys have 25 characters, its secrets 50. */
function problemOfKeyPair(key: string, secret: string, serverOrigin: string): string | null {
  if (key === secret) return 'X_API_KEY and X_API_SECRET are the same: one of them was copied twice.'
  if (/^[a-z\d]{45,55}$/i.test(key) && /^[a-z\d]{20,30}$/i.test(secret))
    return 'X_API_KEY and X_API_SECRET are swapped: the secret is the longer one.'
  const isX = X_API_HOSTS.has(parseAddress(serverOrigin)?.hostname ?? '')
  if (isX && key === 'sandbox-key')
    return 'X_API_KEY is the key of the sandbox, which X does not know: set your own, or set X_API_ORIGIN to the sandbox.'
  return null
}

/** What is wrong with client id and secret together. X's consumer keys have 25 characters and no kind of client. */
function problemOfClientPair(id: string, secret: string, serverOrigin: string): string | null {
  if (id === secret) return 'X_CLIENT_ID and X_CLIENT_SECRET are the same: one of them was copied twice.'
  if (isClientId(secret)) return 'X_CLIENT_ID and X_CLIENT_SECRET are swapped.'
  if (!X_API_HOSTS.has(parseAddress(serverOrigin)?.hostname ?? '')) return null
  if (id === 'sandbox-client')
    return 'X_CLIENT_ID is the client of the sandbox, which X does not know: set your own, or set X_API_ORIGIN to the sandbox.'
  return /^[a-z\d]{25}$/i.test(id) && !isClientId(id)
    ? 'X_CLIENT_ID is a consumer key: set the OAuth 2.0 client ID and client secret of your app.'
    : null
}

const SECRET_MIN_CHARACTERS = 32

/** Every secret that ever stood in this repository, and with it in the hands of everybody. */
const PUBLISHED_SECRETS: ReadonlySet<string> = new Set([
  'a fixed secret for development; production refuses to start without its own',
  'a secret for a server that lives for one test run',
  'a-secret-for-tests-alone',
  'sandbox-secret',
  'sandbox-client-secret',
  'openssl rand -base64 32',
])

const MAKE_A_SECRET = 'Make one with: openssl rand -base64 32'

/** What a production server must not have. */
function problemOfSecret(secret: string): string | null {
  if (PUBLISHED_SECRETS.has(secret))
    return `NEXTAUTH_SECRET is printed in Plumage's repository, so anybody could open the cookies. ${MAKE_A_SECRET}`
  if (secret.length < SECRET_MIN_CHARACTERS)
    return `NEXTAUTH_SECRET has ${secret.length} characters and needs at least ${SECRET_MIN_CHARACTERS}. ${MAKE_A_SECRET}`
  return null
}

const TRUSTS_HOST =
  'AUTH_TRUST_HOST is for development: whoever sends a request would choose our address. Set NEXTAUTH_URL to the address people open.'

/** What must not be so where people's accounts are at stake, by the variable it is about. */
function productionProblems({ NEXTAUTH_SECRET, NEXTAUTH_URL, AUTH_TRUST_HOST, VERCEL }: Values): Problem[] {
  const isPlain = VERCEL && /^http:/i.test(NEXTAUTH_URL ?? '')
  const isHostTrusted = AUTH_TRUST_HOST && !NEXTAUTH_URL && !VERCEL
  return [
    ['NEXTAUTH_SECRET', NEXTAUTH_SECRET ? problemOfSecret(NEXTAUTH_SECRET) : null],
    [
      'NEXTAUTH_URL',
      isPlain ? 'NEXTAUTH_URL must begin with https://, as every address on Vercel does.' : null,
    ],
    ['AUTH_TRUST_HOST', isHostTrusted ? TRUSTS_HOST : null],
  ]
}

/** What is wrong with the address for a server of another kind than X; null for X itself. */
function problemOfKind(word: string | undefined, address: string | undefined): string | null {
  const id = SERVER_KIND_IDS.find((known) => known === word)
  if (!id || id === 'x') return null
  const { name, accountPath } = SERVER_KINDS[id]
  if (!address)
    return `X_API_ORIGIN is missing: X_SERVER is ${id}, so set the address of your ${name} server.`
  const url = parseAddress(address)
  if (!url) return null
  if (X_API_HOSTS.has(url.hostname))
    return `X_API_ORIGIN is X's, but X_SERVER is ${id}: set one of them to fit the other.`
  const [appended] = /\/api(?:\/.*)?$/.exec(url.pathname) ?? []
  return appended
    ? `X_API_ORIGIN must end before "${appended.replace(/\/$/, '')}": ${accountPath} is added to each call.`
    : null
}

/** What is wrong with values that are there, by the variable it is about. */
function valueProblems(values: Values): Problem[] {
  const { X_API_KEY: key, X_API_SECRET: secret, X_API_ORIGIN: server = X_ORIGIN } = values
  const { X_CLIENT_ID: clientId, X_CLIENT_SECRET: clientSecret, X_SERVER: kind = 'x' } = values
  const isOnlyAtX = signInWith(values) === 'oauth2' && kind !== 'x'
  return [
    ...NAMES.map((name): Problem => [name, values[name] ? problemOfValue(name, values[name]) : null]),
    ...KEYS.map((name): Problem => [name, values[name] ? problemOfKey(name, values[name]) : null]),
    ['X_API_KEY', key && secret ? problemOfKeyPair(key, secret, server) : null],
    ['X_API_ORIGIN', problemOfKind(values.X_SERVER, values.X_API_ORIGIN)],
    ['X_CLIENT_ID', clientId && clientSecret ? problemOfClientPair(clientId, clientSecret, server) : null],
    ...missingKeys(values),
    [
      'X_SIGN_IN',
      isOnlyAtX
        ? `X_SIGN_IN cannot be oauth2 where X_SERVER is ${kind}, which has OAuth 1.0a alone: set X_API_KEY and X_API_SECRET.`
        : null,
    ],
  ]
}

const orderOf = (name: string) => (NAMES as readonly string[]).indexOf(name)

/** Reads and checks the environment, before anything starts with it; the error is a list of sentences, one for each variable that is wrong. */
export function parseEnvironment(variables: NodeJS.ProcessEnv): Result<Environment, string[]> {
  const values = trimEnvironment(variables)
  const parsed = EnvironmentSchema.safeParse(values)
  const found = [
    ...valueProblems(values),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => [String(path[0]), message] as const),
    ...(variables.NODE_ENV === 'production' ? productionProblems(values) : []),
  ]
  const problems = new Map<string, string>()
  const inOrder = found.sort(([one], [other]) => orderOf(one) - orderOf(other))
  for (const [name, problem] of inOrder) if (problem && !problems.has(name)) problems.set(name, problem)
  return parsed.success && problems.size === 0
    ? ok(environmentOf(parsed.data, variables))
    : err([...problems.values()])
}

/** The environment of a server that has started with it, and so has passed every check. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Result<Environment, string[]> {
  const values = trimEnvironment(variables)
  const parsed = EnvironmentSchema.safeParse(values)
  const absent = missingKeys(values).map(([, problem]) => problem)
  if (!parsed.success) return err([...absent, ...parsed.error.issues.map(({ message }) => message)])
  if (absent.length > 0) return err(absent)
  return ok(environmentOf(parsed.data, variables))
}

function oauth2ClientOf(data: z.output<typeof EnvironmentSchema>, serverOrigin: string): Oauth2Client {
  const { X_CLIENT_ID: id = '', X_CLIENT_SECRET: secret = '', X_SCOPES = '' } = data
  const scopes = [...PROFILE_SCOPES, ...X_SCOPES.split(/\s+/).filter(Boolean)]
  const origin = X_API_HOSTS.has(new URL(serverOrigin).hostname) ? 'https://x.com' : serverOrigin
  return { id, secret, scopes: [...new Set(scopes)], authorizeUrl: `${origin}/i/oauth2/authorize` }
}

function environmentOf(data: z.output<typeof EnvironmentSchema>, variables: NodeJS.ProcessEnv): Environment {
  const server = new URL(data.X_API_ORIGIN)
  const serverOrigin = (server.origin + server.pathname).replace(/\/+$/, '')
  const signInOrigin = data.NEXTAUTH_URL ? new URL(data.NEXTAUTH_URL).origin : null
  const appOrigin = variables[IS_GUESSED] ? null : signInOrigin
  const media = [
    server.origin,
    ...X_MEDIA_ORIGINS,
    ...data.X_MEDIA_ORIGINS.map((text) => new URL(text).origin),
  ]
  return {
    serverOrigin,
    serverKind: SERVER_KINDS[data.X_SERVER],
    consumer: { key: data.X_API_KEY ?? '', secret: data.X_API_SECRET ?? '' },
    ...(signInWith(data) === 'oauth2' && { oauth2: oauth2ClientOf(data, serverOrigin) }),
    sessionSecret: data.NEXTAUTH_SECRET,
    appOrigin,
    signInOrigin,
    isHttps: appOrigin ? appOrigin.startsWith('https:') : Boolean(variables.VERCEL),
    mediaOrigins: [...new Set(media)],
    logLevel: data.LOG_LEVEL,
  }
}

/** Set beside a NEXTAUTH_URL that nobody set, so that the whole process knows. */
const IS_GUESSED = 'PLUMAGE_ADDRESS_IS_GUESSED'

/**
 * The variables that a server which starts puts into its environment, where next-auth and OpenTelemetry read them too:
 * trimmed, the address in its plain form, and one guessed where there is none. next-auth would send everybody who signs
 * in to port 3000; a server that nobody gave an address is being tried on its own machine, on the port in PORT.
 */
export function preparedEnvironment(variables: NodeJS.ProcessEnv): Values {
  const prepared = trimEnvironment(variables)
  const { NEXTAUTH_URL: address, AUTH_TRUST_HOST, VERCEL, PORT } = prepared
  if (address) {
    const url = parseAddress(address)
    return url?.pathname === '/' ? { ...prepared, NEXTAUTH_URL: url.origin } : prepared
  }
  if (AUTH_TRUST_HOST || VERCEL || !PORT) return prepared
  return { ...prepared, NEXTAUTH_URL: `http://localhost:${PORT}`, [IS_GUESSED]: '1' }
}

/** A port as a person gives it; the error says what is wrong with it. */
export function parsePort(text: string, source: string): Result<number, string> {
  const port = Number(text.trim())
  if (/^\d+$/.test(text.trim()) && port >= 1 && port <= 65_535) return ok(port)
  return err(`${source} is "${text}", which is not a port: give a number from 1 to 65535.`)
}
