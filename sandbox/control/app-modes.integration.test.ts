import { beforeEach, expect, test } from 'vitest'
import { errorOf, type Keys, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'
import { signInAt } from '../tests/sign-in'

const sandbox = sandboxForTests()
const { register, signIn } = signInAt(sandbox)

/** @wren through an app of its own, which is not the published one. */
let throughApp: Keys = {}
let app: { consumer_key: string }

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
  throughApp = await signIn(await register())
  app = { consumer_key: throughApp.consumerKey ?? '' }
})

const setModes = (modes: object) => sandbox.control('POST', 'modes', modes)
const reported = async (path: string) => (await sandbox.control('GET', path)).json() as Promise<unknown>
const verify = (keys: Keys) => send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
const userOf = async (response: Response | Promise<Response>) => (await (await response).json()) as TestUser
const rename = (keys: Keys, name: string) =>
  send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form: { name }, ...keys })
const tile = (keys: Keys, value: boolean) =>
  send({
    method: 'POST',
    url: sandbox.url('/1.1/account/update_profile_background_image.json'),
    form: { tile: String(value) },
    ...keys,
  })

test('MUST 62: each of the four background modes can hold for one app only', async () => {
  await setModes({ ...app, background: 'removed' })
  expect(await errorOf(await tile(throughApp, false))).toMatchObject({ status: 404, code: 34 })
  expect((await tile(WREN, true)).status).toBe(200)

  await setModes({ ...app, background: 'tier' })
  expect(await errorOf(await tile(throughApp, false))).toMatchObject({ status: 403, code: 453 })

  await setModes({ ...app, background: 'noop' })
  expect((await userOf(tile(throughApp, false))).profile_background_tile).toBe(true)
  expect(await reported('modes')).toMatchObject({
    background: '2014',
    apps: { [app.consumer_key]: { background: 'noop' } },
  })

  await setModes({ background: 'removed' })
  await setModes({ ...app, background: '2014' })
  expect((await userOf(tile(throughApp, false))).profile_background_tile).toBe(false)
  expect((await tile(WREN, false)).status).toBe(404)
})

test('what is set for an account goes before what is set for its app, and null gives an app the modes of all again', async () => {
  await setModes({ ...app, background: 'tier' })
  await setModes({ screen_name: 'wren', background: '2014' })
  expect((await tile(throughApp, false)).status).toBe(200)
  expect(await reported(`modes?consumer_key=${app.consumer_key}`)).toMatchObject({ background: 'tier' })
  expect(await reported(`modes?consumer_key=${app.consumer_key}&screen_name=wren`)).toMatchObject({
    background: '2014',
  })
  await setModes({ ...app, background: null })
  expect(await reported('modes')).toEqual(expect.objectContaining({ apps: {} }))
})

test('the other modes can hold for one app too', async () => {
  await setModes({ ...app, profile: 'tier' })
  expect(await errorOf(await rename(throughApp, 'Closed'))).toMatchObject({ status: 403, code: 453 })
  expect((await rename(WREN, 'Open')).status).toBe(200)

  await setModes({ ...app, background: 'noop' })
  const own = { background: 'noop', profile: 'tier' }
  expect(await reported('modes')).toMatchObject({ apps: { [app.consumer_key]: own } })
  await setModes({ ...app, profile: 'works', server: 'gnusocial' })
  expect((await verify(throughApp)).status).toBe(404)
  const atGnuSocial = sandbox.url('/api/account/verify_credentials.json')
  expect((await send({ url: atGnuSocial, ...throughApp })).status).toBe(200)
  expect((await verify(WREN)).status).toBe(200)

  await setModes({ ...app, server: 'x', rate_limits: 'x' })
  await sandbox.control('POST', 'rate_limits', { path: '/1.1/account/verify_credentials', limit: 1 })
  const statuses = async (keys: Keys) => [(await verify(keys)).status, (await verify(keys)).status]
  expect(await statuses(throughApp)).toEqual([200, 429])
  expect(await statuses(WREN)).toEqual([200, 200])
})

test('the modes of an app go with its registration', async () => {
  await setModes({ ...app, profile: 'tier' })
  await sandbox.control('DELETE', `apps?consumer_key=${app.consumer_key}`)
  expect(await reported('modes')).toEqual(expect.objectContaining({ apps: {} }))
  expect((await sandbox.control('GET', `modes?consumer_key=${app.consumer_key}`)).status).toBe(404)
})
