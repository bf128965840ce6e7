import sharp from 'sharp'
import { expect, test } from 'vitest'
import { ApiErrorBodySchema } from '@/lib/profile/api-error'
import { POST as removeBanner } from './remove_profile_banner/route'
import { makeAccount, requestAs, requestsOf, type SandboxAccount, setFault } from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { POST as updateBackground } from './update_profile_background_image/route'
import { POST as updateBanner } from './update_profile_banner/route'
import { POST as updateAvatar } from './update_profile_image/route'
import { GET as verify } from './verify_credentials/route'

type Route = (request: Request) => Promise<Response>

const PARTS: { part: string; name: string; route: Route; hasFile: boolean }[] = [
  { part: 'text', name: 'update_profile', route: updateText, hasFile: false },
  { part: 'avatar', name: 'update_profile_image', route: updateAvatar, hasFile: true },
  { part: 'banner', name: 'update_profile_banner', route: updateBanner, hasFile: true },
  { part: 'removed banner', name: 'remove_profile_banner', route: removeBanner, hasFile: false },
  { part: 'background', name: 'update_profile_background_image', route: updateBackground, hasFile: true },
]

const errors = (code: number, message: string) => JSON.stringify({ errors: [{ code, message }] })

/** Everything a server can throw, and how our routes tell it. */
const FAULTS: { what: string; fault: object; status: number; reason: string }[] = [
  {
    what: 'an internal error',
    fault: { status: 500, code: 131, message: 'Internal error' },
    status: 503,
    reason: 'unavailable',
  },
  {
    what: 'over capacity',
    fault: { status: 503, code: 130, message: 'Over capacity' },
    status: 503,
    reason: 'unavailable',
  },
  {
    what: 'a page of HTML with 503',
    fault: { status: 503, body: '<!doctype html><title>Over capacity</title>' },
    status: 503,
    reason: 'unavailable',
  },
  { what: 'nothing with 502', fault: { status: 502, body: '' }, status: 503, reason: 'unavailable' },
  { what: '504 of a gateway', fault: { status: 504, body: '' }, status: 504, reason: 'timeout' },
  {
    what: 'a full limit',
    fault: { status: 429, code: 88, message: 'Rate limit exceeded' },
    status: 429,
    reason: 'rate_limited',
  },
  {
    what: 'a bare 429',
    fault: { status: 429, body: 'Rate limit exceeded' },
    status: 429,
    reason: 'rate_limited',
  },
  {
    what: 'a revoked token',
    fault: { status: 401, code: 89, message: 'Invalid or expired token.' },
    status: 401,
    reason: 'session_expired',
  },
  {
    what: 'a refused signature',
    fault: { status: 401, code: 32, message: 'Could not authenticate you.' },
    status: 401,
    reason: 'session_expired',
  },
  {
    what: 'a suspended account',
    fault: { status: 403, code: 64, message: 'Your account is suspended.' },
    status: 403,
    reason: 'not_allowed',
  },
  {
    what: 'a locked account',
    fault: { status: 403, code: 326, message: 'This account is temporarily locked.' },
    status: 403,
    reason: 'not_allowed',
  },
  {
    what: 'an app that may not write',
    fault: { status: 403, code: 261, message: 'Application cannot perform write actions.' },
    status: 403,
    reason: 'not_allowed',
  },
  {
    what: 'a token that may only read',
    fault: { status: 401, body: '{"request":"/1.1","error":"Read-only application cannot POST."}' },
    status: 403,
    reason: 'not_allowed',
  },
  { what: 'an app without credits', fault: { status: 402, body: '' }, status: 403, reason: 'not_allowed' },
  {
    what: 'a page of the network’s edge with 403',
    fault: { status: 403, body: '<!doctype html><title>Access denied</title>' },
    status: 403,
    reason: 'not_allowed',
  },
  {
    what: 'an app that is not enrolled',
    fault: { status: 403, body: '{"reason":"client-not-enrolled","detail":"Attach it to a project."}' },
    status: 403,
    reason: 'tier_refused',
  },
  {
    what: 'a method that is not known',
    fault: { status: 405, body: '' },
    status: 403,
    reason: 'not_allowed',
  },
  { what: 'a conflict', fault: { status: 409, body: '' }, status: 503, reason: 'unavailable' },
  {
    what: 'a call that is gone',
    fault: { status: 404, code: 34, message: 'Sorry, that page does not exist.' },
    status: 404,
    reason: 'gone',
  },
  {
    what: 'a call that is retired',
    fault: { status: 410, body: errors(251, 'This endpoint has been retired.') },
    status: 410,
    reason: 'gone',
  },
  { what: 'a redirect', fault: { status: 302, body: '' }, status: 502, reason: 'unexpected_answer' },
  {
    what: 'connections cut before any answer',
    fault: { drop: 'before', times: 2 },
    status: 503,
    reason: 'unavailable',
  },
]

