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

/** Everything but OAuth's own fields and picture data, for the request log. Of a secret the name alone. */
export function describeParameters(
  received: Received,
  pictureNames: readonly string[],
): Record<string, string> {
  const described: Record<string, string> = {}
  const all = [
    ...received.query,
    ...received.form,
    ...received.parts.map((part) => ({ name: part.name, value: decodeUtf8(part.bytes) ?? '' })),
    ...Object.entries(readJson(received)).map(([name, value]) => ({ name, value: String(value) })),
  ]
  for (const { name, value } of all) {
    if (name.startsWith('oauth_') || pictureNames.includes(name)) continue
    described[name] = SECRET_NAME.test(name) ? '…' : value
  }
  return described
}
