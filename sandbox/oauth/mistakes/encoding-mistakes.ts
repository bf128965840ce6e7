import { percentDecode, percentEncode } from '../../http/encoding'
import type { Parameter } from '../../http/request'
import type { Mistake, Signing, Variant } from '../signing'

const encodingWith = (encode: Signing['encode']): Variant => ({ step: { encode } })

/** `encodeURIComponent` and others leave some of OAuth's characters as they are. */
function encodeExcept(untouched: RegExp): Signing['encode'] {
  return (text) =>
    percentEncode(text).replace(/%[0-9A-F]{2}/g, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
      return untouched.test(character) ? character : code
    })
}

const withPlus = (encode: Signing['encode']) => (text: string) => encode(text).replaceAll('%20', '+')
const withTilde = (text: string) => percentEncode(text).replaceAll('~', '%7E')
const lowerHex = (text: string) => percentEncode(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())

function latin1Encode(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0x7f && code < 0x100 ? `%${code.toString(16).toUpperCase()}` : percentEncode(character)
  }).join('')
}

/** One parameter's value changed before it was signed, each in turn; clients often spoil the callback alone. */
function eachValue(parameters: readonly Parameter[], change: (value: string) => string): Variant[] {
  return parameters.flatMap((parameter, index) => {
    const value = change(parameter.value)
    if (value === parameter.value) return []
    const changed = parameters.with(index, { ...parameter, value })
    return [{ step: { parameters: changed } }]
  })
}

/** Every step of encoding that can go wrong between a parameter and the base string. */
export const ENCODING_MISTAKES: readonly Mistake[] = [
  {
    name: 'space-as-plus',
    sentence: 'You encoded a space as +; OAuth wants %20, which is %2520 once it is inside the base string.',
    variants: () => [
      encodingWith(withPlus(percentEncode)),
      encodingWith(withPlus(encodeExcept(/[!*'()]/))),
      encodingWith(withPlus(encodeExcept(/\*/))),
      // What URLSearchParams and most form encoders write.
      encodingWith((text) => withPlus(encodeExcept(/\*/))(text).replaceAll('~', '%7E')),
      encodingWith((text) => withPlus(withTilde)(text)),
    ],
  },
  {
    name: 'plus-not-decoded',
    sentence:
      'In a query or a form body + is a space. You signed it as a plus, %2B; sign the space, %20, or send %2B.',
    variants: ({ parameters }) => [
      {
        step: {
          parameters: parameters.map(({ name, value }) => ({ name, value: value.replaceAll(' ', '+') })),
        },
      },
    ],
  },
  {
    name: 'reserved-left-raw',
    sentence:
      "You left !, *, ', ( or ) as they are; OAuth wants %21, %2A, %27, %28 and %29. encodeURIComponent does not do that.",
    variants: () =>
      [/[!*'()]/, /\*/, /!/, /'/, /[()]/].map((untouched) => encodingWith(encodeExcept(untouched))),
  },
  {
    name: 'slash-left-raw',
    sentence: 'You left / as it is in a value; OAuth wants %2F. Python’s quote needs safe="~" for that.',
    variants: () => [encodingWith(encodeExcept(/\//))],
  },
  {
    name: 'tilde-encoded',
    sentence: 'You encoded ~ as %7E; OAuth leaves it as it is.',
    variants: () => [encodingWith(withTilde)],
  },
  {
    name: 'not-encoded',
    sentence:
      'You did not percent-encode the values before you joined them; OAuth does it once, and once more for all of them together.',
    variants: () => [
      encodingWith((text) => text),
      encodingWith(encodeURI),
      encodingWith(encodeExcept(/[:/?#[\]@!$&'()*+,;=]/)),
    ],
  },
  {
    name: 'encoded-twice',
    sentence:
      'You percent-encoded a value once too often: sign what it is, not what it looks like in an address.',
    variants: ({ parameters }) => [
      encodingWith((text) => percentEncode(percentEncode(text))),
      ...eachValue(parameters, percentEncode),
      ...eachValue(parameters, encodeURIComponent),
    ],
  },
  {
    name: 'decoded-twice',
    sentence:
      'You percent-decoded a value once too often before you signed it. oauthlib does so with an oauth_callback in the query; give it the callback as callback_uri, or without percent-encodings.',
    variants: ({ parameters }) => eachValue(parameters, (value) => percentDecode(value) ?? value),
  },
  {
    name: 'lower-case-hex',
    sentence: 'You wrote percent-encodings in small letters, such as %2f; OAuth wants capitals, %2F.',
    variants: () => [
      { step: { encode: lowerHex, assemble: (...parts) => parts.map(lowerHex).join('&') } },
      encodingWith(lowerHex),
      { step: { assemble: (...parts) => parts.map(lowerHex).join('&') } },
    ],
  },
  {
    name: 'not-utf8',
    sentence: 'You encoded letters outside ASCII as Latin-1; OAuth wants their UTF-8 bytes, so é is %C3%A9.',
    variants: () => [encodingWith(latin1Encode)],
  },
  {
    name: 'utf8-encoded-twice',
    sentence:
      'You took the UTF-8 bytes of a text for letters and encoded them once more as UTF-8 to sign them, so é became %C3%83%C2%A9. Sign the text, or sign bytes as they are.',
    variants: () => [encodingWith((text) => percentEncode(Buffer.from(text, 'utf8').toString('latin1')))],
  },
  {
    name: 'base-string-not-encoded',
    sentence:
      'You joined method, address and parameters without percent-encoding them; OAuth encodes each of the three, and & stands between them alone.',
    variants: () => [
      { step: { assemble: (...parts) => parts.join('&') } },
      { step: { assemble: (method, url, parameters) => `${method}&${percentEncode(url)}&${parameters}` } },
      { step: { assemble: (method, url, parameters) => `${method}&${url}&${percentEncode(parameters)}` } },
      { step: { assemble: (...parts) => percentEncode(parts.join('&')) } },
    ],
  },
]
