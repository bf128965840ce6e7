import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { SERVER_KINDS, type ServerKindId } from '../../lib/server-kinds'
import { examine } from './examine'
import { type Finding, type Settings, settingsFrom, ways } from './finding'

type Account = { screen_name: string; access_token: string; access_token_secret: string }

const origin = () => process.env.X_API_ORIGIN ?? ''

async function control(path: string, body?: object): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${origin()}/__sandbox/${path}`, body ? init : {})
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
  return response.json()
}

let made = 0

async function makeAccount(more: object = {}): Promise<Account> {
  made += 1
  return (await control('accounts', { screen_name: `doc${process.pid}_${made}`, ...more })) as Account
}

async function settingsOf(
  account: Account,
  modes: { server?: ServerKindId; [mode: string]: string | undefined } = {},
): Promise<Settings> {
  if (Object.keys(modes).length > 0) await control('modes', { screen_name: account.screen_name, ...modes })
  return {
    serverOrigin: origin(),
    kind: SERVER_KINDS[modes.server ?? 'x'],
    consumerKey: 'sandbox-key',
    consumerSecret: 'sandbox-secret',
    callback: 'http://localhost:3000/api/auth/callback/twitter',
    token: { token: account.access_token, secret: account.access_token_secret },
  }
}

async function findingsOf(settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const finding of examine(settings)) findings.push(finding)
  return findings
}

/** What was found about each thing, by the word of the report. */
async function statesOf(settings: Settings): Promise<Record<string, string>> {
  return Object.fromEntries((await findingsOf(settings)).map(({ about, state }) => [about, state]))
}

const READ_V1 = 'Reading your profile, by API v1.1'
const READ_V2 = 'Reading your profile, by API v2'
const V1 = 'Name, bio, location and website, by API v1.1'
const V2 = 'Name, bio, location and website, by API v2'
const PHOTO_V1 = 'Profile photo, by API v1.1'
const PHOTO_V2 = 'Profile photo, by API v2'
const HEADER = 'Header image, by API v1.1'
const BACKGROUND = 'Background image, by API v1.1'
const V1_FINE = {
  'Signing in': 'fine',
  [READ_V1]: 'fine',
  [V1]: 'fine',
  [PHOTO_V1]: 'fine',
  [HEADER]: 'fine',
  [BACKGROUND]: 'fine',
}
const ALL_FINE = {
  'Signing in': 'fine',
  [READ_V1]: 'fine',
  [READ_V2]: 'fine',
  [V1]: 'fine',
  [V2]: 'fine',
  [PHOTO_V1]: 'fine',
  [PHOTO_V2]: 'fine',
  [HEADER]: 'fine',
  [BACKGROUND]: 'fine',
}
const V2_OPEN = { profile_v2: 'works', profile_image_v2: 'works' }
const V2_SHUT = { users_me_v2: 'tier', profile_v2: 'tier', media_v2: 'tier', profile_image_v2: 'tier' }
const V1_SHUT_TO_WRITES = {
  [V1]: 'shut',
  [PHOTO_V1]: 'shut',
  [HEADER]: 'shut',
  [BACKGROUND]: 'shut',
}
const NO_V2 = { [READ_V2]: 'shut', [V2]: 'shut', [PHOTO_V2]: 'shut' }

test.each<[string, Parameters<typeof settingsOf>[1], object]>([
  ['X as it was in 2014', V2_OPEN, ALL_FINE],
  ['X without backgrounds', { ...V2_OPEN, background: 'removed' }, { ...ALL_FINE, [BACKGROUND]: 'shut' }],
  [
    'X on an entry tier, with v2',
    { ...V2_OPEN, profile: 'tier', background: 'removed' },
    { ...ALL_FINE, ...V1_SHUT_TO_WRITES },
  ],
  [
    'X with v1.1 closed altogether',
    { ...V2_OPEN, verify_credentials: 'tier', profile: 'tier', background: 'tier' },
    { ...ALL_FINE, ...V1_SHUT_TO_WRITES, [READ_V1]: 'shut' },
  ],
  [
    'X on an entry tier, v2 shut as well',
    { ...V2_SHUT, profile: 'tier', background: 'tier' },
    { ...ALL_FINE, ...V1_SHUT_TO_WRITES, ...NO_V2 },
  ],
  ['X that opens v2 to OAuth 2.0 alone', {}, { ...ALL_FINE, [V2]: 'shut', [PHOTO_V2]: 'shut' }],
  [
    'X that takes backgrounds and shows none',
    { ...V2_OPEN, background: 'noop' },
    { ...ALL_FINE, [BACKGROUND]: 'unknown' },
  ],
  ['StatusNet', { server: 'statusnet' }, { ...V1_FINE, [HEADER]: 'shut' }],
  ['GNU social', { server: 'gnusocial' }, { ...V1_FINE, [HEADER]: 'shut', [BACKGROUND]: 'shut' }],
])('on %s the doctor says what is so', async (_what, modes, expected) => {
  const account = await makeAccount()
  expect(await statesOf(await settingsOf(account, modes))).toEqual(expected)
})

test('by which way each part goes is said for these keys, and what else to set in the console', async () => {
  const account = await makeAccount()
  const modes = { ...V2_OPEN, verify_credentials: 'tier', profile: 'tier', background: 'tier' }
  expect(ways(await findingsOf(await settingsOf(account, modes)))).toEqual([
    'Reading your profile: by API v2.',
    'Name, bio, location and website: by API v2.',
    'Profile photo: by API v2.',
    'Header image: not at all.',
    'Background image: not at all.',
  ])
  const other = await settingsOf(await makeAccount(), { profile: 'tier' })
  const remedies = (await findingsOf(other)).map(({ remedy }) => remedy ?? '')
  expect(remedies.join()).toMatch(/set X_CLIENT_ID and X_CLIENT_SECRET .* and X_SIGN_IN=oauth2/)
})

/** The same keys as those of an app to which people sign in by OAuth 2.0. */
async function settingsByOauth2(account: Account, scope?: string): Promise<Settings> {
  const { screen_name } = account
  const issued = (await control('oauth2_tokens', { screen_name, scope })) as { access_token: string }
  const { token: _, ...settings } = await settingsOf(account)
  const scopes = ['tweet.read', 'users.read', 'media.write']
  const client = { id: 'sandbox-client', secret: 'sandbox-client-secret', scopes }
  return { ...settings, consumerKey: '', consumerSecret: '', client, bearer: issued.access_token }
}

const BY_OAUTH2 = {
  'Signing in': 'fine',
  [READ_V2]: 'fine',
  [V2]: 'fine',
  [PHOTO_V2]: 'fine',
  'Header image': 'shut',
  'Background image': 'shut',
}

test('for OAuth 2.0 everything is asked of v2, and what v2 has no call for is said', async () => {
  const account = await makeAccount({ name: 'Wren', description: 'Small' })
  const settings = await settingsByOauth2(account)
  const before = await control(`accounts/${account.screen_name}`)
  const findings = await findingsOf(settings)
  expect(Object.fromEntries(findings.map(({ about, state }) => [about, state]))).toEqual(BY_OAUTH2)
  expect(findings[0]?.remedy).toContain(settings.callback)
  expect(ways(findings).slice(-2)).toEqual(['Header image: not at all.', 'Background image: not at all.'])
  expect(await control(`accounts/${account.screen_name}`)).toEqual(before)
})

test('a wrong client secret, a token that has ended, and scopes that are missing are each told apart', async () => {
  const account = await makeAccount()
  const settings = await settingsByOauth2(account)
  const client = { id: 'sandbox-client', secret: 'wrong', scopes: [] }
  const [wrong] = await findingsOf({ ...settings, client })
  expect(wrong).toMatchObject({ state: 'fix', remedy: expect.stringMatching(/X_CLIENT_SECRET.*Web App/) })
  expect(await statesOf({ ...settings, bearer: 'ended' })).toEqual({ 'Signing in': 'fine', [READ_V2]: 'fix' })
  const readOnly = await settingsByOauth2(account, 'tweet.read users.read')
  const [, , texts] = await findingsOf(readOnly)
  expect(texts).toMatchObject({ about: V2, state: 'shut', remedy: expect.stringContaining('media.write') })
})

test.each<{ server?: ServerKindId; background?: string }>([
  {},
  { server: 'statusnet' },
  { server: 'gnusocial' },
  { background: 'noop' },
])('the doctor changes nothing, with modes %j', async (modes) => {
  const account = await makeAccount({
    name: 'Wren',
    description: 'Small',
    location: 'Fen',
    url: 'https://wren.example',
  })
  const settings = await settingsOf(account, modes)
  const before = await control(`accounts/${account.screen_name}`)
  await statesOf(settings)
  expect(await control(`accounts/${account.screen_name}`)).toEqual(before)
})

test('a server that takes even an impossible name gets every text back as it was', async () => {
  const texts = { name: 'Wren', description: 'Small', location: 'Fen', url: 'https://wren.example' }
  const account = await makeAccount(texts)
  const { screen_name } = account
  const settings = await settingsOf(account)
  const path = '/1.1/account/update_profile.json'
  await control('faults', { path, screen_name, status: 200, body: '{}', times: 1 })
  const findings = await findingsOf(settings)
  expect(findings.find(({ about }) => about === V1)?.sentence).toContain('Yours was put back at once')
  type Sent = { path: string; parameters: Record<string, string> }
  const sent = ((await control(`requests?screen_name=${screen_name}`)) as Sent[]).filter(
    (request) => request.path === path,
  )
  expect(Object.keys(sent.at(-1)?.parameters ?? {}).sort()).toEqual(Object.keys(texts).sort())
  expect(await control(`accounts/${screen_name}`)).toMatchObject({ name: 'Wren', description: 'Small' })
})

test('a token that may only read is told with what to change, and in which order', async () => {
  const settings = await settingsOf(await makeAccount({ access: 'read' }))
  const findings = await findingsOf(settings)
  expect(findings.find(({ about }) => about === READ_V1)).toMatchObject({
    state: 'fix',
    remedy: expect.stringMatching(/Read and write.*generate the access token anew/),
  })
})

test('wrong keys, a revoked token and an unknown callback are each told apart', async () => {
  const settings = await settingsOf(await makeAccount())
  expect(await statesOf({ ...settings, consumerSecret: 'wrong' })).toMatchObject({ 'Signing in': 'fix' })
  const token = { token: '1-unknown', secret: 'x' }
  expect(await statesOf({ ...settings, token })).toEqual({
    'Signing in': 'fine',
    [READ_V1]: 'fix',
    [READ_V2]: 'shut',
  })
  const findings = await findingsOf({ ...settings, callback: 'https://elsewhere.example/back' })
  expect(findings[0]).toMatchObject({ state: 'fix', remedy: expect.stringContaining('callback URLs') })
  const desktop = { consumer_key: `desktop${process.pid}`, consumer_secret: 'secret' }
  await control('apps', { ...desktop, callbacks: [] })
  const keys = { consumerKey: desktop.consumer_key, consumerSecret: desktop.consumer_secret }
  const [signIn] = await findingsOf({ ...settings, ...keys })
  expect(signIn).toMatchObject({ state: 'fix', remedy: expect.stringContaining('callback URLs') })
})

test.each([
  ['/1.1/account/update_profile.json', { status: 400, body: '{"error":"Too long."}' }, V1, 'fine'],
  ['/1.1/account/update_profile.json', { status: 410, body: '' }, V1, 'shut'],
  ['/2/users/me', { status: 403, body: '{"title":"CreditsDepleted"}' }, READ_V2, 'fix'],
])('what %s means by %j is told', async (path, answer, about, state) => {
  const account = await makeAccount()
  await control('faults', { path, screen_name: account.screen_name, ...answer })
  expect(await statesOf(await settingsOf(account))).toMatchObject({ [about]: state })
})

test('a clock that is wrong by minutes is told before it is wrong enough to be refused', async () => {
  const settings = await settingsOf(await makeAccount())
  const stateAt = async (skewSeconds: number) => {
    const server = createServer((_, response) => {
      response.setHeader('date', new Date(Date.now() + skewSeconds * 1000).toUTCString())
      response.end('oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const [finding] = await findingsOf({ ...settings, serverOrigin: `http://127.0.0.1:${port}` })
    server.close()
    return finding
  }
  expect(await stateAt(-200)).toMatchObject({ about: 'Your clock', state: 'fix' })
  expect(await stateAt(200)).toMatchObject({ about: 'Your clock', state: 'fix' })
  expect(await stateAt(30)).toMatchObject({ about: 'Signing in', state: 'fine' })
})

