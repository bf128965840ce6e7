import 'server-only'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import { hexColor } from '@/lib/profile/link-color'
import {
  LINK_COLOR_PARAMETER,
  PARAMETER_OF_FIELD,
  TEXT_FIELDS,
  type TextParameter,
} from '@/lib/profile/profile'
import { profileFromUser, readUser, type User } from '@/lib/profile/user-object'
import { err, ok, parseJson, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { log } from '../log'
import { callV2, readUserByV2, updateAvatarByV2 } from './v2-account'
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
type AnswerOptions = Partial<Record<'include_entities' | 'skip_status', 'true' | 'false'>>

export type TextParameters = Partial<Record<TextParameter, string>>

export interface BackgroundUpdate {
  image?: File
  tile?: 'true' | 'false'
  use?: 'true' | 'false'
}

/** The region of a header to use, in pixels; either all four or none. */
export type CropParameters = Partial<Record<'width' | 'height' | 'offset_left' | 'offset_top', string>>

interface BannerUpdate {
  image: File
  crop: CropParameters
}

/** A change to the account, as the calls of each API make it. */
export interface AccountChange {
  /** What the answer is to have. */
  options: AnswerOptions
  /** Calls of API v1.1, in this order. When one fails after another was taken, the profile is read to tell what is stored. */
  v1: {
    call: XCall
    /** Whether a User shows what the call changes; absent where the call is answered with none. */
    isShown?: (user: User) => boolean
  }[]
  /** Makes the same change by API v2; absent where v2 has no call for it. */
  v2?: (send: (call: XCall) => Promise<Result<string, ApiError>>) => Promise<Result<unknown, ApiError>>
  /** What a refusal means for this change, where the server does not say it. */
  explain?: (refused: ApiError) => ApiError
}

/** With a token of OAuth 2.0, which v1.1 does not take, nothing is sent. */
const NOT_IN_V2 = apiError('gone', 'API v2 has no call for this.', { cause: 'not_in_v2', status: 404 })

/**
 * The APIs to try, in this order: first the one that took it last, then the other one where the first is refused for the
 * app's access level. With a token of OAuth 2.0 it is v2 alone.
 */
function apisFor({ kind }: Credentials, known: Transport | null, isInV2: boolean): Transport[] {
  if (kind === 'oauth2') return isInV2 ? ['v2'] : []
  if (!isInV2 || !readEnv().serverKind.hasApiV2) return ['v1.1']
  return known === 'v2' ? ['v2', 'v1.1'] : ['v1.1', 'v2']
}

const tokenOf = (credentials: Credentials) =>
  credentials.kind === 'oauth1'
    ? { token: credentials.accessToken, secret: credentials.accessTokenSecret }
    : undefined

/**
 * Makes a change, and gives the User as it is stored: where the answer to the change does not show it, and always where
 * an answer is no proof, the profile is read once more. `known`: the API that took such a change last. When neither API
 * takes it the refusal is v1.1's, whose meaning is known.
 */
export async function changeAccount(
  { options, v1, v2, explain = (refused) => refused }: AccountChange,
  credentials: Credentials,
  known: Transport | null,
): Promise<Result<UserAnswer, ApiError>> {
  let refused = NOT_IN_V2
  for (const api of apisFor(credentials, known, v2 !== undefined)) {
    let answer = api === 'v2' ? await changeByV2(v2, credentials) : ok(null)
    let isTaken = false
    for (const step of { 'v1.1': v1, v2: [] }[api]) {
      answer = userShown(await callX({ ...step.call, token: tokenOf(credentials) }), step)
      if (!answer.ok) break
      isTaken = true
    }
    if (answer.ok && answer.value) return ok(answer.value)
    if (answer.ok || isTaken) return readAfterChange(options, credentials, api)
    if (api === 'v1.1' || refused === NOT_IN_V2) refused = answer.error
    if (answer.error.reason !== 'tier_refused') return err(explain(answer.error))
  }
  return err(explain(refused))
}

/** The User in the answer to a change; null where it must be read, because the answer has none or is no proof. */
function userShown(
  sent: Result<string, ApiError>,
  { call, isShown }: AccountChange['v1'][number],
): Result<UserAnswer | null, ApiError> {
  if (!sent.ok) return sent
  if (!isShown || readEnv().serverKind.readProvesWrite) return ok(null)
  const answer = userIn(sent.value, call)
  return answer.ok && !isShown(answer.value.user) ? ok(null) : answer
}

async function changeByV2(
  v2: AccountChange['v2'],
  credentials: Credentials,
): Promise<Result<UserAnswer | null, ApiError>> {
  const done = await v2?.((call) => callV2(call, credentials))
  return done && !done.ok ? done : ok(null)
}

/** The User after a change that was taken; without it the outcome is not known to the person. */
async function readAfterChange(
  options: AnswerOptions,
  credentials: Credentials,
  api: Transport,
): Promise<Result<UserAnswer, ApiError>> {
  const read = await verifyCredentials(options, credentials)
  if (!read.ok) return err(unexpectedAnswer('it took the change, and did not show the profile afterwards'))
  return ok({ ...read.value, ...(api === 'v2' && { transport: api }) })
}

/** A call below this server's account path: `accountPath('update_profile')`. */
export const accountPath = (name: string): string => `${readEnv().serverKind.accountPath}/${name}.json`

function userIn(body: string, { method, path }: XCall): Result<UserAnswer, ApiError> {
  const json = parseJson(body)
  const user = readUser(json)
  if (user.ok) return ok({ user: user.value, json: body })
  const detail = json === undefined ? 'no JSON' : `no User object, at ${user.error}`
  log('error', 'x_answer_unknown', { method, path, detail })
  return err(unexpectedAnswer(detail))
}

/**
 * The account behind the credentials. API v1.1 tells more of it, so v2 is asked where v1.1 is refused.
 * Source: X API v1.1, GET account/verify_credentials.
 */
export async function verifyCredentials(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  let refused = NOT_IN_V2
  for (const api of apisFor(credentials, null, true)) {
    const read = api === 'v2' ? await readByV2(options, credentials) : await readByV1(options, credentials)
    if (read.ok || read.error.reason !== 'tier_refused') return read
    if (api === 'v1.1' || refused === NOT_IN_V2) refused = read.error
  }
  return err(refused)
}

async function readByV1(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const call = {
    kind: 'read',
    method: 'GET',
    path: accountPath('verify_credentials'),
    query: options,
  } as const
  const body = await callX({ ...call, token: tokenOf(credentials) })
  if (!body.ok) return body
  const read = userIn(body.value, call)
  const isStatusLeft = options.skip_status === 'true' && !readEnv().serverKind.skipsStatus
  return read.ok && isStatusLeft ? ok({ ...read.value, json: withoutStatus(read.value.json) }) : read
}

async function readByV2(
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const read = await readUserByV2({ withEntities: options.include_entities !== 'false' }, credentials)
  return read.ok ? ok({ ...read.value, readBy: 'v2' }) : read
}

/** A User that has been read, and so has no id that is too large for a number, without its last post. */
function withoutStatus(json: string): string {
  const { status: _, ...user } = JSON.parse(json)
  return JSON.stringify(user)
}

/** Whether every text, and the colour, is stored as it was sent. */
function showsTexts(user: User, texts: TextParameters): boolean {
  const profile = profileFromUser(user, readEnv().serverKind)
  const color = texts[LINK_COLOR_PARAMETER]
  if (color !== undefined && hexColor(color) !== profile.linkColor) return false
  return TEXT_FIELDS.every((field) => {
    const text = texts[PARAMETER_OF_FIELD[field]]
    return text === undefined || text === profile[field]
  })
}

/**
 * Changes the given texts and the colour of links, in one call where a server takes both in one, and else the texts first;
 * what is left out stays, what is empty is cleared. Refused with `field_rejected` beside what every call is refused with.
 * Source: X API v1.1, POST account/update_profile; X API v2, PUT users/me.
 */
export function textChange(texts: TextParameters, options: AnswerOptions): AccountChange {
  const { name, parameter, prefix } = readEnv().serverKind.linkColorCall
  const step = (path: string, form: Record<string, string>, sent: TextParameters) => ({
    call: { kind: 'text', method: 'POST', path: accountPath(path), form: { ...form, ...options } } as const,
    isShown: (user: User) => showsTexts(user, sent),
  })
  const { [LINK_COLOR_PARAMETER]: color, ...others } = texts
  const isOneCall = color === undefined || name === 'update_profile'
  const hasTexts = Object.keys(others).length > 0
  const digits = color === undefined ? '' : (hexColor(color)?.slice(1) ?? color)
  return {
    options,
    v1: isOneCall
      ? [step('update_profile', texts, texts)]
      : [
          ...(hasTexts ? [step('update_profile', others, others)] : []),
          step(name, { [parameter]: prefix + digits }, { [LINK_COLOR_PARAMETER]: color }),
        ],
    v2: async (send) =>
      color === undefined
        ? send({ kind: 'text_v2', method: 'PUT', path: '/2/users/me', json: { ...texts } })
        : err(COLOR_NOT_IN_V2),
    explain: (refused) => {
      // A server that lacks this one call takes texts all the same.
      if (refused.reason === 'gone' && !isOneCall && !hasTexts) {
        return apiError('field_rejected', refused.message, OF_COLOR)
      }
      const field = refused.reason === 'unavailable' && fieldWithUnstorableEmoji(texts)
      return field ? apiError('field_rejected', EMOJI_NOT_STORED, { field }) : refused
    },
  }
}

const OF_COLOR = { field: LINK_COLOR_PARAMETER } as const
const COLOR_NOT_IN_V2 = apiError('field_rejected', 'API v2 has no call for the colour of links.', {
  ...OF_COLOR,
  cause: 'not_in_v2',
})

const EMOJI_NOT_STORED = 'Its database takes no emoji. Nothing was stored.'

/** The text that a server whose database knows no emoji has most likely failed at. */
function fieldWithUnstorableEmoji(texts: TextParameters): TextParameter | undefined {
  if (readEnv().serverKind.storesEmoji) return undefined
  return TEXT_FIELDS.map((field) => PARAMETER_OF_FIELD[field]).find((parameter) =>
    /[\u{10000}-\u{10FFFF}]/u.test(texts[parameter] ?? ''),
  )
}

/**
 * Changes the background image, whether it is tiled, and whether it is shown; at least one of them is given.
 * `image`: JPEG, PNG or GIF, at most `BACKGROUND_MAX_BYTES`. Without one the switches travel form-encoded.
 * Refused with `image_rejected` beside what every call is refused with, of the parameter `file` where it lacks a picture.
 * Source: X API v1.1, POST account/update_profile_background_image (as of 2014).
 */
export function backgroundChange(
  { image, ...switches }: BackgroundUpdate,
  options: AnswerOptions,
): AccountChange {
  const path = accountPath('update_profile_background_image')
  const fields = { ...switches, ...options }
  const body = image ? { multipart: formOf(fields, 'image', image) } : { form: fields }
  const isShown = (user: User) =>
    (switches.tile ?? String(user.profile_background_tile)) === String(user.profile_background_tile) &&
    (switches.use ?? String(user.profile_use_background_image)) === String(user.profile_use_background_image)
  return {
    options,
    v1: [{ call: { kind: 'image', method: 'POST', path, ...body }, isShown }],
    explain: (refused) =>
      image || refused.reason !== 'image_rejected' ? refused : { ...refused, field: 'file' },
  }
}

function formOf(fields: Record<string, string>, name: string, image: File): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set(name, image)
  return form
}

