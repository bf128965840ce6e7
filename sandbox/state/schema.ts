import { z } from 'zod'

/**
 * Everything the sandbox remembers over a restart, as it stands in the state file. The schemas are the types, so
 * a file that was written by hand or by another version is read or refused, never half believed.
 */

/** `x-access-level` on the wire. For profiles the second and third are the same. */
export const accessLevels = ['read', 'read-write', 'read-write-directmessages'] as const

const statusSchema = z.object({ id: z.string(), text: z.string(), createdAtMs: z.number() })

const accountSettingsSchema = z.object({
  /** Two letters, or two and a region: `en`, `zh-tw`. */
  language: z.string(),
  sleepEnabled: z.boolean(),
  /** Hours of the day; null when never set. */
  sleepStartHour: z.number().int().nullable(),
  sleepEndHour: z.number().int().nullable(),
  /** As Ruby on Rails names it, or as the IANA does. */
  timeZone: z.string(),
  /** Where trends are taken from, a "where on earth" id. */
  trendWoeid: z.number().int(),
})

/** What account/settings returns before anyone changed it. */
export const NEW_ACCOUNT_SETTINGS: z.infer<typeof accountSettingsSchema> = {
  language: 'en',
  sleepEnabled: false,
  sleepStartHour: null,
  sleepEndHour: null,
  timeZone: 'UTC',
  trendWoeid: 1,
}

/** The texts of a profile, by their names on the wire. */
export const profileTexts = ['name', 'url', 'location', 'description'] as const

export const accountStandings = ['active', 'suspended', 'locked'] as const

const accountSchema = z.object({
  /** Decimal digits. A string, because X's ids grow beyond what a JavaScript number holds. */
  id: z.string().regex(/^\d+$/),
  screenName: z.string(),
  name: z.string(),
  /** As the person typed it, links unshortened. */
  description: z.string(),
  location: z.string(),
  /** The full address with its scheme; empty when there is none. */
  url: z.string(),
  protected: z.boolean(),
  verified: z.boolean(),
  /** Null: none that was confirmed. */
  email: z.string().nullable(),
  createdAtMs: z.number(),
  followersCount: z.number().int(),
  friendsCount: z.number().int(),
  /** Six hex digits without `#`. */
  backgroundColor: z.string(),
  linkColor: z.string(),
  sidebarBorderColor: z.string(),
  sidebarFillColor: z.string(),
  textColor: z.string(),
  /** Paths below /media/ of the three pictures, as in {@link imageSchema}. */
  avatar: z.string().nullable(),
  banner: z.string().nullable(),
  background: z.string().nullable(),
  tile: z.boolean(),
  useBackground: z.boolean(),
  status: statusSchema.nullable(),
  standing: z.enum(accountStandings).default('active'),
  /** What the token may do that the list of accounts shows. */
  listedAccess: z.enum(accessLevels).default('read-write'),
  /** True: the list shows a revoked token, and issues no other. */
  keysRevoked: z.boolean().default(false),
  settings: accountSettingsSchema.default(NEW_ACCOUNT_SETTINGS),
  /** Texts that GNU social holds as an empty text, which it tells apart from one that was never set. */
  emptiedTexts: z.array(z.enum(profileTexts)).readonly().default([]),
})

/** The only formats X's pages name. WebP, SVG, HEIC and BMP are refused. */
const imageTypes = ['image/png', 'image/jpeg', 'image/gif'] as const
export type ImageType = (typeof imageTypes)[number]

const imageSchema = z.object({
  /** Where it is served, below /media/, without a size: `profile_images/4001/aB3dE6gH.png`. */
  path: z.string(),
  accountId: z.string(),
  type: z.enum(imageTypes),
  width: z.number().int(),
  height: z.number().int(),
  /** The seeds' pictures are drawn from `art/` when they are first requested; uploads are stored as base64. */
  content: z.union([z.object({ art: z.string() }), z.object({ base64: z.string() })]),
})

/** Since when a picture is no longer shown, by its path: it is served a while longer. */
const replacedSchema = z.record(z.string(), z.number())

/** A picture whose upload was answered and which is not shown yet. */
const pendingPictureSchema = z.object({
  accountId: z.string(),
  slot: z.enum(['avatar', 'banner']),
  path: z.string(),
  showAtMs: z.number(),
})

/** What came by media/upload, for one later call that names its id. */
const uploadSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  base64: z.string(),
  createdAtMs: z.number(),
})