/** What the command prints, and how it ends, with these variables beside those of the tests. */
function doctor(variables: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const args = ['--import', 'tsx', path.join(import.meta.dirname, '..', 'doctor.ts')]
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' }
  Object.assign(env, variables)
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    )
  })
}

test('the command ends with 1 when there is something to fix, and with 0 when nothing is', async () => {
  const account = await makeAccount()
  const keys = {
    X_ACCESS_TOKEN: account.access_token,
    X_ACCESS_TOKEN_SECRET: account.access_token_secret,
  }
  const fine = await doctor(keys)
  expect(fine.output).toContain('Nothing is changed there.')
  expect(fine.code).toBe(0)
  const wrong = await doctor({ ...keys, X_API_SECRET: 'wrong' })
  expect(wrong.output).toContain('What you can do:')
  expect(wrong.code).toBe(1)
  const unset = await doctor({ X_API_KEY: '' })
  expect(unset.output).toContain('X_API_KEY is missing')
  expect(unset.code).toBe(1)
})

test('a server that quotes the keys of a call does not get them into the report', async () => {
  const account = await makeAccount()
  const message = `You sent ${account.access_token} and sandbox-secret. `.repeat(20)
  const fault = { screen_name: account.screen_name, times: 20, status: 418, code: 7, message }
  await control('faults', { ...fault, path: '/1.1/account/verify_credentials.json' })
  const report = (await findingsOf(await settingsOf(account))).map(({ sentence }) => sentence)
  expect(report.join()).toContain('You sent [removed] and [removed].')
  expect(report.join()).not.toContain(account.access_token)
  expect(Math.max(...report.map((sentence) => sentence.length))).toBeLessThan(500)
})

test('a server that is not there is said to be so', async () => {
  const settings = await settingsOf(await makeAccount())
  const states = await statesOf({ ...settings, serverOrigin: 'http://127.0.0.1:9' })
  expect(states).toEqual({ 'Signing in': 'fix', [READ_V1]: 'fix', [READ_V2]: 'fix' })
})

test('what is missing in the environment is said, a sentence each', () => {
  const settings = settingsFrom({
    NODE_ENV: 'test',
    X_API_ORIGIN: 'http://api.example',
    X_ACCESS_TOKEN: '1-a',
  })
  expect(settings.ok ? [] : settings.problems).toEqual([
    expect.stringContaining('X_API_ORIGIN'),
    expect.stringContaining('X_API_KEY is missing'),
    expect.stringContaining('X_API_SECRET is missing'),
    expect.stringContaining('belong together'),
  ])
})
