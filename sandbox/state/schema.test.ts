import { expect, test } from 'vitest'
import { DEFAULT_MODES, DEFAULT_SETTINGS, stateSchema } from './schema'
import { seedState } from './seed'

test('a state from before a mode or a setting was there is read, with the new one as at first', () => {
  const { modes, settings } = stateSchema.parse({
    ...seedState(),
    modes: { background: 'removed', profile: 'tier' },
    settings: { kilobyte_bytes: 1024 },
  })
  expect(modes).toEqual({ ...DEFAULT_MODES, background: 'removed', profile: 'tier' })
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, kilobyte_bytes: 1024 })
})

test('a state without settings has those of the first start, and one whose modes are none is not read', () => {
  const { settings: _, ...without } = seedState()
  expect(stateSchema.parse(without).settings).toEqual(DEFAULT_SETTINGS)
  expect(stateSchema.safeParse({ ...seedState(), modes: 'all' }).success).toBe(false)
  expect(stateSchema.safeParse({ ...seedState(), modes: null }).success).toBe(false)
})

test('the published app of a state from before it had an OAuth 2.0 client has the published one', () => {
  const { grants: _, authorizationCodes: __, ...before } = seedState()
  const apps = before.apps.map(({ clientId, clientSecret, ...app }) => app)
  const other = { ...apps[0], consumerKey: 'other' }
  const read = stateSchema.parse({ ...before, apps: [...apps, other] })
  expect(read.apps.map(({ clientId, clientSecret }) => [clientId, clientSecret])).toEqual([
    ['sandbox-client', 'sandbox-client-secret'],
    [null, null],
  ])
  expect([read.grants, read.authorizationCodes]).toEqual([[], []])
})
