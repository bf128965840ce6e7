import { describeNoPicture, nameOfFormat } from '../http/formats'
import { type HttpRequest, PICTURE_PARAMETERS, readJson } from '../http/request'
import type { ApiResponse } from '../http/response'

/**
 * Sentences for the request log: what arrived, and what to do. X's own responses say none of it. A sentence names
 * parameters, never their values, so that no secret can be in it.
 */

/** So many names are listed, and so much of each. */
const MAX_NAMES = 20
const MAX_NAME_CHARACTERS = 80

function listed(names: readonly string[]): string {
  const shown = [...new Set(names)].slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_CHARACTERS))
  return shown.join(', ')
}

/** Where a picture was wanted and none came under its name. */
export function explainMissing(request: HttpRequest, wanted: string): string {
  const { parts, form, query } = request
  const isEmpty = isV2(request)
    ? parts.some(({ name }) => name === wanted) || readJson(request)[wanted] === ''
    : [...parts, ...form, ...query].some(({ name }) => name === wanted)
  if (isEmpty) {
    return `${wanted} arrived without content. A form sends it so when no file was chosen; a client, when the file was not read.`
  }
  const orBase64 = isV2(request) ? 'a JSON member' : 'a form field'
  return `No ${wanted} arrived. ${whatCame(request)} Send the picture as a multipart/form-data part named ${wanted}, or as base64 in ${orBase64} of that name.`
}

function isV2({ path }: HttpRequest): boolean {
  return path.startsWith('/2/')
}

/** Which parts or fields came, and what an unread body looks like. */
function whatCame(request: HttpRequest): string {
  const { parts, form, query, body } = request
  const members = isV2(request) ? Object.keys(readJson(request)) : []
  const sentences: string[] = []
  if (parts.length > 0) {
    const described = parts.slice(0, MAX_NAMES).map(({ name, bytes }) => {
      const shown = name.slice(0, MAX_NAME_CHARACTERS)
      return `${shown} (${nameOfFormat(bytes) ?? `${bytes.length} bytes`})`
    })
    sentences.push(`The multipart body has the parts ${described.join(', ')}.`)
  } else if (members.length > 0) {
    sentences.push(`The JSON body has the members ${listed(members)}.`)
  } else if (namesOf(form).length > 0) {
    sentences.push(
      `The form body has the fields ${listed(namesOf(form))}${isV2(request) ? ', which this call does not read' : ''}.`,
    )
  } else if (body) {
    sentences.push(
      unreadBody(
        body,
        isV2(request)
          ? 'this call reads only multipart/form-data and application/json'
          : 'API v1.1 reads only multipart/form-data and application/x-www-form-urlencoded',
      ),
    )
  } else {
    sentences.push('The body is empty.')
  }
  if (namesOf(query).length > 0) sentences.push(`The query has ${listed(namesOf(query))}.`)
  return sentences.join(' ')
}

function namesOf(parameters: readonly { name: string }[]): string[] {
  return parameters.map(({ name }) => name).filter((name) => !name.startsWith('oauth_'))
}

function unreadBody(
  { contentType, bytes, start }: NonNullable<HttpRequest['body']>,
  whatIsRead: string,
): string {
  const type = contentType.split(';')[0]?.trim().slice(0, MAX_NAME_CHARACTERS) ?? ''
  const what = nameOfFormat(start)
  const declared = type === '' ? 'no Content-Type' : `the Content-Type ${type}`
  return `The body is ${bytes} bytes${what === null ? '' : ` of ${what}`} with ${declared}, and ${whatIsRead}.`
}

/** Where what came under the wanted name is no picture. */
export function explainNoPicture(request: HttpRequest, wanted: string, decoded: Buffer): string {
  const part = request.parts.find(({ name }) => name === wanted)
  const field = [...request.form, ...request.query].find(({ name }) => name === wanted)
  const sent = part?.bytes ?? Buffer.from(field?.value ?? '')
  return `${wanted} ${describeNoPicture(sent, decoded)}`
}

/** Names that other services, or people, have for what the API calls otherwise. */
const MEANT: Readonly<Record<string, string>> = {
  bio: 'description',
  about: 'description',
  summary: 'description',
  website: 'url',
  web: 'url',
  link: 'url',
  homepage: 'url',
  display_name: 'name',
  displayname: 'name',
  full_name: 'name',
  fullname: 'name',
  username: 'name',
  place: 'location',
  city: 'location',
  color: 'profile_link_color',
  link_color: 'profile_link_color',
  colour: 'profile_link_color',
}

/** Parameters every write may bring, whether or not they do anything there. */
const ANYWHERE = ['include_entities', 'skip_status', 'tweet_mode', 'include_email']

const PICTURE_CALLS = 'pictures have calls of their own, such as account/update_profile_image'

/** Every name in the places that the call's version reads. */
function sentNames(request: HttpRequest): string[] {
  const { parts, form, query } = request
  const members = isV2(request) ? Object.keys(readJson(request)) : []
  return [...[...parts, ...form, ...query].map(({ name }) => name), ...members]
}

