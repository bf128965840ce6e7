import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from '../../http/encoding'
import type { Mistake, Signing, Variant } from '../signing'

const keyOf = (key: Signing['key']): Variant => ({ step: { key } })

function hmacWith(hash: string, encoding: 'base64' | 'hex' = 'base64'): Signing['sign'] {
  return (baseString, key) => createHmac(hash, key).update(baseString).digest(encoding)
}

/** The right signature, spoiled on its way into oauth_signature. */
function spoiled(right: Signing, spoil: (signature: string) => string): Variant {
  return { step: { sign: (baseString, key) => spoil(right.sign(baseString, key)) } }
}

const unpadded = (signature: string) => signature.replace(/=+$/, '')
const urlSafe = (signature: string) => signature.replaceAll('+', '-').replaceAll('/', '_')

/** What is copied along with a secret. */
const AROUND_SECRETS: readonly { what: string; around: (secret: string) => string }[] = [
  { what: 'a line break', around: (secret) => `${secret}\n` },
  { what: 'a line break', around: (secret) => `${secret}\r\n` },
  { what: 'a carriage return', around: (secret) => `${secret}\r` },
  { what: 'a space', around: (secret) => `${secret} ` },
  { what: 'a space', around: (secret) => ` ${secret}` },
  { what: 'quotation marks', around: (secret) => `"${secret}"` },
  { what: 'quotation marks', around: (secret) => `'${secret}'` },
  { what: 'a semicolon', around: (secret) => `${secret};` },
]

/** The secrets, the hash, and the form of the signature itself. */
export const KEY_MISTAKES: readonly Mistake[] = [
  {
    name: 'token-secret-missing',
    sentence: 'You signed without the token’s secret: the key is consumer secret, &, token secret.',
    variants: ({ tokenSecret }) => (tokenSecret === '' ? [] : [{ step: { tokenSecret: '' } }]),
  },
  {
    name: 'ampersand-missing',
    sentence:
      'There is no & in your key; it stands between the secrets, and also behind the first when there is no second.',
    variants: () => [
      keyOf((consumerSecret, tokenSecret) => percentEncode(consumerSecret) + percentEncode(tokenSecret)),
      keyOf((consumerSecret) => percentEncode(consumerSecret)),
      keyOf((_, tokenSecret) => percentEncode(tokenSecret)),
    ],
  },
  {
    name: 'consumer-secret-missing',
    sentence: 'You signed without the consumer secret: the key is consumer secret, &, token secret.',
    variants: () => [{ step: { consumerSecret: '' } }],
  },
  {
    name: 'secrets-exchanged',
    sentence: 'You exchanged the secrets: the consumer’s comes first, the token’s after the &.',
    variants: ({ consumerSecret, tokenSecret }) => [
      { step: { consumerSecret: tokenSecret, tokenSecret: consumerSecret } },
    ],
  },
  {
    name: 'secrets-not-encoded',
    sentence: 'You put the secrets into the key as they are; each is percent-encoded first.',
    variants: () => [
      keyOf((...secrets) => secrets.join('&')),
      keyOf((...secrets) => secrets.map(encodeURIComponent).join('&')),
      keyOf((...secrets) => percentEncode(secrets.join('&'))),
      keyOf((...secrets) => secrets.map(percentEncode).map(percentEncode).join('&')),
    ],
  },
  {
    name: 'secret-with-more',
    sentence: 'There is more around a secret than the secret.',
    variants: ({ consumerSecret, tokenSecret }) =>
      AROUND_SECRETS.flatMap(({ what, around }) => {
        const [consumer, token] = [around(consumerSecret), around(tokenSecret)]
        const sentence = (whose: string) =>
          `You signed with ${what} around ${whose}, as a file or a variable often adds.`
        const asTheyAre: Signing['key'] = (...secrets) => secrets.join('&')
        return [
          { step: { consumerSecret: consumer }, sentence: sentence('the consumer secret') },
          { step: { consumerSecret: consumer, key: asTheyAre }, sentence: sentence('the consumer secret') },
          { step: { tokenSecret: token, key: asTheyAre }, sentence: sentence('the token’s secret') },
          { step: { tokenSecret: token }, sentence: sentence('the token’s secret') },
          {
            step: { consumerSecret: consumer, tokenSecret: token },
            sentence: sentence('both secrets'),
          },
        ]
      }),
  },
  {
    name: 'other-secret',
    sentence: 'You signed with the secret of another token.',
    variants: (_, { otherSecrets }) =>
      otherSecrets.map(({ whose, secret }) => ({
        step: { tokenSecret: secret },
        sentence: `You signed with the secret of ${whose}; the one that belongs to the oauth_token you sent is wanted.`,
      })),
  },
  {
    name: 'key-for-secret',
    sentence: 'You signed with a key or a token in the place of its secret.',
    variants: ({ parameters }) => {
      const sentAs = (wanted: string) => parameters.find(({ name }) => name === wanted)?.value
      const consumerKey = sentAs('oauth_consumer_key')
      const token = sentAs('oauth_token')
      return [
        ...(token ? [{ step: { tokenSecret: token } }] : []),
        ...(consumerKey ? [{ step: { consumerSecret: consumerKey } }] : []),
        ...(token && consumerKey ? [{ step: { consumerSecret: consumerKey, tokenSecret: token } }] : []),
      ]
    },
  },
  {
    name: 'other-hash',
    sentence: 'You signed with another hash; it is HMAC-SHA1.',
    variants: () => [
      ...['sha256', 'sha512', 'sha384', 'md5'].map((hash) => ({
        step: { sign: hmacWith(hash) },
        sentence: `You signed with HMAC-${hash.toUpperCase()}; X takes HMAC-SHA1 alone.`,
      })),
      ...['sha256', 'sha512'].map((hash) => ({
        step: { sign: hmacWith(hash, 'hex') },
        sentence: `You signed with HMAC-${hash.toUpperCase()}; X takes HMAC-SHA1 alone, in base64.`,
      })),
      {
        step: { sign: (baseString) => createHash('sha1').update(baseString).digest('base64') },
        sentence:
          'You hashed the base string with SHA-1 alone; it is HMAC-SHA1, with the secrets as its key.',
      },
      {
        step: { sign: (_, key) => key },
        sentence: 'You sent the key itself as the signature, as PLAINTEXT does; X takes HMAC-SHA1 alone.',
      },
    ],
  },
  {
    name: 'not-base64',
    sentence: 'The signature is right, but not in base64: it is 28 characters that end in =.',
    variants: (right) => [
      { step: { sign: hmacWith('sha1', 'hex') } },
      { step: { sign: (...given) => Buffer.from(hmacWith('sha1', 'hex')(...given)).toString('base64') } },
      spoiled(right, unpadded),
      spoiled(right, urlSafe),
      spoiled(right, (signature) => urlSafe(unpadded(signature))),
      {
        ...spoiled(right, (signature) => `${signature}\n`),
        sentence:
          'A line break stands behind the signature, as base64 of some languages adds it. Take it away.',
      },
    ],
  },
  {
    name: 'signature-encoding',
    sentence:
      'The signature is right, but did not arrive whole: percent-encode it exactly once, wherever it travels.',
    variants: (right) => [
      spoiled(right, percentEncode),
      spoiled(right, (signature) => signature.replaceAll('+', ' ')),
      spoiled(right, (signature) => percentEncode(percentEncode(signature))),
    ],
  },
]