/**
 * Replaces the profile photo. X works on it afterwards: for some seconds the User may still have the old address.
 * `image`: JPEG, PNG or GIF, at most `AVATAR_MAX_BYTES`. Refused with `image_rejected` beside the rest.
 * Source: X API v1.1, POST account/update_profile_image; for v2 see `updateAvatarByV2`.
 */
export function avatarChange(image: File, options: AnswerOptions): AccountChange {
  const path = accountPath('update_profile_image')
  const call = { kind: 'image', method: 'POST', path, multipart: formOf(options, 'image', image) } as const
  return { options, v1: [{ call, isShown: () => true }], v2: (send) => updateAvatarByV2(image, send) }
}

/**
 * Replaces the header image. X answers with nothing.
 * `image`: JPEG, PNG or GIF, at most `BANNER_MAX_BYTES`. Refused with `image_rejected` beside the rest.
 * Source: X API v1.1, POST account/update_profile_banner.
 */
export function bannerChange({ image, crop }: BannerUpdate, options: AnswerOptions): AccountChange {
  const path = accountPath('update_profile_banner')
  const call = { kind: 'image', method: 'POST', path, multipart: formOf(crop, 'banner', image) } as const
  return { options, v1: [{ call }] }
}

/**
 * Removes the header image.
 * Source: X API v1.1, POST account/remove_profile_banner.
 */
export function bannerRemoval(options: AnswerOptions): AccountChange {
  // No picture goes with it, so none can be what is refused.
  const call = { kind: 'read', method: 'POST', path: accountPath('remove_profile_banner') } as const
  return { options, v1: [{ call }] }
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
  const done = await callX({ kind: 'read', method: 'POST', path, token: tokenOf(credentials) })
  return done.ok || done.error.reason === 'session_expired' ? ok(null) : done
}
