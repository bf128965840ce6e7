import { createHash, createHmac, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SignatureExplanation } from '../state/request-log'
import { WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'
import { MISTAKES } from './explain-signature'

const sandbox = sandboxForTests()

/** An app whose secret must be encoded in the key, and which takes signatures for its own address alone. */
const STRICT = { consumer_key: 'strict-key', consumer_secret: 'a/b+c=&d' }
let strictToken = { token: '', tokenSecret: '' }

/** Percent-encoding written anew, so that the sandbox's own is not its own judge. */
function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
}

type Pairs = [string, string][]

/** How one client signs: every step may be done wrongly. */
interface Client {
  method?: 'GET' | 'POST'
  path?: string
  query?: Pairs
  form?: Pairs
  parts?: Pairs
  /** Sent in the query or the body, as it is. */
  rawForm?: string
  /** What the body calls itself. */
  type?: string
  oauth?: Record<string, string>
  host?: string
  strict?: boolean
  /** Further pairs of the header, which are not sent as parameters. */
  alsoInHeader?: string
  signs?: {
    method?: string
    url?: (url: string) => string
    parameters?: (parameters: Pairs) => Pairs
    encode?: (text: string) => string
    sort?: (pairs: Pairs) => Pairs
    assemble?: (method: string, url: string, parameters: string) => string
    key?: (consumerSecret: string, tokenSecret: string) => string
    hash?: (base: string, key: string) => string
  }
}

const asForm = (pairs: Pairs, enc = encode) => pairs.map(([n, v]) => `${enc(n)}=${enc(v)}`).join('&')
const sorted = (pairs: Pairs): Pairs =>
  pairs.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
const hmac = (hash: string, base: string, key: string, as: 'base64' | 'hex' = 'base64') =>
  createHmac(hash, key).update(base).digest(as)

/** Sends what this client would, wrongly signed, and gives X's answer and what the sandbox says about it. */
async function call(client: Client) {
  const {
    method = 'POST',
    path = '/1.1/account/update_profile.json',
    query = [],
    form = [],
    signs = {},
  } = client
  const keys = client.strict
    ? { consumerKey: STRICT.consumer_key, consumerSecret: STRICT.consumer_secret, ...strictToken }
    : { consumerKey: 'sandbox-key', consumerSecret: 'sandbox-secret', ...WREN }
  const oauth: Record<string, string> = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: randomBytes(8).toString('hex'),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_token: keys.token,
    oauth_version: '1.0',
    ...client.oauth,
  }
  const enc = signs.encode ?? encode
  const all = (signs.parameters ?? ((given) => given))([...Object.entries(oauth), ...query, ...form])
  const pairs = (signs.sort ?? sorted)(all.map(([name, value]) => [enc(name), enc(value)]))
  const url = (signs.url ?? ((given) => given))(sandbox.url(path))
  const assemble = signs.assemble ?? ((...parts) => parts.map(encode).join('&'))
  const base = assemble(signs.method ?? method, url, pairs.map((pair) => pair.join('=')).join('&'))
  const key = (signs.key ?? ((...secrets) => secrets.map(encode).join('&')))(
    keys.consumerSecret,
    keys.tokenSecret,
  )
  const signature = (signs.hash ?? ((...given) => hmac('sha1', ...given)))(base, key)
  const header = Object.entries({ ...oauth, oauth_signature: signature })
    .map(([name, value]) => `${name}="${encode(value)}"`)
    .join(', ')
  const { status, body } = await sendRaw(
    method,
    `${path}${query.length > 0 ? `?${asForm(query)}` : ''}`,
    `OAuth ${client.alsoInHeader === undefined ? '' : `${client.alsoInHeader}, `}${header}`,
    client,
  )
  const log = (await (await sandbox.control('GET', 'requests')).json()) as {
    explanation?: SignatureExplanation
  }[]
  return { status, body, base, explanation: log.at(-1)?.explanation, text: JSON.stringify(log.at(-1)), keys }
}

