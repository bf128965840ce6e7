import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseEnvironment, parsePort, preparedEnvironment } from '@/lib/environment'
import { SERVER_KINDS } from '@/lib/server-kinds'

const SECRET = randomBytes(32).toString('base64')
/** Of the lengths that X's have. */
const KEY = randomBytes(30).toString('hex').slice(0, 25)
const KEY_SECRET = randomBytes(30).toString('hex').slice(0, 50)

const complete: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  X_API_KEY: KEY,
  X_API_SECRET: KEY_SECRET,
  NEXTAUTH_SECRET: SECRET,
}

const problems = (more: Record<string, string | undefined>) => {
  const environment = parseEnvironment({ ...complete, ...more })
  return environment.ok ? [] : environment.error
}

const valuesWith = (more: Record<string, string | undefined>) => {
  const environment = parseEnvironment({ ...complete, ...more })
  if (!environment.ok) throw new Error(environment.error.join('\n'))
  return environment.value
}

test('keys and a secret are enough to speak to X', () => {
  expect(parseEnvironment(complete)).toEqual({
    ok: true,
    value: {
      serverOrigin: 'https://api.x.com',
      serverKind: SERVER_KINDS.x,
      consumer: { key: KEY, secret: KEY_SECRET },
      sessionSecret: SECRET,
      appOrigin: null,
      signInOrigin: null,
      isHttps: false,
      mediaOrigins: ['https://api.x.com', 'https://pbs.twimg.com', 'https://abs.twimg.com'],
      logLevel: 'info',
    },
  })
})

test('everything that is missing is said at once, each in a sentence', () => {
  expect(problems({ X_API_KEY: ' ', X_API_SECRET: undefined, NEXTAUTH_SECRET: '' })).toEqual([
    expect.stringMatching(/^X_API_KEY is missing: .+\.$/),
    expect.stringMatching(/^X_API_SECRET is missing: .+\.$/),
    expect.stringMatching(/^NEXTAUTH_SECRET is missing: .+\.$/),
  ])
})

test('everything that is wrong is said at once, one sentence for each variable', () => {
  const sentences = problems({
    X_API_ORIGIN: 'https://api.x.com/1.1',
    X_API_KEY: `"${KEY}"`,
    NEXTAUTH_URL: 'https://plumage.example/app',
    LOG_LEVEL: 'loud',
  })
  const names = ['X_API_KEY', 'X_API_ORIGIN', 'NEXTAUTH_URL', 'LOG_LEVEL']
  expect(sentences.map((sentence) => sentence.split(' ')[0]).sort()).toEqual(names.sort())
})

