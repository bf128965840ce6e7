import type { Settings } from '../state'
import { decodeUtf8 } from './encoding'
import type { Received } from './received'

/**
 * Reads one parameter wherever X reads it: multipart part, form body, query, in this order. Undefined when it was
 * not sent, which is not the same as sent empty. Of a name sent twice in one place the first counts.
 */
export function readParameter(received: Received, name: string): string | undefined {
  const part = received.parts.find((candidate) => candidate.name === name)
  if (part) return decodeUtf8(part.bytes) ?? ''
  const field =
    received.form.find((candidate) => candidate.name === name) ??
    received.query.find((candidate) => candidate.name === name)
  return field?.value
}

const TRUE = new Set(['true', 't', '1'])
const FALSE = new Set(['false', 'f', '0'])

/** How the words for yes and no may be written. */
export type Spelling = Settings['booleans']

/** `true`, `t`, `1`, `false`, `f`, `0` as they may be written; anything else, or nothing, is the parameter's default. */
export function readBoolean(
  received: Received,
  name: string,
  otherwise: boolean,
  spelling: Spelling,
): boolean {
  const value = readWord(received, name, spelling)
  if (value !== undefined && TRUE.has(value)) return true
  if (value !== undefined && FALSE.has(value)) return false
  return otherwise
}

/** `tile` and `use`: any present value that does not mean yes means no. Undefined when not sent. */
export function readSwitch(received: Received, name: string, spelling: Spelling): boolean | undefined {
  const value = readWord(received, name, spelling)
  return value === undefined ? undefined : TRUE.has(value)
}

function readWord(received: Received, name: string, spelling: Spelling): string | undefined {
  const value = readParameter(received, name)
  return spelling === 'any_case' ? value?.toLowerCase() : value
}

/** The members of a JSON body; none where it is no object, or there is no such body. */
export function readJson({ json }: Received): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {}
}

/** `client_secret`, `current_password`, the `access_token` of oauth2/invalidate_token: what the log must not hold. */
const SECRET_NAME = /secret|password|access_token/i

/** What the log keeps of one name, one value and one request, in characters and parameters. */
const MAX_NAME_CHARACTERS = 200
const MAX_VALUE_CHARACTERS = 2_000
const MAX_LOGGED_PARAMETERS = 100

/**
 * Everything but OAuth's own fields and picture data, for the request log. Of a secret the name alone; what is long is
 * cut and says how long it was.
 */
export function describeParameters(
  received: Received,
  pictureNames: readonly string[],
): Record<string, string> {
  const described: Record<string, string> = {}
  const all = [
    ...received.query,
    ...received.form,
    ...received.parts.map((part) => ({ name: part.name, value: part.bytes })),
    ...Object.entries(readJson(received)).map(([name, value]) => ({ name, value })),
  ].filter(({ name }) => !name.startsWith('oauth_') && !pictureNames.includes(name))
  for (const { name, value } of all.slice(0, MAX_LOGGED_PARAMETERS))
    described[cut(name, MAX_NAME_CHARACTERS)] = SECRET_NAME.test(name)
      ? '…'
      : cut(textOf(value), MAX_VALUE_CHARACTERS)
  const more = all.length - MAX_LOGGED_PARAMETERS
  if (more > 0) described['…'] = `${more} more parameters`
  return described
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return decodeUtf8(value) ?? ''
  return JSON.stringify(value)
}

function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  // Not within a pair of surrogates.
  const head = text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')
  return `${head}… (cut, ${text.length} characters in all)`
}
