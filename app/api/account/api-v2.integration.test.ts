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
  setModes,
} from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { GET as verify } from './verify_credentials/route'

const FULL = { name: 'Wren', description: 'Small and loud', location: 'Fen', url: 'https://wren.example' }
async function publish(account: SandboxAccount, fields: Record<string, string>, cookie = '') {
  const init = { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } }
  return updateText(await requestAs(account, 'update_profile', init))
}

async function profileOf(account: SandboxAccount): Promise<Record<string, unknown>> {
  return (await verify(await requestAs(account, 'verify_credentials'))).json()
}

async function notesIn(response: Response, account: SandboxAccount) {
  const session = {
    handle: account.screen_name,
    accessToken: account.access_token,
    accessTokenSecret: account.access_token_secret,
  }
  return readNotes(cookiesSetBy(response), session)
}

const writesOf = async (account: SandboxAccount) =>
  (await requestsOf(account)).filter(({ method }) => method !== 'GET')

test('an app that v1.1 refuses for its tier publishes texts by v2, and goes there at once the next time', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { profile: 'tier', profile_v2: 'works' })
  const first = await publish(account, { name: 'By v2', location: '' })
  expect(first.status).toBe(200)
  expect(await first.json()).toMatchObject({ name: 'By v2', location: '', screen_name: account.screen_name })
  expect((await notesIn(first, account)).capabilities).toEqual({ text: { accepts: true, transport: 'v2' } })
  await publish(account, { name: 'Again' }, cookiesSetBy(first))
  expect((await writesOf(account)).map(({ path }) => path)).toEqual([
    '/1.1/account/update_profile.json',
    '/2/users/me',
    '/2/users/me',
  ])
  expect(await profileOf(account)).toMatchObject({ name: 'Again', description: 'Small and loud' })
})

test('what v2 finds wrong with a text is told at its field', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { profile: 'tier', profile_v2: 'works' })
  const response = await publish(account, { name: 'a<b' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'field_rejected', field: 'name' })
})

test('where neither API takes the texts that is known, since when, and nothing else is said to be shut', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { profile: 'tier', profile_v2: 'tier' })
  const response = await publish(account, { name: 'A' })
  expect(await response.json()).toMatchObject({ reason: 'tier_refused', errors: [{ code: 453 }] })
  expect(capabilitiesOf((await notesIn(response, account)).capabilities, SERVER_KINDS.x)).toMatchObject({
    text: { accepts: false, reason: 'tier', since: expect.any(String) },
    background: { accepts: true },
  })
})