/** The names that a call does not read, with those that were meant; null when it reads all. */
function explainUnknown(request: HttpRequest, known: readonly string[]): string | null {
  const unknown = [...new Set(sentNames(request))].filter(
    (name) => !name.startsWith('oauth_') && !known.includes(name) && !ANYWHERE.includes(name),
  )
  if (unknown.length === 0) return null
  const described = unknown.slice(0, MAX_NAMES).map((name) => {
    const key = name.toLowerCase().replaceAll(/[[\]]/g, '')
    const close = known.find((candidate) => candidate === key)
    const meant = close ?? (Object.hasOwn(MEANT, key) ? MEANT[key] : undefined)
    const shown = name.slice(0, MAX_NAME_CHARACTERS)
    if (meant !== undefined && known.includes(meant)) return `${shown} (${meant} is the right name)`
    return PICTURE_PARAMETERS.includes(key) ? `${shown} (${PICTURE_CALLS})` : shown
  })
  return `Not read, because this call has no such parameter: ${described.join(', ')}.`
}

/** U+FFFD stands where a program could not decode a text; nobody types it. */
function explainDamaged({ form, query, parts }: HttpRequest, known: readonly string[]): string | null {
  const texts = [
    ...form,
    ...query,
    ...parts.map(({ name, bytes }) => ({ name, value: bytes.toString('utf8') })),
  ]
  const damaged = texts.filter(
    ({ name, value }) =>
      known.includes(name) && !PICTURE_PARAMETERS.includes(name) && value.includes('\ufffd'),
  )
  if (damaged.length === 0) return null
  return `${listed(namesOf(damaged))} holds U+FFFD: your program decoded the text wrongly before it sent it, such as Latin-1 as UTF-8.`
}

/**
 * What a developer should know about a write that was taken: unknown parameters, and that nothing changed.
 *
 * @param known the parameters that the call reads. @param changed false when the profile is as it was before.
 * @returns null when there is nothing to say.
 */
export function explainWrite(
  request: HttpRequest,
  known: readonly string[],
  changed: boolean,
): string | null {
  const unknown = explainUnknown(request, known)
  if (changed) return [explainDamaged(request, known), unknown].filter(Boolean).join(' ') || null
  const isSent = sentNames(request).some((name) => known.includes(name))
  if (isSent) return `Nothing changed: what was sent is what was there before.${unknown ? ` ${unknown}` : ''}`
  // The log says already which fields of an unread body were not read.
  if (request.unread?.length && !isV2(request)) return null
  const wanted = `Send at least one of ${known.join(', ')}.`
  return `Nothing changed. ${unknown ?? (isV2(request) ? 'The JSON body has no member.' : whatCame(request))} ${wanted}`
}

/** What is said of a refusal that its endpoint did not explain, by X's code. */
const BY_CODE: Readonly<Record<number, string>> = {
  25: 'Neither user_id nor screen_name arrived, or both were empty. Send one of them.',
  32: 'The caller could not be authenticated. Check the consumer key, its secret, the token and its secret.',
  34: 'There is no such path. Check its spelling and its version.',
  50: 'No account has this user_id or screen_name. GET /__sandbox/accounts lists those that are there.',
  63: 'The account that was asked for is suspended. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
  64: 'The caller’s account is suspended. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
  68: 'Version 1 of the API is gone. Put /1.1/ where the path has /1/.',
  88: 'The limit of this endpoint is used up for this token. Wait until the time in x-rate-limit-reset, or set the mode rate_limits to off.',
  89: 'The token is not, or no longer, one of this app. Sign in again.',
  99: 'The Basic credentials are not a consumer key and its secret, or grant_type=client_credentials is missing.',
  130: 'The sandbox has no room for another picture. Reset it.',
  131: 'The sandbox itself failed. The terminal says why.',
  220: 'This call needs a user’s token. A bearer token of the app alone does not do.',
  324: 'media_id is not a number, or the upload is no GIF, JPEG or PNG of at most 5 MB. Upload the picture with media/upload first.',
  325: 'No upload of this account has this media_id. It lives for a day and is used by the account that uploaded it.',
  326: 'The caller’s account is locked. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
  453: 'The app’s access level does not include this call: the mode profile or background is set to tier.',
}

/** A sentence for every refusal that has none yet. */
export function explainError(
  { method }: HttpRequest,
  { status, code, body, contentType }: ApiResponse,
): string {
  const known = code === undefined ? undefined : BY_CODE[code]
  if (known !== undefined) return known
  const words = contentType.includes('json') ? sentenceIn(body) : body.slice(0, 200)
  if (status === 405) return `${method} arrived. ${words}`
  return words === '' ? `It was refused with status ${status}.` : `${words} Nothing changed.`
}

function sentenceIn(body: string): string {
  if (body === '') return ''
  const { errors, error, detail } = JSON.parse(body) as {
    errors?: { message: string }[]
    error?: string
    detail?: string
  }
  return detail ?? errors?.[0]?.message ?? error ?? ''
}
