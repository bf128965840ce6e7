import { afterEach, expect, test, vi } from 'vitest'
import { parseEnvironment } from '../lib/environment'
import { productionEnvironment } from './start-app'

afterEach(() => vi.unstubAllEnvs())

const APP = 'http://localhost:3000'
const SANDBOX = 'http://127.0.0.1:4010'

test('what a person’s shell says does not change what is tested', () => {
  for (const name of ['AUTH_TRUST_HOST', 'PORT', 'VERCEL', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
    vi.stubEnv(name, '1')
  vi.stubEnv('X_API_KEY', 'my-own-key')
  vi.stubEnv('X_MEDIA_ORIGINS', 'https://media.example')
  const env = productionEnvironment(APP, SANDBOX, 'oauth2')
  expect(Object.keys(env)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(?:AUTH_TRUST_HOST|PORT|VERCEL|OTEL_.*)$/)]),
  )
  expect(env).toMatchObject({ X_API_KEY: '', X_MEDIA_ORIGINS: '', PATH: process.env.PATH })
})

test.each(['oauth1', 'oauth2'] as const)('a server starts with it, and signs in by %s', (signIn) => {
  const environment = parseEnvironment(productionEnvironment(APP, SANDBOX, signIn))
  expect(environment).toMatchObject({
    ok: true,
    value: {
      appOrigin: APP,
      serverOrigin: SANDBOX,
      consumer: { key: signIn === 'oauth1' ? 'sandbox-key' : '' },
    },
  })
  expect(environment.ok && environment.value.oauth2 !== undefined).toBe(signIn === 'oauth2')
})