/** Node's own request, because fetch chooses the Host header itself. */
function sendRaw(method: string, target: string, authorization: string, client: Client) {
  const body = client.parts
    ? `${client.parts.map(([n, v]) => `--b\r\nContent-Disposition: form-data; name="${n}"\r\n\r\n${v}\r\n`).join('')}--b--\r\n`
    : (client.rawForm ?? asForm(client.form ?? []))
  const { type = client.parts ? 'multipart/form-data; boundary=b' : 'application/x-www-form-urlencoded' } =
    client
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { hostname, port, host } = new URL(sandbox.url('/'))
    const sent = httpRequest(
      {
        hostname,
        port,
        method,
        path: target,
        headers: {
          authorization,
          host: client.host ?? host,
          ...(method === 'POST' && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(method === 'POST' ? body : undefined)
  })
}

beforeAll(async () => {
  await sandbox.control('POST', 'apps', { ...STRICT, strict_address: true, strict_token_secret: true })
  const signedRequest = async (path: string, oauth: Record<string, string>, tokenSecret = '') => {
    const given: Record<string, string> = {
      oauth_consumer_key: STRICT.consumer_key,
      oauth_nonce: randomBytes(8).toString('hex'),
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: String(Math.floor(Date.now() / 1000)),
      ...oauth,
    }
    const base = ['POST', sandbox.url(path), asForm(sorted(Object.entries(given)))].map(encode).join('&')
    const signature = hmac('sha1', base, `${encode(STRICT.consumer_secret)}&${tokenSecret}`)
    const header = Object.entries({ ...given, oauth_signature: signature })
      .map(([name, value]) => `${name}="${encode(value)}"`)
      .join(', ')
    const response = await fetch(sandbox.url(path), {
      method: 'POST',
      headers: { authorization: `OAuth ${header}` },
    })
    expect(response.status).toBe(200)
    return new URLSearchParams(await response.text())
  }
  const requested = await signedRequest('/oauth/request_token', { oauth_callback: 'oob' })
  const token = requested.get('oauth_token') ?? ''
  const page = await (await fetch(sandbox.url(`/oauth/authorize?oauth_token=${token}`))).text()
  const consented = await fetch(sandbox.url('/oauth/authorize'), {
    method: 'POST',
    body: new URLSearchParams({
      oauth_token: token,
      authenticity_token: /name="authenticity_token" value="([^"]+)"/.exec(page)?.[1] ?? '',
      screen_name: 'wren',
      decision: 'authorize',
    }),
  })
  const pin = />(\d{7})</.exec(await consented.text())?.[1] ?? ''
  const issued = await signedRequest(
    '/oauth/access_token',
    { oauth_token: token, oauth_verifier: pin },
    requested.get('oauth_token_secret') ?? '',
  )
  strictToken = {
    token: issued.get('oauth_token') ?? '',
    tokenSecret: issued.get('oauth_token_secret') ?? '',
  }
  requestTokenSecret = requested.get('oauth_token_secret') ?? ''
})
let requestTokenSecret = ''

const TEXT: Pairs = [['description', "Small bird! It's (very) *loud* ~ café/hedge"]]
const SMALL: Pairs = [['description', 'Small bird']]
const raw = (remaining: RegExp) => (text: string) =>
  Array.from(text, (character) => (remaining.test(character) ? character : encode(character))).join('')

const tokenSecretAs = (around: (secret: string) => string): Client => ({
  form: SMALL,
  signs: { key: (consumer, token) => `${encode(consumer)}&${encode(around(token))}` },
})

