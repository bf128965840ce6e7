import { expect, test } from 'vitest'
import { capabilitiesOf } from '@/lib/profile/capabilities'
import { readNotes } from '@/lib/server/account/server-quirks'
import { SERVER_KINDS } from '@/lib/server-kinds'
import {
  cookiesSetBy,
  makeAccount,
  requestAs,
  requestsOf,
  type SandboxAccount,
  setFault,
  setModes,
} from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { POST as updateBackground } from './update_profile_background_image/route'
import { GET as verify } from './verify_credentials/route'

const form = (fields: Record<string, string>, cookie = '') => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { cookie },
})

const publish = async (account: SandboxAccount, cookie = '') =>
  updateText(await requestAs(account, 'update_profile', form({ name: 'A' }, cookie)))

const tile = async (account: SandboxAccount, cookie = '') =>
  updateBackground(
    await requestAs(account, 'update_profile_background_image', form({ tile: 'true' }, cookie)),
  )

/** What the answer made the browser keep about the server. */
async function notesIn(response: Response, account: SandboxAccount) {
  const session = {
    handle: account.screen_name,
    accessToken: account.access_token,
    accessTokenSecret: account.access_token_secret,
  }
  return readNotes(cookiesSetBy(response), session)
}

async function limitFor(account: SandboxAccount, path: string, seconds: number): Promise<void> {
  const reset = String(Math.floor(Date.now() / 1000) + seconds)
  const headers = { 'x-rate-limit-reset': reset }
  await setFault(account, { path, status: 429, code: 88, message: 'Rate limit exceeded', headers, times: 1 })
}

const textPath = '/1.1/account/update_profile.json'

test('after a full limit nothing is sent before its time, and the answer says when that is', async () => {
  const account = await makeAccount()
  await limitFor(account, textPath, 900)
  const refused = await publish(account)
  const { retryAt } = await refused.json()
  const again = await publish(account, cookiesSetBy(refused))
  expect(again.status).toBe(429)
  expect(await again.json()).toMatchObject({ reason: 'rate_limited', retryAt })
  expect(await requestsOf(account)).toHaveLength(1)
})

test('when its time has come it is sent', async () => {
  const account = await makeAccount()
  await limitFor(account, textPath, -1)
  const refused = await publish(account)
  expect((await publish(account, cookiesSetBy(refused))).status).toBe(200)
})

test('a full limit for the texts does not hold up the background, nor reading', async () => {
  const account = await makeAccount()
  await limitFor(account, textPath, 900)
  const cookie = cookiesSetBy(await publish(account))
  expect((await tile(account, cookie)).status).toBe(200)
  const headers = { cookie }
  expect((await verify(await requestAs(account, 'verify_credentials', { headers }))).status).toBe(200)
})

test('a full limit for reading holds up reading', async () => {
  const account = await makeAccount()
  await limitFor(account, '/1.1/account/verify_credentials.json', 900)
  const cookie = cookiesSetBy(await verify(await requestAs(account, 'verify_credentials')))
  const again = await verify(await requestAs(account, 'verify_credentials', { headers: { cookie } }))
  expect(again.status).toBe(429)
  expect(await requestsOf(account)).toHaveLength(1)
})

test('what one person was told holds nobody else up', async () => {
  const [one, other] = [await makeAccount(), await makeAccount()]
  await limitFor(one, textPath, 900)
  const cookie = cookiesSetBy(await publish(one))
  expect((await publish(other, cookie)).status).toBe(200)
})

test('a cookie that was changed is as good as none', async () => {
  const account = await makeAccount()
  await limitFor(account, textPath, 900)
  const cookie = cookiesSetBy(await publish(account))
  expect((await publish(account, `${cookie.slice(0, -9)}AAAAAAAAA`)).status).toBe(200)
})

test('a server that takes everything leaves no cookie', async () => {
  const account = await makeAccount()
  expect((await publish(account)).headers.getSetCookie()).toEqual([])
})

test('a background that is gone is known from the first answer on, and accepted again when it is back', async () => {
  const account = await makeAccount()
  await setModes(account, { background: 'removed' })
  const gone = await tile(account)
  const learned = capabilitiesOf((await notesIn(gone, account)).capabilities, SERVER_KINDS.x)
  expect(learned.background).toEqual({
    accepts: false,
    transport: null,
    reason: 'gone',
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  })
  expect(learned.text).toEqual({ accepts: true, transport: 'v1.1' })
  await setModes(account, { background: '2014' })
  const back = await tile(account, cookiesSetBy(gone))
  expect((await notesIn(back, account)).capabilities).toEqual({})
})

test('what was refused is known for as long as a session lasts, so that nobody spends time on it the next day', async () => {
  const account = await makeAccount()
  await setModes(account, { background: 'removed' })
  const [cookie = ''] = (await tile(account)).headers.getSetCookie()
  expect(Number(/Max-Age=(\d+)/.exec(cookie)?.[1])).toBe(30 * 24 * 60 * 60)
})

test('texts and background refused for the access level are both known', async () => {
  const account = await makeAccount()
  await setModes(account, { profile: 'tier', background: 'tier' })
  const first = await publish(account)
  const second = await tile(account, cookiesSetBy(first))
  const { text, background } = (await notesIn(second, account)).capabilities
  expect([text, background]).toMatchObject(Array(2).fill({ accepts: false, reason: 'tier' }))
})

test('showing a background where none is stored asks for the picture too, without blaming the server', async () => {
  const account = await makeAccount()
  const init = form({ use: 'true' })
  const response = await updateBackground(await requestAs(account, 'update_profile_background_image', init))
  expect(await response.json()).toMatchObject({
    reason: 'image_rejected',
    field: 'file',
    errors: [{ code: 120 }],
  })
  expect(response.headers.getSetCookie()).toEqual([])
})
