import 'server-only'
import { type Refusal, refusal } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import type { TextParameter } from '@/lib/profile/profile'
import { readUser, type User } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { log } from '../log'
import { unexpectedAnswer } from './x-errors'
import { type Credentials, callX, type XCall } from './x-request'

/** A User object, read for our own use and exactly as it came: a large `id` would not survive being parsed. */
export interface UserAnswer {
  user: User
  json: string
  /** The API that made the change, where it was not v1.1. */
  transport?: Transport
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

const tokenOf = ({ accessToken, accessTokenSecret }: Credentials) => ({
  token: accessToken,
  secret: accessTokenSecret,
})

/** A call below this server's account path: `accountPath('update_profile')`. */
export const accountPath = (name: string): string => `${readEnv().serverKind.accountPath}/${name}.json`

export async function callForUser(
  call: XCall,
  credentials: Credentials,
): Promise<Result<UserAnswer, Refusal>> {
  const body = await callX({ ...call, token: tokenOf(credentials) })
  if (!body.ok) return body
  const user = parseUser(body.value)
  if (user.ok) return ok({ user: user.value, json: body.value })
  log('error', 'x_answer_unknown', { method: call.method, path: call.path, detail: user.error })
  return err(unexpectedAnswer(user.error))
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
 * The account behind the credentials.
 * Source: X API v1.1, GET account/verify_credentials.
 */
export function verifyCredentials(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, Refusal>> {
  const path = accountPath('verify_credentials')
  return callForUser({ kind: 'read', method: 'GET', path, query: options }, credentials)
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
): Promise<Result<UserAnswer, Refusal>> {
  const path = accountPath('update_profile_background_image')
  const fields = { ...switches, ...options }
  if (!image) return callForUser({ kind: 'image', method: 'POST', path, form: fields }, credentials)
  return callForUser(
    { kind: 'image', method: 'POST', path, multipart: formOf(fields, 'image', image) },
    credentials,
  )
}

function formOf(fields: Record<string, string>, name: string, image: File): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set(name, image)
  return form
}

/**
 * Replaces the profile photo. X works on it afterwards: for some seconds the User may still have the old address.
 * `image`: JPEG, PNG or GIF, at most `AVATAR_MAX_BYTES`. Refuses with `image_rejected` beside the rest.
 * Source: X API v1.1, POST account/update_profile_image.
 */
export function updateAvatar(
  image: File,
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, Refusal>> {
  const path = accountPath('update_profile_image')
  const multipart = formOf(options, 'image', image)
  return callForUser({ kind: 'image', method: 'POST', path, multipart }, credentials)
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
): Promise<Result<UserAnswer, Refusal>> {
  const path = accountPath('update_profile_banner')
  const multipart = formOf(crop, 'banner', image)
  return callThenRead({ kind: 'image', method: 'POST', path, multipart }, options, credentials)
}

/**
 * Removes the header image, and reads the User anew.
 * Source: X API v1.1, POST account/remove_profile_banner.
 */
export function removeBanner(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, Refusal>> {
  const path = accountPath('remove_profile_banner')
  return callThenRead({ kind: 'image', method: 'POST', path }, options, credentials)
}

/**
 * Ends the access token at the server: nobody can use it any more, neither we nor whoever may have copied it.
 * A token the server no longer knows is as good. Refuses with `gone` where a server has no such call.
 * Source: X API v1.1, POST oauth/invalidate_token.
 */
export async function invalidateToken(credentials: Credentials): Promise<Result<null, Refusal>> {
  const path = readEnv().serverKind.revokePath
  if (path === null) return err(refusal('gone', 'This kind of server has no call for it.', { status: 404 }))
  const done = await callX({ kind: 'read', method: 'POST', path, token: tokenOf(credentials) })
  return done.ok || done.error.reason === 'session_expired' ? ok(null) : done
}

/**
 * Makes a change that is answered without a User, and reads it anew. When the change was taken and the reading fails
 * the outcome is not known to the person, so it is `unexpected_answer`, and never a reason for which nothing happened.
 */
export async function callThenRead(
  call: XCall,
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, Refusal>> {
  const done = await callX({ ...call, token: tokenOf(credentials) })
  if (!done.ok) return done
  const read = await verifyCredentials(options, credentials)
  return read.ok ? read : err(unexpectedAnswer('it took the change, and did not show the profile afterwards'))
}