/** Every mistake, as a client makes it: the name the sandbox must give, what was done, and the request. */
const CASES: [mistake: string, how: string, client: Client][] = [
  [
    'space-as-plus',
    'a space as +',
    { form: SMALL, signs: { encode: (t) => encode(t).replaceAll('%20', '+') } },
  ],
  [
    'space-as-plus',
    'all that URLSearchParams does',
    {
      form: TEXT,
      signs: { encode: (t) => new URLSearchParams([[t, '']]).toString().slice(0, -1) },
    },
  ],
  [
    'plus-not-decoded',
    'the + of a form body as a plus',
    {
      form: SMALL,
      rawForm: 'description=Small+bird',
      signs: { parameters: (all) => all.map(([n, v]) => [n, v.replaceAll(' ', '+')]) },
    },
  ],
  ['reserved-left-raw', "!*'() raw", { form: TEXT, signs: { encode: encodeURIComponent } }],
  ['reserved-left-raw', '* alone raw', { form: TEXT, signs: { encode: raw(/[A-Za-z0-9\-._~*]/) } }],
  ['slash-left-raw', 'a slash raw', { form: TEXT, signs: { encode: raw(/[A-Za-z0-9\-._~/]/) } }],
  ['tilde-encoded', '~ as %7E', { form: TEXT, signs: { encode: (t) => encode(t).replaceAll('~', '%7E') } }],
  ['not-encoded', 'values not at all', { form: TEXT, signs: { encode: (t) => t } }],
  [
    'not-encoded',
    'values by encodeURI',
    { form: [['url', 'http://a.example/b?c=d']], signs: { encode: encodeURI } },
  ],
  ['encoded-twice', 'values once too often', { form: TEXT, signs: { encode: (t) => encode(encode(t)) } }],
  [
    'encoded-twice',
    'one value once too often',
    {
      form: TEXT,
      signs: { parameters: (all) => all.map(([n, v]) => [n, n === 'description' ? encode(v) : v]) },
    },
  ],
  [
    'lower-case-hex',
    'hex in small letters',
    { form: TEXT, signs: { encode: (t) => encode(t).replace(/%../g, (code) => code.toLowerCase()) } },
  ],
  [
    'not-utf8',
    'é as Latin-1',
    { form: [['name', 'café']], signs: { encode: (t) => encode(t).replace('%C3%A9', '%E9') } },
  ],
  ['base-string-not-encoded', 'parts joined raw', { signs: { assemble: (...parts) => parts.join('&') } }],
  [
    'base-string-not-encoded',
    'parameters joined raw',
    { signs: { assemble: (m, u, p) => `${m}&${encode(u)}&${p}` } },
  ],
  [
    'body-left-out',
    'a form body',
    {
      query: [['skip_status', 'true']],
      form: SMALL,
      signs: { parameters: (all) => all.filter(([n]) => n !== 'description') },
    },
  ],
  [
    'question-mark-in-body',
    'a form body without the ? before it',
    {
      form: [['?location', 'Hedge']],
      signs: { parameters: (all) => all.map(([n, v]) => [n.replace('?', ''), v]) },
    },
  ],
  [
    'query-left-out',
    'a query',
    {
      query: [['skip_status', 'true']],
      form: SMALL,
      signs: { parameters: (all) => all.filter(([n]) => n !== 'skip_status') },
    },
  ],
  [
    'query-and-body-left-out',
    'all but OAuth’s own',
    {
      query: [['skip_status', 'true']],
      form: SMALL,
      signs: { parameters: (all) => all.filter(([n]) => n.startsWith('oauth_')) },
    },
  ],
  [
    'multipart-signed',
    'a part of a multipart body',
    { parts: [['tile', 'true']], signs: { parameters: (all) => [...all, ['tile', 'true']] } },
  ],
  [
    'oauth-parameter-left-out',
    'oauth_version',
    { signs: { parameters: (all) => all.filter(([n]) => n !== 'oauth_version') } },
  ],
  ['oauth-parameters-left-out', 'all of OAuth’s own', { form: SMALL, signs: { parameters: () => SMALL } }],
  [
    'realm-signed',
    'realm',
    { alsoInHeader: 'realm="X"', signs: { parameters: (all) => [...all, ['realm', 'X']] } },
  ],
  [
    'header-parameter-signed',
    'a text in the header',
    { alsoInHeader: 'location="Fen"', signs: { parameters: (all) => [...all, ['location', 'Fen']] } },
  ],
  [
    'decoded-twice',
    'a callback in the query',
    {
      query: [['oauth_callback', 'http://localhost/back?a=b%20c']],
      signs: { parameters: (all) => all.map(([n, v]) => [n, v.replace('%20', ' ')]) },
    },
  ],
  [
    'utf8-encoded-twice',
    'UTF-8 taken for letters',
    { form: [['name', 'Zoë']], signs: { encode: (text) => encode(Buffer.from(text).toString('latin1')) } },
  ],
  [
    'dots-in-path',
    'the path that bti makes',
    { signs: { url: (url) => url.replace('/1.1/', '/1.1/../1.1/') } },
  ],
  [
    'signature-signed',
    'an empty signature',
    { signs: { parameters: (all) => [...all, ['oauth_signature', '']] } },
  ],
  [
    'empty-left-out',
    'an empty value',
    { form: [...SMALL, ['url', '']], signs: { parameters: (all) => all.filter(([, v]) => v !== '') } },
  ],
  ['signed-twice', 'a token in header and body', { form: [['oauth_token', WREN.token]], signs: {} }],
  [
    'repeated-signed-once',
    'a name that comes twice',
    {
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
      signs: { parameters: (all) => all.filter(([n, v]) => n !== 'a' || v === '1') },
    },
  ],
  [
    'unsorted',
    'as they came',
    {
      query: [
        ['z', '1'],
        ['b', '2'],
      ],
      form: SMALL,
      signs: { sort: (pairs) => pairs },
    },
  ],
  [
    'unsorted',
    'the body behind OAuth’s own',
    {
      form: SMALL,
      signs: {
        sort: (pairs) => [
          ...sorted(pairs.filter(([n]) => n.startsWith('oauth_'))),
          ...pairs.filter(([n]) => !n.startsWith('oauth_')),
        ],
      },
    },
  ],
  [
    'unsorted',
    'sorted before encoding',
    {
      query: [
        ['a[', '1'],
        ['aA', '2'],
      ],
      form: SMALL,
      signs: {
        sort: (pairs) =>
          [...pairs].sort(([a], [b]) => (decodeURIComponent(a) < decodeURIComponent(b) ? -1 : 1)),
      },
    },
  ],
  [
    'unsorted',
    'from the last to the first',
    { form: SMALL, signs: { sort: (pairs) => [...pairs].reverse() } },
  ],
  [
    'signed-not-sent',
    'a default of the library',
    { form: SMALL, signs: { parameters: (all) => [...all, ['include_entities', 'true']] } },
  ],
  [
    'signed-not-sent',
    'texts that are empty',
    {
      form: SMALL,
      signs: {
        parameters: (all) => [
          ...all,
          ...['name', 'location', 'url'].map((name): [string, string] => [name, '']),
        ],
      },
    },
  ],
  ['token-secret-missing', 'no token secret', { signs: { key: (c) => `${encode(c)}&` } }],
  ['ampersand-missing', 'no & in the key', { signs: { key: (c, t) => c + t } }],
  ['consumer-secret-missing', 'no consumer secret', { signs: { key: (_, t) => `&${t}` } }],
  ['secrets-exchanged', 'the secrets', { signs: { key: (c, t) => `${t}&${c}` } }],
  ['secrets-not-encoded', 'the secrets raw', { strict: true, signs: { key: (c, t) => `${c}&${t}` } }],
  [
    'other-secret',
    'the request token’s',
    { strict: true, signs: { key: (c) => `${encode(c)}&${requestTokenSecret}` } },
  ],
  ['other-secret', 'another account’s', { signs: { key: (c) => `${c}&jaySandboxAccessTokenSecret` } }],
  ['key-for-secret', 'the token as its secret', { signs: { key: (c) => `${c}&${encode(WREN.token)}` } }],
  ['other-hash', 'SHA-256', { signs: { hash: (base, key) => hmac('sha256', base, key) } }],
  [
    'other-hash',
    'SHA-1 without a key',
    { signs: { hash: (base) => createHash('sha1').update(base).digest('base64') } },
  ],
  ['other-hash', 'PLAINTEXT', { signs: { hash: (_, key) => key } }],
  ['not-base64', 'hex', { signs: { hash: (base, key) => hmac('sha1', base, key, 'hex') } }],
  ['not-base64', 'a line break', { signs: { hash: (base, key) => `${hmac('sha1', base, key)}\n` } }],
  ['not-base64', 'no padding', { signs: { hash: (base, key) => hmac('sha1', base, key).replace('=', '') } }],
  [
    'signature-encoding',
    'encoded twice',
    { signs: { hash: (base, key) => encode(hmac('sha1', base, key)) } },
  ],
  ['wrong-port', 'no port', { strict: true, signs: { url: (url) => url.replace(/:\d+\//, '/') } }],
  ['wrong-port', 'another port', { signs: { url: (url) => url.replace(/:\d+\//, ':3000/') } }],
  ['wrong-scheme', 'https', { strict: true, signs: { url: (url) => url.replace('http:', 'https:') } }],
  ['wrong-host', 'localhost', { signs: { url: (url) => url.replace('127.0.0.1', 'localhost') } }],
  [
    'wrong-host',
    'X’s own, where that is not taken',
    { strict: true, signs: { url: (url) => url.replace(/http:\/\/[^/]+/, 'https://api.twitter.com') } },
  ],
  ['wrong-path', 'without .json', { signs: { url: (url) => url.replace('.json', '') } }],
  ['wrong-path', 'without the version', { signs: { url: (url) => url.replace('/1.1', '') } }],
  ['address-incomplete', 'the path alone', { signs: { url: (url) => new URL(url).pathname } }],
  [
    'query-in-address',
    'the query in the address',
    {
      query: [['skip_status', 'true']],
      signs: {
        url: (url) => `${url}?skip_status=true`,
        parameters: (all) => all.filter(([n]) => n !== 'skip_status'),
      },
    },
  ],
  ['secret-with-more', 'a line break', tokenSecretAs((secret) => `${secret}\n`)],
  ['secret-with-more', 'a space', tokenSecretAs((secret) => ` ${secret}`)],
  ['secret-with-more', 'quotation marks', tokenSecretAs((secret) => `"${secret}"`)],
  ...[
    ['line breaks', 'one\r\ntwo', 'one\ntwo'],
    ['white space', ' both ends ', 'both ends'],
    ['composed letters', 'e\u0301', '\u00e9'],
    ['HTML', 'a & <b>', 'a &amp; &lt;b&gt;'],
    ['a yes', 'true', 'True'],
  ].map(([what = '', sent = '', signed = '']): [string, string, Client] => [
    'value-changed',
    what,
    {
      form: [['description', sent]],
      signs: {
        parameters: (given) => given.map(([name, value]) => [name, name === 'description' ? signed : value]),
      },
    },
  ]),
  [
    'unread-body-signed',
    'JSON',
    { form: SMALL, rawForm: JSON.stringify(Object.fromEntries(SMALL)), type: 'application/json' },
  ],
  ['unread-body-signed', 'a form without its type', { form: SMALL, type: 'text/plain;charset=UTF-8' }],
  ['wrong-method', 'GET for POST', { signs: { method: 'GET' } }],
  ['lower-case-method', 'post', { signs: { method: 'post' } }],
]

describe('SHOULD 23: a refused signature is explained, in the log and not in the answer', () => {
  test.each(CASES)('%s: %s', async (mistake, _, client) => {
    const { status, body, base, explanation, text, keys } = await call(client)
    expect(status).toBe(401)
    expect(JSON.parse(body)).toEqual({ errors: [{ code: 32, message: 'Could not authenticate you.' }] })
    expect(explanation).toMatchObject({ mistake, yours: base })
    expect(explanation?.sentence).toMatch(/^The base strings (agree|part at character \d+)\. [A-Z]/)
    const { yours = '', wanted = '', first_difference: at = null } = explanation ?? {}
    if (at === null) expect(yours).toBe(wanted)
    else {
      expect(yours?.slice(0, at)).toBe(wanted.slice(0, at))
      expect(yours?.[at]).not.toBe(wanted[at])
    }
    for (const secret of [keys.consumerSecret, keys.tokenSecret]) expect(text).not.toContain(secret)
  })

  test('every mistake the sandbox knows is made by one of these requests', () => {
    const made = new Set(CASES.map(([mistake]) => mistake))
    expect(MISTAKES.map(({ name }) => name).filter((name) => !made.has(name))).toEqual([])
  })
})

test('what it wants is what gives the right signature, for the address the client signed', async () => {
  const { explanation, keys } = await call({
    form: SMALL,
    signs: {
      url: (url) => url.replace(/http:\/\/[^/]+/, 'https://api.twitter.com'),
      encode: (text) => encode(text).replaceAll('%20', '+'),
    },
  })
  expect(explanation?.mistake).toBe('space-as-plus')
  expect(explanation?.wanted).toContain('https%3A%2F%2Fapi.twitter.com%2F')
  expect(explanation?.wanted).toContain('Small%2520bird')
  expect(keys.tokenSecret).toBe(WREN.tokenSecret)
})

test('two mistakes made together are both named', async () => {
  const { explanation } = await call({
    form: SMALL,
    signs: { encode: (text) => encode(text).replaceAll('%20', '+'), key: (c) => `${c}&` },
  })
  expect(explanation?.mistake).toBe('space-as-plus + token-secret-missing')
  expect(explanation?.sentence).toContain('Two mistakes at once.')
})

test('where no mistake fits, the base string that was expected is shown and a secret must differ', async () => {
  const { explanation, base } = await call({ form: SMALL, signs: { key: (c) => `${c}&nobody` } })
  expect(explanation).toMatchObject({ mistake: null, yours: null, wanted: base, first_difference: null })
  expect(explanation?.sentence).toContain('a secret must differ')
})

test('a base string that holds a picture is cut around the difference', async () => {
  const { explanation } = await call({
    form: [
      ['image', 'A'.repeat(20_000)],
      ['name', 'A B'],
    ],
    signs: { encode: (text) => encode(text).replaceAll('%20', '+') },
  })
  expect(explanation?.mistake).toBe('space-as-plus')
  expect(explanation?.yours?.length).toBeLessThan(5000)
  const at = explanation?.first_difference ?? -1
  const around = (text = '') => text.slice(at - 3, at + 3)
  expect([around(explanation?.yours ?? ''), around(explanation?.wanted)]).toEqual(['A%2BB%', 'A%2520'])
})

test('of a whole picture in a form the body that was left out is named; of the rest it says that little was tried', async () => {
  const form: Pairs = [['banner', 'A'.repeat(400_000)]]
  const path = '/1.1/account/update_profile_banner.json'
  const leftOut = await call({
    path,
    form,
    signs: { parameters: (all) => all.filter(([n]) => n !== 'banner') },
  })
  expect(leftOut.explanation).toMatchObject({ mistake: 'body-left-out', yours: leftOut.base })
  const { explanation } = await call({ path, form, signs: { key: () => 'wrong&keys' } })
  expect(explanation).toMatchObject({ mistake: null, yours: null })
  expect(explanation?.sentence).toMatch(/^So much is signed here that few mistakes were tried/)
})

test('the terminal shows the mistake and both base strings, a caret under their first difference', async () => {
  await call({ form: SMALL, signs: { encode: (text) => encode(text).replaceAll('%20', '+') } })
  const lines = sandbox.notices.at(-1)?.split('\n') ?? []
  expect(lines[0]).toContain('You encoded a space as +')
  const caret = lines[3]?.indexOf('^') ?? -1
  expect([lines[1]?.slice(caret - 2, caret + 1), lines[2]?.slice(caret - 2, caret + 3)]).toEqual([
    '%2B',
    '%2520',
  ])
})

test('a sign-in that is refused for its signature is explained too', async () => {
  const { status, explanation } = await call({
    path: '/oauth/request_token',
    oauth: { oauth_token: '', oauth_callback: 'http://localhost:3000/back' },
    signs: {
      key: (c) => `${c}&`,
      parameters: (all) => all.map(([n, v]) => [n, n === 'oauth_callback' ? encode(v) : v]),
    },
  })
  expect(status).toBe(401)
  expect(explanation?.mistake).toBe('encoded-twice')
})