test.each([
  ['X_API_ORIGIN', 'http://api.example.com', 'https://'],
  ['X_API_ORIGIN', 'HTTP://api.example.com', 'https://'],
  ['X_API_ORIGIN', 'api.example.com', 'web address'],
  ['X_API_ORIGIN', 'https:/api.example.com', 'web address'],
  ['X_API_ORIGIN', 'ftp://api.example.com', 'web address'],
  ['X_API_ORIGIN', 'localhost:4010', 'web address'],
  ['X_API_ORIGIN', 'http://localhost:99999', '65535'],
  ['X_API_ORIGIN', 'http://localhost:0', '65535'],
  ['X_API_ORIGIN', 'https://api.example.com/?a', 'no query'],
  ['X_API_ORIGIN', 'https://api.example.com#a', 'no fragment'],
  ['X_API_ORIGIN', 'https://me:word@api.example.com', 'password'],
  ['X_API_ORIGIN', 'https://:word@api.example.com', 'password'],
  ['X_API_ORIGIN', 'https://api.x.com/1.1', 'must end before "/1.1"'],
  ['X_API_ORIGIN', 'https://api.x.com/1.1/', 'must end before "/1.1"'],
  ['X_API_ORIGIN', 'https://api.x.com/2', 'must end before "/2"'],
  ['X_API_ORIGIN', 'https://social.example/api/1.1', 'https://social.example/api.'],
  ['X_API_ORIGIN', 'https://social.example/api/account/verify_credentials.json', 'must end before'],
  ['X_API_ORIGIN', 'https://api.x.com/1.1/account/update_profile.json', 'must end before "/1.1"'],
  ['X_API_ORIGIN', 'https://api.x.com/oauth', 'must end before "/oauth"'],
  ['X_API_ORIGIN', 'https://x.com', 'https://api.x.com'],
  ['X_API_ORIGIN', 'https://www.twitter.com', 'https://api.x.com'],
  ['X_API_ORIGIN', "'https://api.x.com'", 'quotes'],
  ['NEXTAUTH_URL', 'plumage', 'web address'],
  ['NEXTAUTH_URL', 'plumage.example:3000', 'web address'],
  ['NEXTAUTH_URL', 'https://plumage.example/app', 'without the path /app: https://plumage.example.'],
  ['NEXTAUTH_URL', 'https://plumage.example/api/auth', 'without the path'],
  ['NEXTAUTH_URL', 'https://plumage.example.', 'dot'],
  ['NEXTAUTH_URL', 'https://plumage.example/?a=b', 'no query'],
  ['NEXTAUTH_URL', 'https://me@plumage.example', 'password'],
  ['NEXTAUTH_URL', 'http://localhost:70000', '65535'],
  ['NEXTAUTH_URL', '"https://plumage.example"', 'quotes'],
  ['X_API_KEY', `"${KEY}"`, 'quotes'],
  ['X_API_KEY', `“${KEY}”`, 'quotes'],
  ['X_API_KEY', `${KEY}'`, 'quotes'],
  ['X_API_KEY', `${KEY.slice(0, 9)} ${KEY.slice(9)}`, 'space'],
  ['X_API_KEY', `${KEY.slice(0, 9)}\u200b${KEY.slice(9)}`, 'character'],
  ['X_API_KEY', '…', 'placeholder'],
  ['X_API_KEY', '...', 'placeholder'],
  ['X_API_KEY', 'your-key', 'placeholder'],
  ['X_API_KEY', 'YOUR_API_KEY', 'placeholder'],
  ['X_API_KEY', '<your key>', 'placeholder'],
  ['X_API_KEY', 'changeme', 'placeholder'],
  ['X_API_KEY', 'api-key-here', 'placeholder'],
  ['X_API_KEY', `AAAAAAAAAAAAAAAAAAAAA${'x%2F'.repeat(20)}`, 'bearer token'],
  ['X_API_KEY', `Bearer ${KEY}`, 'space'],
  ['X_API_KEY', `1234567890-${KEY}`, 'access token'],
  ['X_API_KEY', btoa('abcdefghijklmnopqr:1:ci'), 'client ID'],
  ['X_API_KEY', KEY_SECRET, 'the same'],
  ['X_API_KEY', 'sandbox-key', 'sandbox'],
  ['X_API_SECRET', 'your-secret', 'placeholder'],
  ['X_API_SECRET', `${KEY_SECRET}\n${KEY_SECRET}`, 'line break'],
  ['NEXTAUTH_SECRET', 'xxxx', 'placeholder'],
  ['NEXTAUTH_SECRET', `"${SECRET}"`, 'quotes'],
  ['X_SERVER', 'mastodon', 'x, gnusocial, statusnet'],
  ['LOG_LEVEL', 'loud', 'debug, info, warn, error, silent'],
  ['X_MEDIA_ORIGINS', 'https://media.example nonsense', 'separated by spaces'],
  ['X_MEDIA_ORIGINS', 'https://media.example, https://more.example', 'separated by spaces'],
  ['X_MEDIA_ORIGINS', 'https://media.example; script-src *', 'separated by spaces'],
  ['X_MEDIA_ORIGINS', 'https://media.example/pictures', 'separated by spaces'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'web address'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'yes', 'web address'],
])('%s=%s is refused', (name, value, words) => {
  const sentences = problems({ [name]: value })
  expect(sentences).toHaveLength(1)
  expect(sentences[0]).toContain(words)
  expect(sentences[0]).toMatch(new RegExp(`\\b${name}\\b.*[.\\d]$|openssl`))
})