async function requestFor(account: SandboxAccount, name: string, hasFile: boolean): Promise<Request> {
  const create = { width: 600, height: 200, channels: 3, background: '#71295e' } as const
  const file = new File([new Uint8Array(await sharp({ create }).png().toBuffer())], 'feather.png')
  const body = new FormData()
  if (hasFile) body.set('file', file)
  if (name === 'update_profile') body.set('name', 'After')
  return requestAs(account, name, { method: 'POST', body })
}

async function profileOf(account: SandboxAccount): Promise<Record<string, unknown>> {
  const user: Record<string, unknown> = await (
    await verify(await requestAs(account, 'verify_credentials'))
  ).json()
  return user
}

for (const { part, name, route, hasFile } of PARTS) {
  test.each(FAULTS)(
    `${part}: $what is told as $reason, in words, and is no success`,
    async ({ fault, status, reason }) => {
      const account = await makeAccount({ name: 'Before' })
      const before = await profileOf(account)
      await setFault(account, { path: `/1.1/account/${name}.json`, ...fault })
      const response = await route(await requestFor(account, name, hasFile))
      expect(response.status).toBe(status)
      const body = ApiErrorBodySchema.parse(await response.json())
      expect(body.reason).toBe(reason)
      expect(body.errors[0]?.message).toMatch(/\w{4}/)
      expect(await profileOf(account)).toEqual(before)
    },
  )

  test(`${part}: a connection cut after the change was made ends in the truth, and the change is made once`, async () => {
    const account = await makeAccount({ name: 'Before' })
    await setFault(account, { path: `/1.1/account/${name}.json`, drop: 'after', times: 1 })
    const response = await route(await requestFor(account, name, hasFile))
    expect(response.status).toBe(200)
    if (name === 'update_profile') expect(await profileOf(account)).toMatchObject({ name: 'After' })
    expect((await requestsOf(account)).filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(
      2,
    )
  })
}

test.each([
  ['a page of HTML', '<html>busy</html>'],
  ['half a User', '{"id_str":"1","screen_name":"wr'],
])('%s instead of the User after a change is no success', async (_what, body) => {
  for (const { name, route, hasFile } of PARTS.filter(({ part }) => !part.includes('banner'))) {
    const account = await makeAccount()
    await setFault(account, { path: `/1.1/account/${name}.json`, status: 200, body })
    const response = await route(await requestFor(account, name, hasFile))
    expect(response.status, name).toBe(502)
    expect(await response.json()).toMatchObject({ reason: 'unexpected_answer' })
  }
})

test('a header that was taken and cannot be shown afterwards is not told as if nothing had happened', async () => {
  const account = await makeAccount()
  await setFault(account, {
    path: '/1.1/account/verify_credentials.json',
    status: 503,
    code: 130,
    message: 'Over',
  })
  const response = await updateBanner(await requestFor(account, 'update_profile_banner', true))
  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({ reason: 'unexpected_answer' })
})
