/**
 * Requests with known signatures. V-D and V-R are printed in X's documentation, RFC 5849 and OAuth Core 1.0; V-1 to
 * V-10 were computed by two separate implementations.
 */
export interface SignatureVector {
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

const D1 = {
  method: 'POST',
  body: 'status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21',
  oauth: {
    oauth_consumer_key: 'xvz1evFS4wEEPTGEFPHBog',
    oauth_nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: '1318622958',
    oauth_token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    oauth_version: '1.0',
  },
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
}

const D2 = {
  oauth_consumer_key: 'cChZNFj6T5R0TigYB9yd1w',
  oauth_signature_method: 'HMAC-SHA1',
  oauth_timestamp: '1318467427',
  oauth_version: '1.0',
}
const D2_SECRET = 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg'

const PHOTOS = {
  method: 'GET',
  url: 'http://photos.example.net/photos?file=vacation.jpg&size=original',
  consumerSecret: 'kd94hf93k423kf44',
  tokenSecret: 'pfkkdhi9sl3r4s00',
}
const PHOTOS_OAUTH = {
  oauth_consumer_key: 'dpf43f3p2l4k3l03',
  oauth_token: 'nnch734d00sl2jdk',
  oauth_signature_method: 'HMAC-SHA1',
}

/** What V-1 to V-10 share. */
function own(number: string, oauth: Record<string, string> = {}, withToken = true) {
  return {
    oauth: {
      oauth_consumer_key: 'sandboxConsumerKey01',
      oauth_nonce: `nonce00000000000000000000000000${number}`,
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '1700000000',
      oauth_version: '1.0',
      ...(withToken && { oauth_token: '1000001-SandboxAccessToken0000000000000000000000000' }),
      ...oauth,
    },
    consumerSecret: 'sandbox/Consumer+Secret=&~',
    tokenSecret: 'sandboxTokenSecret%20with space',
  }
}

const ACCOUNT = 'https://api.twitter.com/1.1/account'
const V1_TEXT =
  'description=Hi%21+I%27m+%2Ahere%2A+%28again%29+%7E+100%25+%2B+caf%C3%A9+%E2%98%83+%F0%9F%9A%80&name=Zo%C3%AB+%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB'
const V1 = { method: 'POST', ...own('01'), signature: 'kBvqQ+iPKAVh5pcJ8LLADtiLKu4=' }
const V9 = {
  method: 'POST',
  url: 'http://localhost:4010/oauth/access_token',
  ...own('09', { oauth_token: 'RequestToken000000000000001', oauth_verifier: '7654321' }),
}

export const SIGNATURE_VECTORS: readonly SignatureVector[] = [
  {
    name: 'V-D1, a form body on api.twitter.com',
    ...D1,
    url: 'https://api.twitter.com/1.1/statuses/update.json?include_entities=true',
    baseString:
      'POST&https%3A%2F%2Fapi.twitter.com%2F1.1%2Fstatuses%2Fupdate.json&include_entities%3Dtrue%26oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog%26oauth_nonce%3DkYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1318622958%26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb%26oauth_version%3D1.0%26status%3DHello%2520Ladies%2520%252B%2520Gentlemen%252C%2520a%2520signed%2520OAuth%2520request%2521',
    signature: 'hCtSmYh+iHYCEqBWrE7C7hYmtUk=',
  },
  {
    name: 'V-D1a, the same on api.x.com',
    ...D1,
    url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
    signature: 'Ls93hJiZbQ3akF3HF3x1Bz8/zU4=',
  },
  {
    name: 'V-D1b, the same in version 1',
    ...D1,
    url: 'https://api.twitter.com/1/statuses/update.json?include_entities=true',
    signature: 'tnnArxj06cWHq44gCs1OSKk/jLY=',
  },
  {
    name: 'V-D2, a request token',
    method: 'POST',
    url: 'https://api.twitter.com/oauth/request_token',
    oauth: {
      ...D2,
      oauth_nonce: 'ea9ec8429b68d6b77cd5600adbbb0456',
      oauth_callback: 'http://localhost/sign-in-with-twitter/',
    },
    consumerSecret: D2_SECRET,
    tokenSecret: '',
    signature: 'F1Li3tvehgcraF8DMJ7OyxO4w9Y=',
  },
  {
    name: 'V-D3, an access token with the verifier in the body',
    method: 'POST',
    url: 'https://api.twitter.com/oauth/access_token',
    body: 'oauth_verifier=uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEjIBY',
    oauth: {
      ...D2,
      oauth_nonce: 'a9900fe68e2573b27a37f10fbad6a755',
      oauth_token: 'NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0',
    },
    consumerSecret: D2_SECRET,
    tokenSecret: 'veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI',
    signature: '39cipBtIOHEEnybAR4sATQTpl2I=',
  },
  {
    name: 'V-R1, doubled names, empty values and a space as plus',
    method: 'POST',
    url: 'http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
    body: 'c2&a3=2+q',
    oauth: {
      realm: 'Example',
      oauth_consumer_key: '9djdj82h48djs9d2',
      oauth_token: 'kkk9d7dh3k39sjv7',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131201',
      oauth_nonce: '7d8f3e4a',
    },
    consumerSecret: 'j49sk3j29djd',
    tokenSecret: 'dh893hdasih9',
    baseString:
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    signature: 'r6/TJjbCOr97/+UU0NsvSne7s5g=',
  },
  {
    name: 'V-R2, a resource without a version',
    ...PHOTOS,
    oauth: { ...PHOTOS_OAUTH, oauth_timestamp: '137131202', oauth_nonce: 'chapoH' },
    signature: 'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
  },
  {
    name: 'V-R3, a token without a version',
    method: 'POST',
    url: 'https://photos.example.net/token',
    oauth: {
      ...PHOTOS_OAUTH,
      oauth_token: 'hh5s93j4hdidpola',
      oauth_verifier: 'hfdp7dh39dks9884',
      oauth_timestamp: '137131201',
      oauth_nonce: 'walatlh',
    },
    consumerSecret: 'kd94hf93k423kf44',
    tokenSecret: 'hdhd0244k9j7ao03',
    signature: 'gKgrFCywp7rO0OXSjdot/IHF7IU=',
  },
  {
    name: 'V-R4, a resource with version 1.0',
    ...PHOTOS,
    oauth: {
      ...PHOTOS_OAUTH,
      oauth_timestamp: '1191242096',
      oauth_nonce: 'kllo9940pd9333jh',
      oauth_version: '1.0',
    },
    signature: 'tR3+Ty81lMeYAr/Fid0kMTYa/WM=',
  },
  { name: 'V-1, emoji and accents in the body', ...V1, url: `${ACCOUNT}/update_profile.json`, body: V1_TEXT },
  { name: 'V-1, the same in the query', ...V1, url: `${ACCOUNT}/update_profile.json?${V1_TEXT}` },
  {
    name: 'V-1, the same with spaces as %20 and lower-case hex',
    ...V1,
    url: `${ACCOUNT}/update_profile.json`,
    body: V1_TEXT.replaceAll('+', '%20').replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  },
  {
    name: 'V-2, empty values',
    method: 'POST',
    url: `${ACCOUNT}/update_profile.json`,
    body: 'url=&location=',
    ...own('02'),
    signature: 'fPX0l6FB0PUrwa9H0Jrbz4/0QVk=',
  },
  {
    name: 'V-3, a multipart request, of which the query alone is signed',
    method: 'POST',
    url: `${ACCOUNT}/update_profile_image.json?include_entities=true&skip_status=true`,
    ...own('03'),
    signature: 'm0Gfp2/MftINXQq1EgAilS8+qZQ=',
  },
  {
    name: 'V-4, a query',
    method: 'GET',
    url: `${ACCOUNT}/verify_credentials.json?include_email=true&skip_status=true&include_entities=false`,
    ...own('04'),
    signature: 'f/QqkTD1cp4O4Sdc4QfbUmPoAaA=',
  },
  {
    name: 'V-5, a port that is not the usual one',
    method: 'POST',
    url: 'http://localhost:4010/1.1/account/update_profile.json',
    body: 'name=A+B',
    ...own('05'),
    signature: 'G9UN5dyIe8JvUUFALpHgBNe0Re0=',
  },
  {
    name: 'V-5, the usual port, which is left out',
    method: 'POST',
    url: 'http://localhost:80/1.1/account/update_profile.json',
    body: 'name=A+B',
    ...own('05'),
    signature: 'YivMMSaGIn4JoJDOd5G3rUlRel0=',
  },
  {
    name: 'V-6, base64 in the body',
    method: 'POST',
    url: `${ACCOUNT}/update_profile_background_image.json`,
    body: 'image=iVBORw0KGgo%2B%2FA%3D%3D&tile=true',
    ...own('06'),
    signature: 'vhpWcLrOzzA16tk+Iw5QfvGlrAo=',
  },
  {
    name: 'V-7, a request token in version 1.0A',
    method: 'POST',
    url: 'http://localhost:4010/oauth/request_token',
    ...own(
      '07',
      { oauth_version: '1.0A', oauth_callback: 'http://localhost:3000/api/auth/callback/twitter' },
      false,
    ),
    tokenSecret: '',
    signature: 'wG5E9Z+ZDOqeMIRMRlbHAR/9dDM=',
  },
  {
    name: 'V-8, doubled names and capitals before small letters',
    method: 'GET',
    url: 'https://api.twitter.com/1.1/users/show.json?a=2&a=10&a=1&B=x&b=y&screen_name=a%20b',
    ...own('08'),
    signature: 'BYEoCdiZtTuA9qK1culLrMM1oxY=',
  },
  {
    name: 'V-9, an access token',
    ...V9,
    tokenSecret: 'requestTokenSecret0001',
    signature: 'z7Wc/sQa2xqSDvzOx/NQcRmM3Ys=',
  },
  {
    name: 'V-9, with the token in header and body at once',
    ...V9,
    body: 'oauth_token=RequestToken000000000000001',
    tokenSecret: 'requestTokenSecret0001',
    signature: 'z7Wc/sQa2xqSDvzOx/NQcRmM3Ys=',
  },
  {
    name: 'V-9, with an empty token secret',
    ...V9,
    tokenSecret: '',
    signature: 'J5h8ik6OIEKABQ0g7pOPwOaK6Kk=',
  },
  {
    name: 'V-10, no parameters',
    method: 'POST',
    url: 'https://api.twitter.com/1.1/oauth/invalidate_token.json',
    ...own('10'),
    signature: 'u7qx1mclDVGLPIzdwBtFdudQjYM=',
  },
]