test.each([
  [{ X_SERVER: 'gnusocial', X_API_ORIGIN: undefined }, 'the address of your GNU social server'],
  [{ X_SERVER: 'statusnet', X_API_ORIGIN: 'https://api.x.com' }, "is X's"],
  [{ X_SERVER: 'gnusocial', X_API_ORIGIN: 'https://social.example/api' }, 'must end before "/api"'],
  [{ X_SERVER: 'gnusocial', X_API_ORIGIN: 'https://social.example/api/account/' }, '"/api/account"'],
  [{ X_SERVER: 'statusnet', X_API_ORIGIN: 'https://social.example/api/1.1' }, 'must end before'],
])('%j cannot work, and is refused with what to do', (values, words) => {
  const sentences = problems(values)
  expect(sentences).toHaveLength(1)
  expect(sentences[0]).toContain(words)
})

test('a server of another kind is told by X_SERVER, in any spelling, and may lie below a path', () => {
  expect(problems({ X_SERVER: ' GNUsocial ', X_API_ORIGIN: 'https://social.example/index.php' })).toEqual([])
})

const CLIENT = {
  X_API_KEY: undefined,
  X_API_SECRET: undefined,
  X_CLIENT_ID: btoa('abcdefghijklmnopqr:1:ci').replace(/=+$/, ''),
  X_CLIENT_SECRET: KEY_SECRET,
}

test('an OAuth 2.0 client alone is enough to sign in at X, on the page that X has for it', () => {
  expect(valuesWith(CLIENT)).toMatchObject({
    consumer: { key: '', secret: '' },
    oauth2: {
      id: CLIENT.X_CLIENT_ID,
      secret: KEY_SECRET,
      scopes: ['tweet.read', 'users.read', 'media.write'],
      authorizeUrl: 'https://x.com/i/oauth2/authorize',
    },
  })
  const elsewhere = valuesWith({ ...CLIENT, X_API_ORIGIN: 'https://proxy.example/x/' })
  expect(elsewhere.oauth2?.authorizeUrl).toBe('https://proxy.example/x/i/oauth2/authorize')
})

test('of two kinds of keys those of OAuth 1.0a are used, unless X_SIGN_IN says otherwise', () => {
  const both = { ...CLIENT, X_API_KEY: KEY, X_API_SECRET: KEY_SECRET }
  expect(valuesWith(both).oauth2).toBeUndefined()
  expect(valuesWith({ ...both, X_SIGN_IN: 'oauth1' }).oauth2).toBeUndefined()
  expect(valuesWith({ ...both, X_SIGN_IN: ' OAuth2 ' }).oauth2?.id).toBe(CLIENT.X_CLIENT_ID)
})

test('further scopes are asked for beside those that a profile needs, each once', () => {
  expect(valuesWith({ ...CLIENT, X_SCOPES: ' users.email  tweet.read ' }).oauth2?.scopes).toEqual([
    'tweet.read',
    'users.read',
    'media.write',
    'users.email',
  ])
})

