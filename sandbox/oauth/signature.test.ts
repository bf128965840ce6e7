import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { collectProtocolParameters } from '../http/authorization'
import { percentEncode } from '../http/encoding'
import { type HttpRequest, parseForm } from '../http/request'
import { acceptedBaseUrls, normalizedBaseUrl } from './signature'
import { baseStringOf, rightSigning, signatureOf } from './signing'
import { matchingBaseUrl } from './verify-request'

interface SignatureVector {
  name: string
  method: string
  url: string
  /** A form body, as it travels. */
  body?: string
  oauth: Record<string, string>
  consumerSecret: string
  tokenSecret: string
  baseString?: string
  signature: string
}

/**
 * Requests with known signatures. V-D and V-R are printed in X's documentation, RFC 5849 and OAuth Core 1.0; V-1 to
 * V-10 were computed by two separate implementations.
 */
const SIGNATURE_VECTORS = readFileSync(
  new URL('../tests/recorded/signature-vectors.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as SignatureVector)

function parameters(text: string) {
  const parsed = parseForm(Buffer.from(text, 'latin1'))
  return Array.isArray(parsed) ? parsed : []
}

/** A vector as it would come over the wire, with this signature in its header. */
function receivedWith(vector: SignatureVector, signature: string): HttpRequest {
  const [address = '', query = ''] = vector.url.split('?')
  const [, host = '', path = ''] = /^https?:\/\/([^/]+)(.*)$/.exec(address) ?? []
  const header = Object.entries({ ...vector.oauth, oauth_signature: signature })
    .map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)
    .join(', ')
  return {
    method: vector.method,
    scheme: 'http',
    path,
    host,
    authorization: `OAuth ${header}`,
    query: parameters(query),
    form: parameters(vector.body ?? ''),
    parts: [],
  }
}

function verifies(vector: SignatureVector, received: HttpRequest, tokenSecret = vector.tokenSecret): boolean {
  const protocol = collectProtocolParameters(received)
  const keys = {
    baseUrls: acceptedBaseUrls(received, false),
    consumerSecret: vector.consumerSecret,
    tokenSecrets: [tokenSecret],
  }
  return protocol !== null && matchingBaseUrl(received, protocol, keys) !== null
}

describe.each(SIGNATURE_VECTORS)('$name', (vector) => {
  const received = receivedWith(vector, vector.signature)

  test('MUST 3: gives the known base string and signature', () => {
    const protocol = collectProtocolParameters(received)
    const scheme = vector.url.startsWith('https') ? 'https' : 'http'
    const signing = rightSigning({
      ...vector,
      baseUrl: normalizedBaseUrl(scheme, received.host, received.path),
      parameters: protocol?.signed ?? [],
    })
    if (vector.baseString !== undefined) expect(baseStringOf(signing)).toBe(vector.baseString)
    expect(signatureOf(signing)).toBe(vector.signature)
  })

  test('MUST 3: is accepted as sent, and refused once anything signed is changed', () => {
    expect(verifies(vector, received)).toBe(true)
    expect(verifies(vector, received, `${vector.tokenSecret}x`)).toBe(false)
    expect(verifies(vector, { ...received, method: 'DELETE' })).toBe(false)
    expect(verifies(vector, { ...received, path: `${received.path}/` })).toBe(false)
    expect(verifies(vector, { ...received, query: [...received.query, { name: 'x', value: '' }] })).toBe(
      false,
    )
    expect(verifies(vector, receivedWith(vector, vector.signature.toLowerCase()))).toBe(false)
  })
})

test('MUST 12: a signature made for the address without its port, or for X itself, is accepted', () => {
  const [vector] = SIGNATURE_VECTORS.filter(({ name }) => name.startsWith('V-10'))
  if (!vector) throw new Error('V-10 is missing')
  const received = receivedWith(vector, vector.signature)
  expect(verifies(vector, { ...received, host: '127.0.0.1:4010' })).toBe(true)

  const portless = SIGNATURE_VECTORS.find(({ name }) => name.startsWith('V-5, the usual port'))
  if (!portless) throw new Error('V-5 is missing')
  expect(verifies(portless, { ...receivedWith(portless, portless.signature), host: 'localhost:4010' })).toBe(
    true,
  )
})

test('MUST 6: an OAuth parameter that stands twice in one place, or differs between places, makes the request unusable', () => {
  const twice = 'OAuth oauth_nonce="a", oauth_nonce="a"'
  const base: HttpRequest = {
    method: 'GET',
    scheme: 'http',
    path: '/',
    host: 'x',
    authorization: twice,
    query: [],
    form: [],
    parts: [],
  }
  expect(collectProtocolParameters(base)).toBeNull()
  const once = { ...base, authorization: 'OAuth oauth_nonce="a"' }
  expect(collectProtocolParameters({ ...once, form: [{ name: 'oauth_nonce', value: 'b' }] })).toBeNull()
  expect(collectProtocolParameters({ ...once, form: [{ name: 'oauth_nonce', value: 'a' }] })?.signed).toEqual(
    [{ name: 'oauth_nonce', value: 'a' }],
  )
})

test('a header is read with or without spaces, in any case of its scheme, and a plus in it stays a plus', () => {
  const received: HttpRequest = {
    method: 'GET',
    scheme: 'http',
    path: '/',
    host: 'x',
    authorization: 'oauth realm="R",oauth_nonce="a+b%20c" , oauth_token=""',
    query: [],
    form: [],
    parts: [],
  }
  expect([...(collectProtocolParameters(received)?.oauth ?? [])]).toEqual([
    ['oauth_nonce', 'a+b c'],
    ['oauth_token', ''],
  ])
})