/** An upload in pieces that is not complete yet. */
const uploadSessionSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  /** What was announced; null when it was not. */
  totalBytes: z.number().int().nullable(),
  /** By segment_index, as base64. */
  segments: z.record(z.string(), z.string()),
  createdAtMs: z.number(),
})

/** The app that is registered from the start. Published on purpose: it opens nothing but this emulator. */
export const APP = {
  name: 'Plumage',
  consumerKey: 'sandbox-key',
  consumerSecret: 'sandbox-secret',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-client-secret',
} as const

export const appSchema = z.object({
  name: z.string(),
  consumerKey: z.string(),
  consumerSecret: z.string(),
  /** The app's OAuth 2.0 client; null in both: it has none. */
  clientId: z.string().nullable().default(null),
  clientSecret: z.string().nullable().default(null),
  /** Fixed in a token when it is issued: a later change touches new tokens only. */
  access: z.enum(accessLevels),
  /** Taken letter for letter, as X does. Null: anything on this machine, and `oob`. Empty: a desktop app, `oob` alone. */
  callbacks: z.array(z.string()).nullable(),
  suspended: z.boolean(),
  /** Refuses what X takes although the specification does not: an empty token secret on access_token. */
  strictTokenSecret: z.boolean(),
  /** Takes signatures for the address that was called alone: no lost port, no other scheme, not X's hosts. */
  strictAddress: z.boolean(),
  /** False: the same nonce may come again, for clients whose nonces are short. */
  checkNonces: z.boolean(),
  /** X answers Cancel with a page and a link; going back at once is for tests. */
  cancel: z.enum(['page', 'redirect']),
  /** "Request email address from users" in X's portal. False: no address is returned. */
  mayReadEmail: z.boolean().default(true),
})

/** An app as it is registered: everything that X's portal sets at first, nothing strict. */
export const NEW_APP = {
  access: 'read-write',
  callbacks: null,
  suspended: false,
  strictTokenSecret: false,
  strictAddress: false,
  checkNonces: true,
  cancel: 'page',
  mayReadEmail: true,
} as const

/** The published app of a state from before it had an OAuth 2.0 client. */
function withPublishedClient(saved: unknown): unknown {
  const isPublished =
    typeof saved === 'object' &&
    saved !== null &&
    'consumerKey' in saved &&
    saved.consumerKey === APP.consumerKey
  return isPublished ? { clientId: APP.clientId, clientSecret: APP.clientSecret, ...saved } : saved
}

const accessTokenSchema = z.object({
  token: z.string(),
  secret: z.string(),
  accountId: z.string(),
  /** The app it was issued to. */
  consumerKey: z.string().default(APP.consumerKey),
  /** True once a person allowed the app on the consent page; the tokens in the list of accounts need nobody's leave. */
  allowed: z.boolean().default(false),
  access: z.enum(accessLevels),
  /** Revoked tokens are kept: a call with one gets code 89, a wrong signature with one code 32. */
  revoked: z.boolean(),
})

const requestTokenSchema = z.object({
  token: z.string(),
  secret: z.string(),
  /** An absolute address that the app may use, or `oob`. */
  callback: z.string(),
  /** The app that asked for it. */
  consumerKey: z.string().default(APP.consumerKey),
  access: z.enum(accessLevels),
  createdAtMs: z.number(),
  phase: z.enum(['asked', 'authorized', 'denied', 'exchanged']),
  accountId: z.string().nullable(),
  verifier: z.string().nullable(),
})

/**
 * What OAuth 2.0 grants, worded as X does where a profile is concerned. Clients may ask for all of X's scopes; the others
 * do nothing here.
 */
export const SCOPES = {
  'tweet.read': 'see your posts and your profile',
  'tweet.write': 'post for you',
  'tweet.moderate.write': 'hide and show replies to your posts',
  'users.read': 'see your account and accounts you can see',
  'users.email': 'see your e-mail address',
  'follows.read': 'see whom you follow and who follows you',
  'follows.write': 'follow and unfollow for you',
  'offline.access': 'stay connected until you take back its access',
  'space.read': 'see Spaces',
  'mute.read': 'see whom you mute',
  'mute.write': 'mute and unmute for you',
  'like.read': 'see what you like',
  'like.write': 'like for you',
  'list.read': 'see your lists',
  'list.write': 'change your lists',
  'block.read': 'see whom you block',
  'block.write': 'block and unblock for you',
  'bookmark.read': 'see your bookmarks',
  'bookmark.write': 'change your bookmarks',
  'dm.read': 'read your direct messages',
  'dm.write': 'send direct messages for you',
  'media.write': 'upload pictures, and change your profile with them',
  'broadcast.read': 'see your broadcasts',
  'broadcast.write': 'change your broadcasts',
  'timeline.read': 'see your timeline',
} as const
export type Scope = keyof typeof SCOPES
export const scopes = Object.keys(SCOPES) as Scope[]

