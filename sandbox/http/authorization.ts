import { percentDecode } from './encoding'
import type { HttpRequest, Parameter } from './request'

/**
 * The protocol's pairs of an `OAuth …` header; none when there is no header. Null when it is another scheme or malformed.
 * X takes values without quotes, and passes over whatever else stands in the header: `realm`, or the parameters that
 * Net::OAuth for Perl repeats there.
 */
export function parseAuthorizationHeader(authorization: string | null): Parameter[] | null {
  return authorization === null ? [] : readPairs(authorization, isProtocol)
}

const isProtocol = (name: string) => name.startsWith('oauth_') || name === 'x_auth_access_type'

/** What stands in an `OAuth …` header and is neither read nor signed. */
export function passedOver(authorization: string | null): Parameter[] {
  return (authorization === null ? [] : readPairs(authorization, (name) => !isProtocol(name))) ?? []
}

function readPairs(authorization: string, isWanted: (name: string) => boolean): Parameter[] | null {
  const scheme = /^\s*OAuth(?:\s+|$)/i.exec(authorization)
  if (!scheme) return null
  const parameters: Parameter[] = []
  const pair = /[\s,]*([^\s=,"]+)\s*=\s*(?:"([^"]*)"|([^\s,"]*))\s*(,|$)/y
  pair.lastIndex = scheme[0].length
  while (/[^\s,]/.test(authorization.slice(pair.lastIndex))) {
    const found = pair.exec(authorization)
    if (!found) return null
    // Values in the header are percent-decoded only: a + there is a +.
    const name = percentDecode(found[1] ?? '')
    const value = percentDecode(found[2] ?? found[3] ?? '')
    if (name === null || value === null) return null
    if (isWanted(name)) parameters.push({ name, value })
    if (found[4] === '') break
  }
  return parameters
}

/** The token of a `Bearer …` header, however the scheme is written; null for any other header or none. */
export function readBearer(authorization: string | null): string | null {
  return /^\s*bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? null
}

/** Name and password of a `Basic …` header, as they stand in it; null for any other header or none. */
export function readBasic(
  authorization: string | null,
  encoding: 'latin1' | 'utf8' = 'utf8',
): { name: string; password: string } | null {
  const encoded = /^\s*basic\s+([A-Za-z0-9+/_=-]+)\s*$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString(encoding).split(':')
  return { name, password: password.join(':') }
}

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
export function collectProtocolParameters(request: HttpRequest): ProtocolParameters | null {
  const header = parseAuthorizationHeader(request.authorization)
  if (!header) return null

  const oauth = new Map<string, string>()
  const signed: Parameter[] = []
  for (const place of [header, request.query, request.form]) {
    for (const parameter of place) {
      const { name, value } = parameter
      if (!name.startsWith('oauth_')) {
        signed.push(parameter)
        continue
      }
      const known = oauth.get(name)
      if (known === undefined) {
        oauth.set(name, value)
        if (name !== 'oauth_signature') signed.push(parameter)
      } else if (known !== value || place.find((first) => first.name === name) !== parameter) {
        return null
      }
    }
  }
  return { oauth, signed }
}
