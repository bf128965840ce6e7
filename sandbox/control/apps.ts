import { z } from 'zod'
import { hasDisallowedScheme, MAX_CALLBACK_CHARACTERS } from '../oauth/request-tokens'
import { APP, type App, accessLevels, appSchema, NEW_APP } from '../state/schema'
import { findApp, findClient, randomText, type Store } from '../state/store'
import { type ControlResult, controlError, limitError, schemaError } from './errors'

/** What the control API calls the fields of an app. */
const FIELDS = {
  name: 'name',
  consumer_key: 'consumerKey',
  consumer_secret: 'consumerSecret',
  client_id: 'clientId',
  client_secret: 'clientSecret',
  access: 'access',
  callbacks: 'callbacks',
  suspended: 'suspended',
  strict_token_secret: 'strictTokenSecret',
  strict_address: 'strictAddress',
  check_nonces: 'checkNonces',
  cancel: 'cancel',
  email: 'mayReadEmail',
} as const satisfies Record<string, keyof App>

type AppReport = { [Name in keyof typeof FIELDS]: App[(typeof FIELDS)[Name]] }

/** An app as the control API returns it. Its secret is no secret: it opens nothing but the sandbox. */
export function reportApp(app: App): AppReport {
  return Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, app[field]])) as AppReport
}

/** X registers ten at most. */
const MAX_CALLBACKS = 10

const MAX_APPS = 500
const MAX_SECRET_CHARACTERS = 500

const callbackSchema = z
  .string()
  .max(MAX_CALLBACK_CHARACTERS)
  .regex(/^[\x21-\x7e]+$/, 'a callback is plain ASCII without spaces')
  .refine((callback) => !hasDisallowedScheme(callback), 'X does not take callbacks of this scheme')

function secretSchema(name: string) {
  return z.string().min(1, `${name} has at least one character`).max(MAX_SECRET_CHARACTERS)
}

export const appRequestSchema = z.strictObject({
  name: z
    .string()
    .min(1, 'name has at least one character')
    .max(32, 'name has at most 32 characters')
    .optional(),
  consumer_key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'consumer_key is 1 to 64 letters, digits, hyphens or underscores')
    .optional()
    .describe('Left out, one is made'),
  // Any character: clients must encode it in the signing key.
  consumer_secret: secretSchema('consumer_secret').optional().describe('Left out, it stays, or one is made'),
  client_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'client_id is 1 to 64 letters, digits, hyphens or underscores')
    .optional()
    .describe('Of OAuth 2.0; left out, it stays, or one is made'),
  client_secret: secretSchema('client_secret').optional().describe('Left out, it stays, or one is made'),
  access: z.enum(accessLevels).optional().describe('Of the tokens it gets from now on'),
  cancel: appSchema.shape.cancel
    .optional()
    .describe('page: a page with a link, as X does; redirect: back at once'),
  callbacks: z
    .array(callbackSchema)
    .max(MAX_CALLBACKS, `callbacks are ${MAX_CALLBACKS} at most`)
    .nullable()
    .optional()
    .describe('One a line; only oob: a PIN alone; none: any on this machine, and oob'),
  suspended: z.boolean().optional(),
  strict_token_secret: z.boolean().optional().describe('no exchange without the token’s secret'),
  strict_address: z.boolean().optional().describe('signatures for the called address only'),
  check_nonces: z.boolean().optional().describe('each may come once'),
  email: z.boolean().optional().describe('may read e-mail addresses'),
})

/** What of the app that is there from the start stands in the documentation. */
const PUBLISHED = [
  ['consumer_secret', 'secret'],
  ['client_id', 'client_id'],
  ['client_secret', 'client_secret'],
] as const

/**
 * Registers an app, or changes the one with this `consumer_key`; without a key a new one gets one. What is left out
 * stays, or is as X's portal sets it at first.
 */
export function setApp(store: Store, request: unknown): ControlResult<AppReport> {
  const parsed = appRequestSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const { consumer_key: consumerKey = randomText(25), ...sent } = parsed.data
  const existing = findApp(store, consumerKey)
  if (!existing && store.state.apps.length >= MAX_APPS) return limitError('apps', MAX_APPS)
  for (const [name, what] of PUBLISHED) {
    if (existing && sent[name] !== undefined && consumerKey === APP.consumerKey)
      return controlError(`The ${what} of ${APP.consumerKey} is published and stays.`, name)
  }
  const sameClient = sent.client_id === undefined ? null : findClient(store, sent.client_id)
  if (sameClient && sameClient !== existing) {
    return controlError('Another app has this client_id.', 'client_id')
  }
  // Every app may name it.
  if (sent.callbacks) sent.callbacks = sent.callbacks.filter((callback) => callback !== 'oob')
  const app: App = existing ?? {
    ...NEW_APP,
    name: 'An app',
    consumerKey,
    consumerSecret: randomText(50),
    clientId: randomText(34),
    clientSecret: randomText(50),
  }
  for (const [name, value] of Object.entries(sent))
    Object.assign(app, value !== undefined && { [FIELDS[name as keyof typeof sent]]: value })
  if (!existing) store.state.apps.push(app)
  store.changed()
  return { ok: true, value: reportApp(app), ...(!existing && { status: 201 }) }
}

/** Takes an app's registration away, and with it every token it was given: its calls meet code 32 from now on. */
export function removeApp(
  { state, changed }: Store,
  consumerKey: string,
): ControlResult<{ removed: number }> {
  const app = state.apps.find((candidate) => candidate.consumerKey === consumerKey)
  if (!app) {
    return { ...controlError(`There is no app with the key ${consumerKey}.`, 'consumer_key'), status: 404 }
  }
  if (consumerKey === APP.consumerKey) {
    return controlError(`${APP.consumerKey} is published and stays.`, 'consumer_key')
  }
  state.apps = state.apps.filter((candidate) => candidate !== app)
  state.accessTokens = state.accessTokens.filter((token) => token.consumerKey !== consumerKey)
  state.requestTokens = state.requestTokens.filter((token) => token.consumerKey !== consumerKey)
  state.authorizationCodes = state.authorizationCodes.filter((code) => code.consumerKey !== consumerKey)
  state.grants = state.grants.filter((grant) => grant.consumerKey !== consumerKey)
  delete state.bearerTokens[consumerKey]
  delete state.appModes[consumerKey]
  changed()
  return { ok: true, value: { removed: 1 } }
}
