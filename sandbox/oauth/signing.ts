import { createHmac } from 'node:crypto'
import { percentEncode } from '../http/encoding'
import type { HttpRequest, Parameter } from '../http/request'

/** A name and a value, encoded as they stand in the base string. */
export type EncodedPair = readonly [name: string, value: string]

/**
 * One way to sign a request, step by step. {@link rightSigning} is RFC 5849's; every mistake is the right one with a
 * step replaced.
 */
export interface Signing {
  method: string
  baseUrl: string
  /** Decoded, in the order they arrived. */
  parameters: readonly Parameter[]
  /** For names and values. */
  encode(text: string): string
  order(pairs: readonly EncodedPair[]): readonly EncodedPair[]
  /** Method, address and `name=value&…` become the base string. */
  assemble(method: string, baseUrl: string, parameters: string): string
  consumerSecret: string
  tokenSecret: string
  key(consumerSecret: string, tokenSecret: string): string
  /** What is sent as oauth_signature. */
  sign(baseString: string, key: string): string
}

/** How it is to be done: see RFC 5849 §3.4. */
export function rightSigning(
  request: Pick<Signing, 'method' | 'baseUrl' | 'parameters' | 'consumerSecret' | 'tokenSecret'>,
): Signing {
  return {
    ...request,
    encode: percentEncode,
    order: inByteOrder,
    assemble: (...parts) => parts.map(percentEncode).join('&'),
    key: (...secrets) => secrets.map(percentEncode).join('&'),
    sign: (baseString, key) => createHmac('sha1', key).update(baseString).digest('base64'),
  }
}

/** What of base strings many ways of signing one request share: the longest part of each is made once. */
export interface SharedEncodings {
  joined(signing: Signing): string
}

/** For as long as one signature is being explained. Nothing is shared beyond that. */
export function shareEncodings(): SharedEncodings {
  const known = new Map<unknown, Map<unknown, Map<unknown, string>>>()
  return {
    joined(signing) {
      const ofParameters = inner(known, signing.parameters)
      const ofEncoding = inner(ofParameters, signing.encode)
      const found = ofEncoding.get(signing.order) ?? joinedParameters(signing)
      ofEncoding.set(signing.order, found)
      return found
    },
  }
}

function inner<Value>(outer: Map<unknown, Map<unknown, Value>>, key: unknown): Map<unknown, Value> {
  const found = outer.get(key) ?? new Map<unknown, Value>()
  outer.set(key, found)
  return found
}

function joinedParameters(signing: Signing): string {
  const pairs = signing.parameters.map(
    ({ name, value }): EncodedPair => [signing.encode(name), signing.encode(value)],
  )
  return signing
    .order(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

export function baseStringOf(signing: Signing, shared: SharedEncodings = shareEncodings()): string {
  return signing.assemble(signing.method.toUpperCase(), signing.baseUrl, shared.joined(signing))
}

export function signatureOf(signing: Signing, baseString: string = baseStringOf(signing)): string {
  return signing.sign(baseString, signing.key(signing.consumerSecret, signing.tokenSecret))
}

/** By name, then by value. Percent-encoded text is ASCII, so comparing characters is comparing bytes. */
function inByteOrder(pairs: readonly EncodedPair[]): readonly EncodedPair[] {
  return [...pairs].sort(
    ([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB),
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** What a mistake may need to know about the request besides how it should have been signed. */
export interface Circumstances {
  request: HttpRequest
  /** Secrets that are not the token's, with the words for whose they are. */
  otherSecrets: readonly { whose: string; secret: string }[]
}

/** The right way with a step replaced, and sometimes a sentence that fits better than the mistake's own. */
export interface Variant {
  step: Partial<Signing>
  sentence?: string
}

/** A mistake that clients make when they sign. */
export interface Mistake {
  /** Its short name, for scripts. */
  name: string
  /** What the client did and what OAuth wants, for a person. */
  sentence: string
  /** Every shape of it that this request can have. */
  variants(right: Signing, circumstances: Circumstances): Variant[]
}