test.each([
  [{ X_CLIENT_ID: CLIENT.X_CLIENT_ID }, 'X_CLIENT_SECRET', 'is missing'],
  [{ X_CLIENT_SECRET: KEY_SECRET }, 'X_CLIENT_ID', 'is missing'],
  [{ ...CLIENT, X_CLIENT_ID: KEY }, 'X_CLIENT_ID', 'is a consumer key'],
  [{ ...CLIENT, X_CLIENT_ID: 'your-client-id' }, 'X_CLIENT_ID', 'placeholder'],
  [{ ...CLIENT, X_CLIENT_ID: 'client_id' }, 'X_CLIENT_ID', 'placeholder'],
  [{ ...CLIENT, X_CLIENT_ID: `"${CLIENT.X_CLIENT_ID}"` }, 'X_CLIENT_ID', 'quotes'],
  [{ ...CLIENT, X_CLIENT_ID: 'sandbox-client' }, 'X_CLIENT_ID', 'sandbox'],
  [{ ...CLIENT, X_CLIENT_ID: KEY_SECRET }, 'X_CLIENT_ID', 'the same'],
  [{ X_CLIENT_ID: KEY_SECRET, X_CLIENT_SECRET: CLIENT.X_CLIENT_ID }, 'X_CLIENT_ID', 'swapped'],
  [{ ...CLIENT, X_CLIENT_SECRET: `1234567890-${KEY}` }, 'X_CLIENT_SECRET', 'access token'],
  [{ ...CLIENT, X_CLIENT_SECRET: `a b${KEY_SECRET}` }, 'X_CLIENT_SECRET', 'space'],
  [{ ...CLIENT, X_SIGN_IN: 'oauth' }, 'X_SIGN_IN', 'oauth1, oauth2'],
  [{ ...CLIENT, X_SCOPES: 'users.email,dm.read' }, 'X_SCOPES', 'separated by spaces'],
  [{ ...CLIENT, X_SCOPES: 'offline.access' }, 'X_SCOPES', 'no refresh token'],
  [
    { ...CLIENT, X_SERVER: 'gnusocial', X_API_ORIGIN: 'https://social.example' },
    'X_SIGN_IN',
    'OAuth 1.0a alone',
  ],
])('OAuth 2.0 settings %j: %s %s', (more, name, words) => {
  const sentences = problems({ X_API_KEY: undefined, X_API_SECRET: undefined, ...more })
  expect(sentences).toHaveLength(1)
  expect(sentences[0]).toMatch(new RegExp(`^${name} `))
  expect(sentences[0]).toContain(words)
})

test('a secret may hold quotes, and begin with any word', () => {
  for (const NEXTAUTH_SECRET of [`'${SECRET}`, `${SECRET}"`, `your ${SECRET}`, `enter ${SECRET} here`]) {
    expect(problems({ NEXTAUTH_SECRET })).toEqual([])
  }
})

test('keys that were swapped are noticed', () => {
  expect(problems({ X_API_KEY: KEY_SECRET, X_API_SECRET: KEY })).toEqual([
    'X_API_KEY and X_API_SECRET are swapped: the secret is the longer one.',
  ])
})

test('no sentence quotes a secret', () => {
  const said = [
    { NEXTAUTH_SECRET: SECRET.slice(0, 31) },
    { NEXTAUTH_SECRET: `'${SECRET}'` },
    { X_API_KEY: `1234567890-${KEY}`, X_API_SECRET: `${KEY_SECRET} ${KEY_SECRET}` },
    { X_API_KEY: KEY_SECRET, X_API_SECRET: KEY },
  ].flatMap(problems)
  expect(said.length).toBeGreaterThan(4)
  expect(
    said.filter((sentence) => [SECRET.slice(0, 31), KEY, KEY_SECRET].some((one) => sentence.includes(one))),
  ).toEqual([])
})

test('a production server takes no secret of fewer than 32 characters', () => {
  expect(problems({ NEXTAUTH_SECRET: SECRET.slice(0, 31) })).toEqual([
    expect.stringContaining('31 characters'),
  ])
  expect(problems({ NEXTAUTH_SECRET: ` ${SECRET.slice(0, 31)} ` })).toEqual([
    expect.stringContaining('31 characters'),
  ])
  expect(problems({ NEXTAUTH_SECRET: SECRET.slice(0, 32) })).toEqual([])
  expect(problems({ NODE_ENV: 'development', NEXTAUTH_SECRET: 'short' })).toEqual([])
})

/** Every text that stands as the session secret somewhere in the project. */
function writtenSecrets(): string[] {
  const top = path.join(import.meta.dirname, '..', '..')
  const folders = ['app', 'docs', 'e2e', 'lib', 'sandbox', 'scripts']
  const below = folders.flatMap((folder) =>
    readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  )
  const files = [
    'example.env',
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'playwright.config.ts',
    ...below,
  ]
  return files
    .filter((file) => /\.(?:ts|tsx|js|md|example)$/.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(top, file), 'utf8').matchAll(
        /NEXTAUTH_SECRET\b\W{1,8}?(?:=|:)\s*(['"`]?)([^'"`\n$]+)\1/g,
      ),
    ])
    .map(([, , secret = '']) => secret.trim())
}