const authorizationCodeSchema = z.object({
  code: z.string(),
  /** The app it was issued to. */
  consumerKey: z.string(),
  accountId: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.enum(scopes)),
  /** What the verifier must prove to know. */
  challenge: z.string(),
  challengeMethod: z.enum(['S256', 'plain']),
  createdAtMs: z.number(),
  /** Used codes are kept for a while, so that a second use can be explained. */
  used: z.boolean(),
})

/** What a person allowed an app by OAuth 2.0, with the tokens of it that work now. */
const grantSchema = z.object({
  accessToken: z.string(),
  /** Null without the scope offline.access. */
  refreshToken: z.string().nullable(),
  accountId: z.string(),
  consumerKey: z.string(),
  scopes: z.array(z.enum(scopes)),
  expiresAtMs: z.number(),
  /** Why its tokens no longer work: kept, so that a later use can be explained. */
  ended: z.enum(['revoked', 'refreshed']).nullable(),
})

export const modesSchema = z.object({
  background: z.enum(['2014', 'removed', 'tier', 'noop']),
  profile: z.enum(['works', 'tier']),
  /** Reading one's own account by API v1.1. */
  verify_credentials: z.enum(['works', 'tier']),
  /** Reading one's own account by API v2. */
  users_me_v2: z.enum(['works', 'tier', 'missing']),
  /** Changing the texts by API v2. */
  profile_v2: z.enum(['oauth2', 'works', 'tier', 'missing']),
  /** Changing the photo by API v2. */
  profile_image_v2: z.enum(['oauth2', 'works', 'tier', 'missing']),
  /** Uploading media by API v2, in one piece or in several. */
  media_v2: z.enum(['works', 'tier', 'missing']),
  /** Signing in by OAuth 2.0. */
  oauth2: z.enum(['works', 'off']),
  rate_limits: z.enum(['off', 'x']),
  /** When a photo or header that was taken is shown. */
  pictures: z.enum(['works', 'slow', 'stuck']),
  /** Whose habits it has: X's, or those of a server that speaks X's API in its own way. */
  server: z.enum(['x', 'statusnet', 'gnusocial']),
  /** How StatusNet's database takes a text it has no room or no letters for. */
  database: z.enum(['mixed', 'strict', 'lenient']),
})

export const DEFAULT_MODES: z.infer<typeof modesSchema> = {
  background: '2014',
  profile: 'works',
  rate_limits: 'off',
  // Apps with OAuth 1.0a keys may not: what v1.1 refuses for its tier then stays refused.
  profile_v2: 'oauth2',
  server: 'x',
  pictures: 'works',
  verify_credentials: 'works',
  users_me_v2: 'works',
  media_v2: 'works',
  profile_image_v2: 'oauth2',
  oauth2: 'works',
  // Neither of StatusNet's two traps is hidden by the other.
  database: 'mixed',
}

