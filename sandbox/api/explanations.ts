import { describeNoPicture, nameOfFormat } from '../http/formats'
import {
  type HttpRequest,
  isCompatiblePath,
  PICTURE_PARAMETERS,
  readJson,
  readParameter,
} from '../http/request'
import type { ApiResponse } from '../http/response'
import type { ProfileText } from '../profile/text-rules'

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

/** Where a file was wanted, as GNU social and StatusNet do, and none came under its name. */
export function explainNoFile(request: HttpRequest, wanted: string): string {
  const { parts, form, query } = request
  const isWanted = ({ name }: { name: string }) => name === wanted
  const isEmpty = parts.find(isWanted)?.bytes.length === 0
  const asText = [...parts, ...form, ...query].some(isWanted)
  const came = asText
    ? `${wanted} arrived ${isEmpty ? 'without content' : 'as text, not as a file'}.`
    : `No ${wanted} arrived. ${whatCame(request)}`
  return `${came} Send a file as a multipart/form-data part named ${wanted}, with a filename; base64 is not read here.`
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
  } else if (form.length > 0) {
    sentences.push('The form body has OAuth’s own parameters alone.')
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

/** Of a body that API v1.1 does not read: its fields, and the type it came with; null when there is none. */
export function explainUnread({ path, body, unread = [] }: HttpRequest): string | null {
  if (unread.length === 0) return null
  const type = body?.contentType.split(';')[0]?.trim().slice(0, MAX_NAME_CHARACTERS)
  return `Nothing of the body was read (${listed(unread.map(({ name }) => name))}): its Content-Type is ${type || 'missing'}, and ${isCompatiblePath(path) ? 'this server' : 'API v1.1'} takes application/x-www-form-urlencoded or multipart/form-data.`
}

/** Words where yes or no was wanted that mean neither; null when there are none. */
export function explainSwitches(request: HttpRequest, names: readonly string[]): string | null {
  const odd = names.filter((name) => {
    const value = readParameter(request, name)
    return value !== undefined && !/^(true|t|1|false|f|0)$/i.test(value)
  })
  return odd.length === 0
    ? null
    : `${listed(odd)} has another word than true or false, and so counts as false.`
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
    // As PHP and Rails write lists and nested forms.
    const key = name.toLowerCase().replace(/^\?|^\w+\[(?=\w)|\[?\]$/g, '')
    const close = known.find((candidate) => candidate === key)
    const meant = close ?? (Object.hasOwn(MEANT, key) ? MEANT[key] : undefined)
    const shown = name.slice(0, MAX_NAME_CHARACTERS)
    if (meant !== undefined && known.includes(meant)) return `${shown} (${meant} is the right name)`
    if (/^\s*[[{]/.test(name)) return 'JSON, which came under the Content-Type of a form'
    return PICTURE_PARAMETERS.includes(key) && !isV2(request) ? `${shown} (${PICTURE_CALLS})` : shown
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
  const encodedTwice = texts.filter(
    ({ name, value }) => known.includes(name) && /%(u[0-9a-f]{4}|[0-9A-F]{2})/.test(value) && name !== 'url',
  )
  if (damaged.length === 0) {
    return encodedTwice.length === 0
      ? null
      : `${listed(namesOf(encodedTwice))} holds percent-encoding as text: it was encoded twice, or by escape() of JavaScript. Encode once, as UTF-8.`
  }
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
  const unread = isV2(request) ? null : explainUnread(request)
  if (unread !== null) return `Nothing changed. ${unread}`
  const wanted = `Send at least one of ${known.join(', ')}.`
  return `Nothing changed. ${unknown ?? (isV2(request) ? 'The JSON body has no member.' : whatCame(request))} ${wanted}`
}

/** Of a text that X refuses: its sentence, what would do, and how long each text was that arrived. */
export function explainText(message: string, sent: ProfileText): string {
  const lengths = Object.entries(sent).flatMap(([field, text]) =>
    text === undefined ? [] : [`${field} ${Array.from(text.normalize('NFC')).length}`],
  )
  const rule = TEXT_RULES.find(([pattern]) => pattern.test(message))?.[1]
  const hint = rule === undefined ? '' : ` ${rule}`
  return `${message}${hint} Nothing changed: all fields are taken, or none. Characters that arrived: ${lengths.join(', ')}.`
}

const TEXT_RULES: readonly [RegExp, string][] = [
  [/Url is not valid/, 'url is a public web address: http or https, and a domain such as example.com.'],
  [/invalid characters/, 'A name has neither < nor >.'],
  [/can't be blank/, 'Leave name out to keep it as it is.'],
  [/too long/, 'Characters are counted after NFC.'],
]

/** What is said of a refusal that its endpoint did not explain, by X's code. */
const BY_CODE: Readonly<Record<number, string>> = {
  50: 'No account has this user_id or screen_name. GET /__sandbox/accounts lists those that are there.',
  63: 'The account that was asked for is suspended. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
  64: 'The caller’s account is suspended. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
  68: 'Version 1 of the API is gone. Put /1.1/ where the path has /1/.',
  88: 'The limit of this endpoint is used up for this token. Wait until the time in x-rate-limit-reset, or set the mode rate_limits to off.',
  220: 'This call needs a user’s token. A bearer token of the app alone does not do.',
  325: 'No upload of this account has this media_id. It lives for a day and is used by the account that uploaded it.',
  326: 'The caller’s account is locked. Its standing is set with POST /__sandbox/accounts/<screen_name>.',
}

/** What to do about a refusal that its endpoint did not explain; null where its code leaves that open. */
export function explainError({ method }: HttpRequest, response: ApiResponse): string | null {
  if (response.status === 405) return `${method} arrived. ${sentenceIn(response)}`
  return (response.code === undefined ? undefined : BY_CODE[response.code]) ?? null
}

/** Of a write for which no endpoint said more. */
export const NOTHING_CHANGED = 'Nothing changed: the profile is as it was before.'

/** The words of the response: better than nothing. */
export function ownWords(response: ApiResponse): string {
  const words = sentenceIn(response)
  return words === '' ? `It was refused with status ${response.status}.` : `${words} Nothing changed.`
}

function sentenceIn({ body, contentType }: ApiResponse): string {
  if (!contentType.includes('json') || body === '') return body.slice(0, 200)
  const { errors, error, detail } = JSON.parse(body) as {
    errors?: { message: string }[]
    error?: string
    detail?: string
  }
  return detail ?? errors?.[0]?.message ?? error ?? ''
}