test.each([
  'a fixed secret for development; production refuses to start without its own',
  'a secret for a server that lives for one test run',
  ...writtenSecrets(),
])('a production server does not take "%s", which stood in this repository', (secret) => {
  expect(problems({ NEXTAUTH_SECRET: secret })).toEqual([expect.stringContaining('NEXTAUTH_SECRET')])
})

test('spaces, capitals and slashes around a value change nothing', () => {
  const values = valuesWith({
    X_API_ORIGIN: ' HTTPS://Social.Example/API/ ',
    X_API_KEY: ` ${KEY}\n`,
    NEXTAUTH_URL: '\tHTTPS://Plumage.Example:443/ ',
    LOG_LEVEL: ' WARN ',
    X_MEDIA_ORIGINS: '  https://media.example/   https://*.more.example ',
  })
  expect(values).toMatchObject({
    serverOrigin: 'https://social.example/API',
    consumer: { key: KEY },
    appOrigin: 'https://plumage.example',
    isHttps: true,
    logLevel: 'warn',
  })
  expect(values.mediaOrigins).toEqual(
    expect.arrayContaining(['https://media.example', 'https://*.more.example']),
  )
})

test('plain http is taken on this machine, and a path prefix anywhere', () => {
  const origins = [
    'http://127.0.0.1:4010/',
    'http://[::1]:4010',
    'https://social.example/api/',
    'https://social.example/index.php',
  ].map((X_API_ORIGIN) => valuesWith({ X_API_ORIGIN }).serverOrigin)
  expect(origins).toEqual([
    'http://127.0.0.1:4010',
    'http://[::1]:4010',
    'https://social.example/api',
    'https://social.example/index.php',
  ])
})

test('cookies are secure when the app is reached over https, told or on Vercel', () => {
  expect(valuesWith({ NEXTAUTH_URL: 'https://plumage.example' }).isHttps).toBe(true)
  expect(valuesWith({ VERCEL: '1' }).isHttps).toBe(true)
  const tried = { NODE_ENV: 'development', VERCEL: '1', NEXTAUTH_URL: 'http://localhost:3000' }
  expect(valuesWith(tried).isHttps).toBe(false)
  expect(problems({ ...tried, NODE_ENV: 'production' })).toEqual([expect.stringContaining('https://')])
})

test('a production server whose address every request may choose does not start', () => {
  expect(problems({ AUTH_TRUST_HOST: '1' })).toEqual([expect.stringContaining('Set NEXTAUTH_URL')])
  expect(problems({ AUTH_TRUST_HOST: 'false' })).toHaveLength(1)
  expect(problems({ AUTH_TRUST_HOST: ' ' })).toEqual([])
  expect(problems({ AUTH_TRUST_HOST: '1', NEXTAUTH_URL: 'https://plumage.example' })).toEqual([])
  expect(problems({ AUTH_TRUST_HOST: '1', VERCEL: '1' })).toEqual([])
  expect(problems({ AUTH_TRUST_HOST: '1', NODE_ENV: 'development' })).toEqual([])
})

test('what other libraries read of the environment is prepared as it was checked', () => {
  const prepared = preparedEnvironment({
    ...complete,
    NEXTAUTH_URL: ' HTTPS://Plumage.example/ ',
    OTEL_EXPORTER_OTLP_ENDPOINT: ' http://127.0.0.1:4318 ',
    AUTH_TRUST_HOST: ' ',
    PORT: '3000',
  })
  expect(prepared).toMatchObject({
    NEXTAUTH_URL: 'https://plumage.example',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    AUTH_TRUST_HOST: undefined,
  })
})

test('a server without an address signs people in on its own port, and knows that it guessed', () => {
  const guessed = parseEnvironment({ ...complete, ...preparedEnvironment({ ...complete, PORT: '3210' }) })
  expect(guessed).toMatchObject({ value: { signInOrigin: 'http://localhost:3210', appOrigin: null } })
})

test.each(['0', '65536', '-1', '3000.5', '1e3', 'abc', '', '0x50'])('%s is no port', (text) => {
  expect(parsePort(text, 'PORT').ok).toBe(false)
})

test('a port may have spaces around it', () => {
  expect(parsePort(' 4010 ', 'SANDBOX_PORT')).toEqual({ ok: true, value: 4010 })
})
