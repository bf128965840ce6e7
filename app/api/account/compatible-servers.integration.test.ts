import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readNotes } from '@/lib/server/account/server-quirks'
import { cookiesSetBy, makeAccount, requestAs, type SandboxAccount, setModes } from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { POST as updateBackground } from './update_profile_background_image/route'
import { GET as verify } from './verify_credentials/route'

const FULL = { name: 'Wren', description: 'Small and loud', location: 'Fen', url: 'https://wren.example' }
const WAS = { was_description: 'Small and loud', was_location: 'Fen', was_url: 'https://wren.example' }

async function publish(account: SandboxAccount, fields: Record<string, string>, cookie = '') {
  const init = { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } }
  return updateText(await requestAs(account, 'update_profile', init))
}

async function publishBackground(
  account: SandboxAccount,
  fields: Record<string, string | Blob>,
  cookie = '',
) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const init = { method: 'POST', body, headers: { cookie } }
  return updateBackground(await requestAs(account, 'update_profile_background_image', init))
}

async function picture(): Promise<File> {
  const create = { width: 30, height: 20, channels: 3, background: '#71295e' } as const
  const bytes = await sharp({ create }).png().toBuffer()
  return new File([new Uint8Array(bytes)], 'feather.png')
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

test('on GNU social a change of one text leaves the others as they were', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { server: 'gnusocial' })
  const response = await publish(account, { name: 'Troglodytes', ...WAS })
  expect(response.status).toBe(200)
  expect((await notesIn(response, account)).traits).toEqual({ blanksOmitted: true })
  expect(await profileOf(account)).toMatchObject({ name: 'Troglodytes', description: 'Small and loud' })
  await publish(account, { location: 'Reeds' }, cookiesSetBy(response))
  expect(await profileOf(account)).toMatchObject({
    name: 'Troglodytes',
    description: 'Small and loud',
    location: 'Reeds',
    url: 'https://wren.example',
  })
})

test('GNU social has no backgrounds, and that is known after the first', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { server: 'gnusocial' })
  const response = await publishBackground(account, { file: await picture() })
  expect(response.status).toBe(404)
  expect((await notesIn(response, account)).capabilities.background).toMatchObject({
    accepts: false,
    reason: 'gone',
  })
})

test('StatusNet cannot clear a text, and that is noticed', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { server: 'statusnet' })
  const response = await publish(account, { location: '' })
  expect(response.status).toBe(200)
  expect((await notesIn(response, account)).traits).toEqual({ keepsEmptied: true })
})

test('StatusNet takes a switch only with its picture: the page is asked for it, and then it is tiled', async () => {
  const account = await makeAccount(FULL)
  await setModes(account, { server: 'statusnet' })
  const alone = await publishBackground(account, { tile: 'true' })
  expect(alone.status).toBe(422)
  expect(await alone.json()).toMatchObject({ reason: 'image_rejected', field: 'file' })
  expect((await notesIn(alone, account)).traits).toEqual({ wantsPictureWithSwitch: true })
  const file = await picture()
  const together = await publishBackground(account, { tile: 'true', use: 'false', file }, cookiesSetBy(alone))
  expect(await together.json()).toMatchObject({ profile_background_tile: true })
  expect((await notesIn(together, account)).traits).toEqual({
    wantsPictureWithSwitch: true,
    ignoresUse: true,
  })
})
