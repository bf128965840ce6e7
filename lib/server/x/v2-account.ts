import 'server-only'
import { z } from 'zod'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { readUser, type User } from '@/lib/profile/user-object'
import { err, ok, parseJson, type Result } from '@/lib/result'
import { log } from '../log'
import { unexpectedAnswer } from './x-errors'
import { type Credentials, callX, type XCall } from './x-request'

/** What a profile needs of API v2's user. Source: X API v2, GET users/me, `user.fields`. */
const USER_FIELDS =
  'created_at,description,entities,location,name,profile_banner_url,profile_image_url,protected,public_metrics,url,username,verified'

/** Sends a call to API v2 in a person's name, by whichever kind of token they have, and none with one that has ended. */
export async function callV2(call: XCall, credentials: Credentials): Promise<Result<string, ApiError>> {
  if (credentials.kind === 'oauth2') {
    const { accessToken, expiresAt } = credentials
    if (expiresAt * 1000 > Date.now()) return callX({ ...call, bearer: accessToken })
    return err(apiError('session_expired', 'The access token has ended.'))
  }
  const { accessToken, accessTokenSecret } = credentials
  const answer = await callX({ ...call, token: { token: accessToken, secret: accessTokenSecret } })
  return answer.ok || !isAboutToken(answer.error) ? answer : err({ ...answer.error, reason: 'tier_refused' })
}

/**
 * That API v2 takes tokens of OAuth 1.0a for these calls is confirmed nowhere. So whatever it says against such a call
 * as such means that this app may not make it, and nothing about the person, their session or the server.
 */
function isAboutToken({ reason, cause }: ApiError): boolean {
  if (reason === 'session_expired' || reason === 'gone') return true
  const saysNothing = cause === undefined || cause === 'request_not_accepted' || cause === 'no_reason_given'
  return reason === 'not_allowed' && saysNothing
}

const LinksSchema = z
  .object({ urls: z.array(z.looseObject({ start: z.number(), end: z.number() })).optional() })
  .optional()

const MetricsSchema = z.object({
  followers_count: z.number().optional(),
  following_count: z.number().optional(),
  tweet_count: z.number().optional(),
  listed_count: z.number().optional(),
})

/** API v2's user. A field that was asked for and is not there has nothing in it. */
const V2UserSchema = z.object({
  data: z.object({
    id: z.string().regex(/^\d+$/),
    username: z.string(),
    name: z.string(),
    description: z.string().default(''),
    location: z.string().default(''),
    url: z.string().optional(),
    entities: z.object({ url: LinksSchema, description: LinksSchema }).optional(),
    created_at: z.string().optional(),
    protected: z.boolean().optional(),
    verified: z.boolean().optional(),
    profile_image_url: z.string().optional(),
    profile_banner_url: z.string().optional(),
    public_metrics: MetricsSchema.optional(),
  }),
})
type V2User = z.infer<typeof V2UserSchema>['data']

/**
 * The account behind the credentials, as a User object of API v1.1 made of v2's fields. What v2 has no field for, such
 * as the background image, is left out.
 * Source: X API v2, GET users/me.
 */
export async function readUserByV2(
  { withEntities }: { withEntities: boolean },
  credentials: Credentials,
): Promise<Result<{ user: User; json: string }, ApiError>> {
  const query = { 'user.fields': USER_FIELDS }
  const body = await callV2({ kind: 'read', method: 'GET', path: '/2/users/me', query }, credentials)
  if (!body.ok) return body
  const data = V2UserSchema.safeParse(parseJson(body.value)).data?.data
  const json = data && userJson(data, withEntities)
  const user = json ? readUser(JSON.parse(json)) : err('the answer itself')
  if (user.ok && json) return ok({ user: user.value, json })
  const detail = `no User object, at ${user.ok ? 'its id' : user.error}`
  log('error', 'x_answer_unknown', { method: 'GET', path: '/2/users/me', detail })
  return err(unexpectedAnswer(detail))
}

/** v1.1 has the account's number as one, which JavaScript's could not hold. */
function userJson(data: V2User, withEntities: boolean): string {
  const { public_metrics: metrics, profile_image_url: image = null } = data
  const user = {
    id_str: data.id,
    name: data.name,
    screen_name: data.username,
    location: data.location,
    description: data.description,
    url: data.url || null,
    ...(withEntities && {
      entities: { url: v1Links(data.entities?.url), description: v1Links(data.entities?.description) },
    }),
    protected: data.protected ?? false,
    verified: data.verified ?? false,
    created_at: data.created_at && v1Time(data.created_at),
    followers_count: metrics?.followers_count,
    friends_count: metrics?.following_count,
    listed_count: metrics?.listed_count,
    statuses_count: metrics?.tweet_count,
    profile_image_url: image,
    profile_image_url_https: image,
    profile_banner_url: data.profile_banner_url,
    default_profile_image: /\/default_profile_images\//.test(image ?? '/default_profile_images/'),
  }
  return `{"id":${data.id},${JSON.stringify(user).slice(1)}`
}

/** v1.1's links have the place in the text as a pair. */
function v1Links(links: z.infer<typeof LinksSchema>) {
  return { urls: links?.urls?.map(({ start, end, ...link }) => ({ ...link, indices: [start, end] })) ?? [] }
}

/** "2008-08-27T13:08:45.000Z" is v1.1's "Wed Aug 27 13:08:45 +0000 2008". */
function v1Time(iso: string): string | undefined {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return undefined
  const [weekday, day, month, year, clock] = time.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${clock} +0000 ${year}`
}

const UploadSchema = z.object({ data: z.object({ id: z.string().regex(/^\d{1,30}$/) }) })

/**
 * Uploads a picture and makes it the profile photo. X crops it to a square and works on it afterwards.
 * `image`: JPEG, PNG or GIF. Refuses with `image_rejected` beside what every call refuses with.
 * Source: X API v2, POST media/upload and PUT users/me/profile_image.
 */
export async function updateAvatarByV2(
  image: File,
  send: (call: XCall) => Promise<Result<string, ApiError>>,
): Promise<Result<null, ApiError>> {
  const form = new FormData()
  form.set('media_category', 'tweet_image')
  form.set('media', image)
  const upload = { kind: 'image', method: 'POST', path: '/2/media/upload', multipart: form } as const
  const uploaded = await send(upload)
  if (!uploaded.ok) return uploaded
  const mediaId = UploadSchema.safeParse(parseJson(uploaded.value)).data?.data.id
  // Nothing of the profile was touched by then.
  if (mediaId === undefined)
    return err(apiError('unavailable', 'The upload was answered without a media id.'))
  const json = { media_id: mediaId }
  const path = '/2/users/me/profile_image'
  const done = await send({ kind: 'image', method: 'PUT', path, json })
  return done.ok ? ok(null) : done
}
