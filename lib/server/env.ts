import 'server-only'
import { z } from 'zod'
import { err, ok, type Result } from '@/lib/result'

/** Where people who have configured nothing but keys are sent. */
const X_ORIGIN = 'https://api.x.com'

/** Where X keeps the pictures of profiles. Source: X API v1.1, User object. */
const X_MEDIA_ORIGINS = ['https://pbs.twimg.com', 'https://abs.twimg.com']

/** The environment, checked. */
export interface Env {
  /** Origin of the X-compatible server, perhaps with a path prefix; no slash at the end. */
  serverOrigin: string
  consumer: { key: string; secret: string }
  /** Encrypts the session cookie. */
  sessionSecret: string
  /** Where people reach this app, or null when each request says so itself. */
  appOrigin: string | null
  /** Cookies carry `Secure` and their prefixes. */
  isHttps: boolean
  /** Origins a page may show pictures from. */
  mediaOrigins: string[]
  /** Lines below this level are not written. */
  logLevel: LogLevel
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for an address on this machine, where plain http is no risk. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_HOSTS.has(new URL(url).hostname)
}

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const webAddress = (name: string) =>
  z.string().refine(isWebAddress, `${name} must be a web address, for example https://example.com.`)

const present = (name: string, what: string) =>
  z
    .string({ error: `${name} is missing: ${what}.` })
    .trim()
    .min(1, `${name} is empty: ${what}.`)

const EnvSchema = z.object({
  X_API_ORIGIN: webAddress('X_API_ORIGIN')
    .refine(
      (origin) => origin.startsWith('https:') || isLoopback(origin),
      'X_API_ORIGIN must begin with https:// unless it is on this machine: tokens would travel in the open.',
    )
    .refine((origin) => !/[?#]/.test(origin), 'X_API_ORIGIN must have no query and no fragment.')
    .default(X_ORIGIN),
  X_API_KEY: present('X_API_KEY', 'the consumer key of your app at the server'),
  X_API_SECRET: present('X_API_SECRET', 'the consumer secret of your app at the server'),
  NEXTAUTH_SECRET: present('NEXTAUTH_SECRET', 'a long random text that encrypts the session cookie'),
  NEXTAUTH_URL: webAddress('NEXTAUTH_URL').optional(),
  VERCEL: z.string().optional(),
  X_MEDIA_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .refine(
      (origins) => origins.every(isWebAddress),
      'X_MEDIA_ORIGINS must be origins such as https://media.example, separated by spaces.',
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of these words: ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
})

/** An empty variable in a .env file means the same as none. */
function withoutEmpty(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()))
}

/** Reads and checks the environment; the error is a list of sentences, one for each thing that is wrong. */
export function parseEnv(variables: NodeJS.ProcessEnv): Result<Env, string[]> {
  const parsed = EnvSchema.safeParse(withoutEmpty(variables))
  if (!parsed.success) return err(parsed.error.issues.map((issue) => issue.message))
  const { data } = parsed
  const serverOrigin = data.X_API_ORIGIN.replace(/\/+$/, '')
  const appOrigin = data.NEXTAUTH_URL ? new URL(data.NEXTAUTH_URL).origin : null
  const media = [new URL(serverOrigin).origin, ...X_MEDIA_ORIGINS, ...data.X_MEDIA_ORIGINS.map(originOf)]
  return ok({
    serverOrigin,
    consumer: { key: data.X_API_KEY, secret: data.X_API_SECRET },
    sessionSecret: data.NEXTAUTH_SECRET,
    appOrigin,
    isHttps: appOrigin ? appOrigin.startsWith('https:') : Boolean(data.VERCEL),
    mediaOrigins: [...new Set(media)],
    logLevel: data.LOG_LEVEL,
  })
}

const originOf = (address: string) => new URL(address).origin

let checked: Env | undefined

/**
 * The environment of this process, checked once. Throws with every sentence of `parseEnv` when it cannot be used;
 * instrumentation.ts has by then refused to start a server with it.
 */
export function readEnv(): Env {
  if (checked) return checked
  const env = parseEnv(process.env)
  if (!env.ok) throw new Error(env.error.join('\n'))
  checked = env.value
  return checked
}
