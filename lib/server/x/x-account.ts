import 'server-only'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import type { TextParameter } from '@/lib/profile/profile'
import { readUser, type User } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { log } from '../log'
import { byEitherApi, readUserByV2, updateAvatarByV2 } from './v2-account'
import { unexpectedAnswer } from './x-errors'
import { type Credentials, callX, type XCall } from './x-request'

/** A User object, read for our own use and exactly as it came: a large `id` would not survive being parsed. */
export interface UserAnswer {
  user: User
  json: string
  /** The API that made the change, where it was not v1.1. */
  transport?: Transport
  /** The API by which the User was read afterwards, where it was not v1.1. */
  readBy?: Transport
}

/** What every call may ask of the answer; the values travel as given. */
export type AnswerOptions = Partial<Record<'include_entities' | 'skip_status', 'true' | 'false'>>

export type TextParameters = Partial<Record<TextParameter, string>>

export interface BackgroundUpdate {
  image?: File
  tile?: 'true' | 'false'
  use?: 'true' | 'false'
}

/** The region of a header to use, in pixels; either all four or none. */
export type CropParameters = Partial<Record<'width' | 'height' | 'offset_left' | 'offset_top', string>>

export interface BannerUpdate {
  image: File
  crop: CropParameters
}

/** Sends a call to API v1.1, which takes tokens of OAuth 1.0a alone: with another kind nothing is sent. */
async function callV1(call: XCall, credentials: Credentials): Promise<Result<string, ApiError>> {
  if (credentials.kind === 'oauth2') {
    return err(apiError('gone', 'API v2 has no call for this.', { cause: 'not_in_v2', status: 404 }))
  }
  const { accessToken, accessTokenSecret } = credentials
  return callX({ ...call, token: { token: accessToken, secret: accessTokenSecret } })
}

/** A call below this server's account path: `accountPath('update_profile')`. */
export const accountPath = (name: string): string => `${readEnv().serverKind.accountPath}/${name}.json`

export async function callForUser(
  call: XCall,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const body = await callV1(call, credentials)
  if (!body.ok) return body
  const user = parseUser(body.value)
  if (user.ok) return ok({ user: user.value, json: body.value })
  log('error', 'x_answer_unknown', { method: call.method, path: call.path, detail: user.error })
  return err(unexpectedAnswer(user.error))
}

/**
 * Makes a change, and gives the User as it is stored. `isShown` tells whether the answer to the change shows it: if not,
 * and always where an answer is no proof, the profile is read once more.
 */
export async function callForProvenUser(
  call: XCall,
  options: AnswerOptions,
  credentials: Credentials,
  isShown: (user: User) => boolean,
): Promise<Result<UserAnswer, ApiError>> {
  if (readEnv().serverKind.readProvesWrite)
    return thenRead(() => callV1(call, credentials), options, credentials)
  const answer = await callForUser(call, credentials)
  return answer.ok && !isShown(answer.value.user) ? readAfterChange(options, credentials) : answer
}

function parseUser(body: string): Result<User, string> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return err('no JSON')
  }
  const user = readUser(json)
  return user.ok ? user : err(`no User object, at ${user.error}`)
}

/**
 * The account behind the credentials. API v1.1 tells more of it, so v2 is asked where v1.1 is refused.
 * Source: X API v1.1, GET account/verify_credentials.
 */
export function verifyCredentials(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const path = accountPath('verify_credentials')
  return byEitherApi(credentials, {
    v1: async () => {
      const read = await callForUser({ kind: 'read', method: 'GET', path, query: options }, credentials)
      const isStatusLeft = options.skip_status === 'true' && !readEnv().serverKind.skipsStatus
      return read.ok && isStatusLeft ? ok({ ...read.value, json: withoutStatus(read.value.json) }) : read
    },
    v2: async () => {
      const read = await readUserByV2({ withEntities: options.include_entities !== 'false' }, credentials)
      return read.ok ? ok({ ...read.value, readBy: 'v2' }) : read
    },
  })
}

/** A User that has been read, and so has no id that is too large for a number, without its last post. */
function withoutStatus(json: string): string {
  const { status: _, ...user } = JSON.parse(json)
  return JSON.stringify(user)
}

/**
 * Changes the background image, whether it is tiled, and whether it is shown; at least one of them is given.
 * `image`: JPEG, PNG or GIF, at most `BACKGROUND_MAX_BYTES`. Without one the switches travel form-encoded.
 * Refuses with `image_rejected` beside what every call refuses with.
 * Source: X API v1.1, POST account/update_profile_background_image (as of 2014).
 */
