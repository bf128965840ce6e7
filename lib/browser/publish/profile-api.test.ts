import { afterEach, expect, test, vi } from 'vitest'
import { aProfile } from '@/lib/profile/profile.fixture'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { checkSignedIn, postPart, readPublished } from './profile-api'

afterEach(() => vi.unstubAllGlobals())

const DEVICE_IS_AHEAD_MILLISECONDS = 600_000

function siteAnswers(answer: () => Promise<Response>): void {
  vi.stubGlobal('fetch', answer)
}

const refused = async () => {
  const answer = await readPublished({ account: '1', kind: SERVER_KINDS.x })
  return answer.ok ? null : answer.error
}

test('a site that is not reached, or answers otherwise than agreed, is not taken for the server', async () => {
  siteAnswers(() => Promise.reject(new TypeError('Failed to fetch')))
  expect(await refused()).toMatchObject({ reason: 'unavailable', isSiteSilent: true })
  expect(await checkSignedIn('1')).toMatchObject({ ok: false, error: { isSiteSilent: true } })
  siteAnswers(async () => new Response('<html>Bad gateway</html>', { status: 502 }))
  expect(await refused()).toMatchObject({ reason: 'unexpected_answer', isSiteSilent: true })
  siteAnswers(async () => new Response('{"id_str":'))
  expect(await refused()).toMatchObject({ reason: 'unexpected_answer', isSiteSilent: true })
  // A mistake of the site's own, in the shape of every error.
  const body = { errors: [{ code: 0, message: 'Something went wrong.' }], reason: 'unexpected_answer' }
  siteAnswers(async () => Response.json(body, { status: 500 }))
  expect(await refused()).toMatchObject({ reason: 'unexpected_answer', isSiteSilent: true })
})

test.each([200, 403, 413, 429, 511])(
  'a page with status %i is of something between browser and site',
  async (status) => {
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    siteAnswers(async () => new Response('<html>Sign in to this network</html>', { status, headers }))
    expect(await refused()).toMatchObject({ isSiteSilent: true, isIntercepted: true })
    // A gateway that got nothing from this site speaks of this site.
    siteAnswers(async () => new Response('<html>Bad gateway</html>', { status: 502, headers }))
    expect(await refused()).not.toHaveProperty('isIntercepted')
  },
)

test('a status that is none ends an upload as every other answer does', async () => {
  vi.stubGlobal('XMLHttpRequest', AnsweredWith999)
  const published = aProfile()
  const changes = [{ kind: 'text', part: 'text', field: 'bio', was: '', willBe: 'x' }] as const
  const answer = await postPart(
    { account: '1', kind: SERVER_KINDS.x },
    'text',
    published,
    [...changes],
    () => {},
  )
  expect(answer).toMatchObject({ ok: false, error: { isIntercepted: true } })
})

/** What a browser makes of an answer by a filter that numbers its refusals itself. */
class AnsweredWith999 {
  status = 999
  responseText = '<html>Request denied</html>'
  upload = {}
  onload = () => {}
  onloadend = () => {}
  open() {}
  getResponseHeader = (name: string) => (name === 'content-type' ? 'text/html' : null)
  send() {
    this.onload()
    this.onloadend()
  }
}

test('what this site says of the server is told as the server’s', async () => {
  const body = { errors: [{ code: 130, message: 'Over capacity' }], reason: 'unavailable' }
  siteAnswers(async () => Response.json(body, { status: 503 }))
  expect(await refused()).toEqual({ reason: 'unavailable', code: 130, message: 'Over capacity' })
})

test('a picture that was too large is told from one that was refused, by the status of the answer', async () => {
  const body = { errors: [{ code: 0, message: 'That file is too big.' }], reason: 'image_rejected' }
  siteAnswers(async () => Response.json(body, { status: 413 }))
  expect(await refused()).toMatchObject({ reason: 'image_rejected', status: 413 })
})

test('the end of a limit is told by the clock of this device, however wrong that is', async () => {
  const siteNow = Date.now() - DEVICE_IS_AHEAD_MILLISECONDS
  const retryAt = new Date(siteNow + 240_000).toISOString()
  const body = { errors: [{ code: 88, message: 'Rate limit exceeded' }], reason: 'rate_limited', retryAt }
  const headers = { date: new Date(siteNow).toUTCString() }
  siteAnswers(async () => Response.json(body, { status: 429, headers }))
  const waitMilliseconds = Date.parse((await refused())?.retryAt ?? '') - Date.now()
  // A `Date` header has no fractions of a second, so that the wait may come out up to one too long, never too short.
  expect(waitMilliseconds).toBeGreaterThanOrEqual(239_900)
  expect(waitMilliseconds).toBeLessThanOrEqual(241_500)
})

test('an account counts as signed in only when the site names that very one', async () => {
  siteAnswers(async () => Response.json({ account: '1' }))
  expect(await checkSignedIn('1')).toEqual({ ok: true, value: null })
  expect(await checkSignedIn('2')).toMatchObject({ ok: false, error: { reason: 'unexpected_answer' } })
})
