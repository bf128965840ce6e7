import { expect, test } from 'vitest'
import { parseEnv } from './env'

const complete = {
  X_API_KEY: 'key',
  X_API_SECRET: 'secret',
  NEXTAUTH_SECRET: 'long',
  NODE_ENV: 'test',
} as const

test('keys and a secret are enough to speak to X', () => {
  expect(parseEnv(complete)).toEqual({
    ok: true,
    value: {
      serverOrigin: 'https://api.x.com',
      consumer: { key: 'key', secret: 'secret' },
      sessionSecret: 'long',
      appOrigin: null,
      isHttps: false,
      mediaOrigins: ['https://api.x.com', 'https://pbs.twimg.com', 'https://abs.twimg.com'],
      logLevel: 'info',
    },
  })
})

test('everything that is missing is said at once, each in a sentence', () => {
  const env = parseEnv({ NODE_ENV: 'production', X_API_KEY: ' ' })
  expect(env.ok ? [] : env.error).toEqual([
    expect.stringMatching(/^X_API_KEY is missing: .+\.$/),
    expect.stringMatching(/^X_API_SECRET is missing: .+\.$/),
    expect.stringMatching(/^NEXTAUTH_SECRET is missing: .+\.$/),
  ])
})

test.each([
  ['X_API_ORIGIN', 'http://api.example.com', 'https://'],
  ['X_API_ORIGIN', 'api.example.com', 'web address'],
  ['X_API_ORIGIN', 'https://api.example.com/?a', 'no query'],
  ['NEXTAUTH_URL', 'plumage', 'web address'],
  ['LOG_LEVEL', 'loud', 'debug, info, warn, error, silent'],
  ['X_MEDIA_ORIGINS', 'https://media.example nonsense', 'separated by spaces'],
])('%s=%s is refused', (name, value, words) => {
  const env = parseEnv({ ...complete, [name]: value })
  expect(env.ok ? '' : env.error.join()).toContain(words)
})

test('plain http is taken on this machine, and a path prefix anywhere', () => {
  const origins = ['http://127.0.0.1:4010/', 'http://[::1]:4010', 'https://social.example/api/'].map(
    (X_API_ORIGIN) => {
      const env = parseEnv({ ...complete, X_API_ORIGIN })
      return env.ok && env.value.serverOrigin
    },
  )
  expect(origins).toEqual(['http://127.0.0.1:4010', 'http://[::1]:4010', 'https://social.example/api'])
})

test('cookies are secure when the app is reached over https, told or on Vercel', () => {
  const isHttps = (more: object) => {
    const env = parseEnv({ ...complete, ...more })
    return env.ok && env.value.isHttps
  }
  expect(isHttps({ NEXTAUTH_URL: 'https://plumage.example' })).toBe(true)
  expect(isHttps({ VERCEL: '1' })).toBe(true)
  expect(isHttps({ VERCEL: '1', NEXTAUTH_URL: 'http://localhost:3000' })).toBe(false)
})