/** What X leaves open and the sandbox decides, as the front page describes it; each can be decided the other way while it runs. */
export const settingsSchema = z.object({
  picture_delay_ms: z
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .describe('How long a new photo or header is not shown yet; X takes about 5000'),
  banner_status: z.literal([200, 201, 202, 204]).describe('The status after a header upload'),
  kilobyte_bytes: z.literal([1000, 1024]).describe('What a kilobyte is in the largest sizes of pictures'),
  characters: z.enum(['code_points', 'utf16']).describe('What counts as one character'),
  twitter_in_names: z.boolean().describe('Whether a name may have the word Twitter in it'),
  booleans: z
    .enum(['any_case', 'lower_case'])
    .describe('Whether True and FALSE count too, or small letters only'),
  deprecated_fields: z
    .enum(['values', 'null'])
    .describe('What stands in the fields of a User that are deprecated since 2018'),
  missing_scope: z
    .enum(['problem', 'blank'])
    .describe(
      'How a token without the needed scopes is refused: with v2’s problem type, or a bare Forbidden',
    ),
  reserved_characters: z
    .enum(['taken', 'refused'])
    .describe('Whether a signed call may send ! * and the like without percent-encoding; X refuses it'),
  media_base: z
    .string()
    .max(500)
    .regex(/^(https?:\/\/[^/\s?#]+(\/[^\s?#]*[^\s?#/])?)?$/)
    .describe('Where the addresses of pictures begin; empty: below the address that was called'),
})

export const DEFAULT_SETTINGS: z.infer<typeof settingsSchema> = {
  picture_delay_ms: 0,
  banner_status: 200,
  kilobyte_bytes: 1000,
  characters: 'code_points',
  twitter_in_names: true,
  booleans: 'any_case',
  deprecated_fields: 'values',
  missing_scope: 'problem',
  reserved_characters: 'taken',
  media_base: '',
}

/** A file from before a switch was there has everything else: the switch has its default then. */
function withDefaults<Schema extends z.ZodType<object>>(schema: Schema, defaults: z.output<Schema>) {
  return z.preprocess(
    (saved = {}) => (typeof saved === 'object' && saved !== null ? { ...defaults, ...saved } : saved),
    schema,
  )
}

const rateLimitSchema = z.object({
  /** As endpoints are found: without `.json`. */
  path: z.string(),
  limit: z.number().int(),
  window_seconds: z.number().int(),
  screen_name: z.string().optional(),
})

const faultSchema = z.object({
  id: z.number().int(),
  path: z.string(),
  /** How many requests it still meets; null: every one until it is removed. */
  times: z.number().int().nullable(),
  screen_name: z.string().optional(),
  status: z.number().int().optional(),
  code: z.number().int().optional(),
  message: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  delay_ms: z.number().optional(),
  drop: z.enum(['before', 'after']).optional(),
})

export const stateSchema = z.object({
  version: z.literal(1),
  apps: z.array(z.preprocess(withPublishedClient, appSchema)).default(() => [{ ...APP, ...NEW_APP }]),
  accounts: z.array(accountSchema),
  images: z.array(imageSchema),
  accessTokens: z.array(accessTokenSchema),
  requestTokens: z.array(requestTokenSchema),
  authorizationCodes: z.array(authorizationCodeSchema).default([]),
  grants: z.array(grantSchema).default([]),
  /** What `https://t.co/<code>` leads to. */
  links: z.record(z.string(), z.string()),
  modes: withDefaults(modesSchema, DEFAULT_MODES),
  /** By lower-case screen name: what differs for that account alone. */
  accountModes: z.record(z.string(), modesSchema.exactPartial()),
  /** By consumer key: what differs for the calls of that app alone. */
  appModes: z.record(z.string(), modesSchema.exactPartial()).default({}),
  faults: z.array(faultSchema),
  settings: withDefaults(settingsSchema, DEFAULT_SETTINGS),
  rateLimits: z.array(rateLimitSchema).default([]),
  replacedImages: replacedSchema.default({}),
  pendingPictures: z.array(pendingPictureSchema).default([]),
  uploads: z.array(uploadSchema).default([]),
  uploadSessions: z.array(uploadSessionSchema).default([]),
  /** By consumer key: the app's own token, which acts for nobody. */
  bearerTokens: z.record(z.string(), z.string()).default({}),
  nextAccountId: z.number().int(),
  nextImageId: z.number().int(),
  nextFaultId: z.number().int(),
})

/** A text of a profile, by its name on the wire. */
export type ProfileTextName = (typeof profileTexts)[number]
export type App = z.infer<typeof appSchema>
export type Account = z.infer<typeof accountSchema>
export type AccountSettings = z.infer<typeof accountSettingsSchema>
export type Upload = z.infer<typeof uploadSchema>
export type UploadSession = z.infer<typeof uploadSessionSchema>
export type Settings = z.infer<typeof settingsSchema>
export type RateLimit = z.infer<typeof rateLimitSchema>
export type StoredImage = z.infer<typeof imageSchema>
export type AccessToken = z.infer<typeof accessTokenSchema>
export type RequestToken = z.infer<typeof requestTokenSchema>
export type AuthorizationCode = z.infer<typeof authorizationCodeSchema>
export type Grant = z.infer<typeof grantSchema>
export type Modes = z.infer<typeof modesSchema>
/** Which server's habits hold. */
export type ServerKind = Modes['server']
/** A server that speaks X's API in its own way. */
export type CompatibleServer = Exclude<ServerKind, 'x'>
export type Fault = z.infer<typeof faultSchema>
export type SandboxState = z.infer<typeof stateSchema>
