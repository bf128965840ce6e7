import { percentDecode } from '../wire/encoding'
import type { Parameter, Received } from '../wire/received'

/** The OAuth side of a request: its own parameters by name, and everything that was signed. */
export interface ProtocolParameters {
  oauth: ReadonlyMap<string, string>
  /** Ready for the base string: no realm, no signature, an oauth_* sent in two places only once. */
  signed: Parameter[]
}

/**
 * Collects OAuth's parameters from the Authorization header, the query and the form body, where real clients put
 * them in every mixture. Null when the header cannot be read, a parameter stands twice in one place, or two places
 * disagree. Parts of a multipart body are never OAuth parameters.
 */
export function collectProtocolParameters(received: Received): ProtocolParameters | null {
  const known = collected.get(received)
  if (known !== undefined) return known
  const parameters = collect(received)
  collected.set(received, parameters)
  return parameters
}

/** Whose request it is and whether the signature fits are asked one after the other, of the same request. */
const collected = new WeakMap<Received, ProtocolParameters | null>()

function collect(received: Received): ProtocolParameters | null {
  const header = parseAuthorizationHeader(received.authorization)
  if (!header) return null

  const oauth = new Map<string, string>()
  const signed: Parameter[] = []
  for (const place of [header, received.query, received.form]) {
    if (place.length === 0) continue
    const here = place.filter(({ name }) => name.startsWith('oauth_'))
    if (new Set(here.map(({ name }) => name)).size < here.length) return null
    if (here.some(({ name, value }) => oauth.has(name) && oauth.get(name) !== value)) return null
    signed.push(
      ...place.filter(
        ({ name }) => name !== 'oauth_signature' && !(name.startsWith('oauth_') && oauth.has(name)),
      ),
    )
    for (const { name, value } of here) oauth.set(name, value)
  }
  return { oauth, signed }
}

/**
 * The pairs of an `OAuth …` header without `realm`; none when there is no header. Null when it is another scheme or
 * malformed.
 */
export function parseAuthorizationHeader(authorization: string | null): Parameter[] | null {
  if (authorization === null) return []
  const scheme = /^\s*OAuth(?:\s+|$)/i.exec(authorization)
  if (!scheme) return null
  const parameters: Parameter[] = []
  const pair = /\s*([^\s=,"]+)\s*=\s*"([^"]*)"\s*(,|$)/y
  pair.lastIndex = scheme[0].length
  while (pair.lastIndex < authorization.length) {
    const found = pair.exec(authorization)
    if (!found) return null
    // Values in the header are percent-decoded only: a + there is a +.
    const name = percentDecode(found[1] ?? '')
    const value = percentDecode(found[2] ?? '')
    if (name === null || value === null) return null
    if (name !== 'realm') parameters.push({ name, value })
    if (found[3] === '') break
  }
  return parameters
}