export function updateBackground(
  { image, ...switches }: BackgroundUpdate,
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const path = accountPath('update_profile_background_image')
  const fields = { ...switches, ...options }
  const body = image ? { multipart: formOf(fields, 'image', image) } : { form: fields }
  const isShown = (user: User) =>
    (switches.tile ?? String(user.profile_background_tile)) === String(user.profile_background_tile) &&
    (switches.use ?? String(user.profile_use_background_image)) === String(user.profile_use_background_image)
  return callForProvenUser({ kind: 'image', method: 'POST', path, ...body }, options, credentials, isShown)
}

function formOf(fields: Record<string, string>, name: string, image: File): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set(name, image)
  return form
}

/**
 * Replaces the profile photo. X works on it afterwards: for some seconds the User may still have the old address.
 * `image`: JPEG, PNG or GIF, at most `AVATAR_MAX_BYTES`. `known`: the API that took one last. Refuses with
 * `image_rejected` beside the rest.
 * Source: X API v1.1, POST account/update_profile_image; for v2 see `updateAvatarByV2`.
 */
export function updateAvatar(
  image: File,
  options: AnswerOptions,
  credentials: Credentials,
  known: Transport | null,
): Promise<Result<UserAnswer, ApiError>> {
  const path = accountPath('update_profile_image')
  const multipart = formOf(options, 'image', image)
  const call = { kind: 'image', method: 'POST', path, multipart } as const
  const v1 = () => callForProvenUser(call, options, credentials, () => true)
  const v2 = () => thenRead(() => updateAvatarByV2(image, credentials), options, credentials, 'v2')
  return byEitherApi(credentials, { v1, v2 }, known)
}

/**
 * Replaces the header image. X answers with nothing, so the User is read anew.
 * `image`: JPEG, PNG or GIF, at most `BANNER_MAX_BYTES`. Refuses with `image_rejected` beside the rest.
 * Source: X API v1.1, POST account/update_profile_banner.
 */
export function updateBanner(
  { image, crop }: BannerUpdate,
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const path = accountPath('update_profile_banner')
  const multipart = formOf(crop, 'banner', image)
  const call = { kind: 'image', method: 'POST', path, multipart } as const
  return thenRead(() => callV1(call, credentials), options, credentials)
}

/**
 * Removes the header image, and reads the User anew.
 * Source: X API v1.1, POST account/remove_profile_banner.
 */
export function removeBanner(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const path = accountPath('remove_profile_banner')
  const call = { kind: 'image', method: 'POST', path } as const
  return thenRead(() => callV1(call, credentials), options, credentials)
}

/**
 * Ends the access token at the server: nobody can use it any more, neither we nor whoever may have copied it.
 * A token the server no longer knows is as good. Refuses with `gone` where a server has no such call.
 * Source: X API v1.1, POST oauth/invalidate_token; X API v2, POST oauth2/revoke.
 */
export async function invalidateToken(credentials: Credentials): Promise<Result<null, ApiError>> {
  const { oauth2: client, serverKind } = readEnv()
  if (credentials.kind === 'oauth2') {
    const form = { token: credentials.accessToken, token_type_hint: 'access_token' }
    const done = await callX({ kind: 'sign_in', method: 'POST', path: '/2/oauth2/revoke', form, client })
    return done.ok || /token was invalid/i.test(done.error.message) ? ok(null) : done
  }
  const path = serverKind.revokePath
  if (path === null) return err(apiError('gone', 'This kind of server has no call for it.', { status: 404 }))
  const done = await callV1({ kind: 'read', method: 'POST', path }, credentials)
  return done.ok || done.error.reason === 'session_expired' ? ok(null) : done
}

/**
 * Makes a change that is answered without a User, and reads it anew. When the change was taken and the reading fails
 * the outcome is not known to the person, so it is `unexpected_answer`, and never a reason for which nothing happened.
 * `transport`: the API that makes the change, where it is not v1.1.
 */
export async function thenRead(
  change: () => Promise<Result<unknown, ApiError>>,
  options: AnswerOptions,
  credentials: Credentials,
  transport?: Transport,
): Promise<Result<UserAnswer, ApiError>> {
  const done = await change()
  return done.ok ? readAfterChange(options, credentials, transport) : done
}

/** The User after a change that was taken; without it the outcome is not known to the person. */
export async function readAfterChange(
  options: AnswerOptions,
  credentials: Credentials,
  transport?: Transport,
): Promise<Result<UserAnswer, ApiError>> {
  const read = await verifyCredentials(options, credentials)
  if (!read.ok) return err(unexpectedAnswer('it took the change, and did not show the profile afterwards'))
  return ok({ ...read.value, ...(transport && { transport }) })
}
