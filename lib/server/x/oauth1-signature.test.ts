import { expect, test } from 'vitest'
import {
  authorizationHeader,
  percentEncode,
  type SignedRequest,
  signatureBaseString,
} from './oauth1-signature'

const signatureOf = (request: SignedRequest) =>
  decodeURIComponent(/oauth_signature="([^"]+)"/.exec(authorizationHeader(request))?.[1] ?? '')

/** X, "Creating a signature": the inputs of the documented example. */
const documented = {
  method: 'POST',
  consumer: { key: 'xvz1evFS4wEEPTGEFPHBog', secret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw' },
  token: {
    token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    secret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  },
  parameters: [
    ['include_entities', 'true'],
    ['status', 'Hello Ladies + Gentlemen, a signed OAuth request!'],
  ],
  nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
  timestampSeconds: 1_318_622_958,
} as const

test.each([
  ['https://api.x.com/1.1/statuses/update.json', 'Ls93hJiZbQ3akF3HF3x1Bz8/zU4='],
  ['https://api.twitter.com/1.1/statuses/update.json', 'hCtSmYh+iHYCEqBWrE7C7hYmtUk='],
  ['https://api.twitter.com/1/statuses/update.json', 'tnnArxj06cWHq44gCs1OSKk/jLY='],
])('X’s documented example sent to %s is signed as published', (url, signature) => {
  expect(signatureOf({ ...documented, url })).toBe(signature)
})

test('X’s documented request for a request token is signed as published', () => {
  const request = {
    method: 'POST',
    url: 'https://api.twitter.com/oauth/request_token',
    consumer: { key: 'cChZNFj6T5R0TigYB9yd1w', secret: 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg' },
    parameters: [],
    oauth: { oauth_callback: 'http://localhost/sign-in-with-twitter/' },
    nonce: 'ea9ec8429b68d6b77cd5600adbbb0456',
    timestampSeconds: 1_318_467_427,
  }
  expect(signatureOf(request)).toBe('F1Li3tvehgcraF8DMJ7OyxO4w9Y=')
})

test('X’s documented exchange for an access token is signed as published', () => {
  const request = {
    method: 'POST',
    url: 'https://api.twitter.com/oauth/access_token',
    consumer: { key: 'cChZNFj6T5R0TigYB9yd1w', secret: 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg' },
    token: {
      token: 'NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0',
      secret: 'veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI',
    },
    parameters: [['oauth_verifier', 'uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEjIBY']] as const,
    nonce: 'a9900fe68e2573b27a37f10fbad6a755',
    timestampSeconds: 1_318_467_427,
  }
  expect(signatureOf(request)).toBe('39cipBtIOHEEnybAR4sATQTpl2I=')
})

test('the base string of RFC 5849 §3.4.1.1 comes out letter for letter', () => {
  const parameters = [
    ['b5', '=%3D'],
    ['a3', 'a'],
    ['c@', ''],
    ['a2', 'r b'],
    ['c2', ''],
    ['a3', '2 q'],
    ['oauth_consumer_key', '9djdj82h48djs9d2'],
    ['oauth_token', 'kkk9d7dh3k39sjv7'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '137131201'],
    ['oauth_nonce', '7d8f3e4a'],
  ] as const
  expect(signatureBaseString('post', 'http://EXAMPLE.com:80/request', parameters)).toBe(
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  )
})

const common = {
  consumer: { key: 'sandboxConsumerKey01', secret: 'sandbox/Consumer+Secret=&~' },
  token: {
    token: '1000001-SandboxAccessToken0000000000000000000000000',
    secret: 'sandboxTokenSecret%20with space',
  },
  timestampSeconds: 1_700_000_000,
}

test('emoji, accents and every sub-delimiter are signed as two other implementations sign them', () => {
  const parameters = [
    ['description', "Hi! I'm *here* (again) ~ 100% + café ☃ 🚀"],
    ['name', 'Zoë 👩‍💻'],
  ] as const
  const url = 'https://api.twitter.com/1.1/account/update_profile.json'
  const nonce = 'nonce0000000000000000000000000001'
  expect(signatureOf({ ...common, method: 'POST', url, parameters, nonce })).toBe(
    'kBvqQ+iPKAVh5pcJ8LLADtiLKu4=',
  )
})

test('empty values are signed as empty values', () => {
  const parameters = [
    ['url', ''],
    ['location', ''],
  ] as const
  const url = 'https://api.twitter.com/1.1/account/update_profile.json'
  const nonce = 'nonce0000000000000000000000000002'
  expect(signatureOf({ ...common, method: 'POST', url, parameters, nonce })).toBe(
    'fPX0l6FB0PUrwa9H0Jrbz4/0QVk=',
  )
})

test('a port that is not the scheme’s own takes part', () => {
  const url = 'http://localhost:4010/1.1/account/update_profile.json'
  const nonce = 'nonce0000000000000000000000000005'
  const parameters = [['name', 'A B']] as const
  expect(signatureOf({ ...common, method: 'POST', url, parameters, nonce })).toBe(
    'G9UN5dyIe8JvUUFALpHgBNe0Re0=',
  )
})

test('nothing but letters, digits and -._~ stays as it is', () => {
  expect(percentEncode("aZ09-._~!'()* +/é")).toBe('aZ09-._~%21%27%28%29%2A%20%2B%2F%C3%A9')
  expect(percentEncode('half \uD83D')).toBe('half%20%EF%BF%BD')
})
