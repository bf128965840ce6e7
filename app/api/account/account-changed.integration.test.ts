import { beforeAll, describe, expect, test } from 'vitest'
import { GET as formerPicture } from './former_picture/route'
import { POST as revoke } from './invalidate_token/route'
import { POST as rememberReadLimit } from './read_limit/route'
import { POST as removeBanner } from './remove_profile_banner/route'
import { GET as signedIn } from './signed_in/route'
import { makeAccount, requestAs, requestsOf, type SandboxAccount } from './signed-in.fixture'
import { POST as updateProfile } from './update_profile/route'
import { POST as updateBackground } from './update_profile_background_image/route'
import { POST as updateBanner } from './update_profile_banner/route'
import { POST as updateAvatar } from './update_profile_image/route'
import { GET as verify } from './verify_credentials/route'

type Handler = (request: Request) => Promise<Response>

const WRITES: [string, Handler, Record<string, string>][] = [
  ['update_profile', updateProfile, { name: 'Reviewed' }],
  ['update_profile_background_image', updateBackground, { tile: 'true' }],
  ['update_profile_image', updateAvatar, {}],
  ['update_profile_banner', updateBanner, {}],
  ['remove_profile_banner', removeBanner, {}],
  ['invalidate_token', revoke, {}],
  ['read_limit', rememberReadLimit, { until: new Date(Date.now() + 60_000).toISOString() }],
]

const READS: [string, Handler, string][] = [
  ['verify_credentials', verify, ''],
  ['former_picture', formerPicture, '&slot=avatar'],
  ['signed_in', signedIn, ''],
]

let account: SandboxAccount
beforeAll(async () => {
  account = await makeAccount({ name: 'As it was' })
})

const multipart = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

const refusedFor = async (response: Response) => ({
  status: response.status,
  reason: (await response.json()).reason,
})
const CHANGED = { status: 409, reason: 'account_changed' }

describe.each(WRITES)('%s', (route, POST, fields) => {
  const post = async (path: string, body: BodyInit | null = null) =>
    POST(await requestAs(account, path, { method: 'POST', body }))

  test('is refused, and sends nothing, when it was reviewed for another account than the one signed in', async () => {
    for (const other of ['12', '', `${account.id_str}0`, ` ${account.id_str}`, account.screen_name]) {
      const form = { ...fields, account: other }
      const inQuery = await post(
        `${route}?${new URLSearchParams({ account: other })}`,
        new URLSearchParams(fields),
      )
      expect(await refusedFor(inQuery), `query: ${other}`).toEqual(CHANGED)
      expect(await refusedFor(await post(route, new URLSearchParams(form))), `form: ${other}`).toEqual(
        CHANGED,
      )
      expect(await refusedFor(await post(route, multipart(form))), `multipart: ${other}`).toEqual(CHANGED)
      const bothNamed = await post(`${route}?account=${account.id_str}`, new URLSearchParams(form))
      expect(await refusedFor(bothNamed), `form, against the query: ${other}`).toEqual(CHANGED)
      const otherFirst = { ...fields, account: account.id_str }
      const against = await post(
        `${route}?${new URLSearchParams({ account: other })}`,
        new URLSearchParams(otherFirst),
      )
      expect(await refusedFor(against), `query, against the form: ${other}`).toEqual(CHANGED)
    }
    expect(await requestsOf(account)).toEqual([])
  })
})

test.each(READS)('%s gives nothing of one account to the page of another', async (route, GET, query) => {
  const response = await GET(await requestAs(account, `${route}?account=12${query}`))
  expect(await refusedFor(response)).toEqual(CHANGED)
  expect(await requestsOf(account)).toEqual([])
})

test('a write for the account that is signed in goes through, and upstream never hears of the parameter', async () => {
  const own = await makeAccount({ name: 'As it was' })
  const form = { account: own.id_str }
  const post = async (path: string, POST: Handler, body: BodyInit) =>
    (await POST(await requestAs(own, path, { method: 'POST', body }))).status
  expect(await post('update_profile', updateProfile, new URLSearchParams({ ...form, name: 'New' }))).toBe(200)
  expect(
    await post('update_profile_background_image', updateBackground, multipart({ ...form, tile: 'true' })),
  ).toBe(200)
  expect(await post('remove_profile_banner', removeBanner, new URLSearchParams(form))).toBe(200)
  expect(
    await post(`update_profile?account=${own.id_str}`, updateProfile, multipart({ name: 'Newer' })),
  ).toBe(200)
  expect(await post('invalidate_token', revoke, new URLSearchParams(form))).toBe(200)
  const sent = await requestsOf(own)
  expect(sent.length).toBeGreaterThanOrEqual(5)
  expect(sent.filter(({ parameters }) => 'account' in parameters)).toEqual([])
})

test('a write that names no account is for the one that is signed in', async () => {
  const own = await makeAccount()
  const body = new URLSearchParams({ name: 'By a script' })
  const response = await updateProfile(await requestAs(own, 'update_profile', { method: 'POST', body }))
  expect(await response.json()).toMatchObject({ name: 'By a script', id_str: own.id_str })
})

test('who asks whose session it is hears it without a cookie, and without a call upstream', async () => {
  const own = await makeAccount()
  const response = await signedIn(await requestAs(own, `signed_in?account=${own.id_str}`))
  expect(await response.json()).toEqual({ account: own.id_str })
  expect(response.headers.getSetCookie()).toEqual([])
  expect(await requestsOf(own)).toEqual([])
  const nobody = await signedIn(new Request('http://localhost:3000/api/account/signed_in'))
  expect(await refusedFor(nobody)).toEqual({ status: 401, reason: 'signed_out' })
})
