import { expect, test } from 'vitest'
import { examine } from './examine'
import type { Finding } from './finding'
import { settingsFrom } from './settings'
import type { Settings } from './signed-call'

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

async function settingsOf(account: Account, modes: object = {}): Promise<Settings> {
  if (Object.keys(modes).length > 0) await control('modes', { screen_name: account.screen_name, ...modes })
  return {
    serverOrigin: origin(),
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

const V1 = 'Name, bio, location and website, by API v1.1'
const V2 = 'Name, bio, location and website, by API v2'
const ALL_FINE = {
  'Signing in': 'fine',
  'Your account': 'fine',
  [V1]: 'fine',
  'Profile photo': 'fine',
  'Header image': 'fine',
  'Background image': 'fine',
}

test.each([
  ['X as it was in 2014', { profile_v2: 'works' }, { ...ALL_FINE, [V2]: 'fine' }],
  [
    'X without backgrounds',
    { background: 'removed', profile_v2: 'works' },
    { ...ALL_FINE, [V2]: 'fine', 'Background image': 'shut' },
  ],
  [
    'X on an entry tier, with v2',
    { profile: 'tier', background: 'removed', profile_v2: 'works' },
    {
      ...ALL_FINE,
      [V1]: 'shut',
      [V2]: 'fine',
      'Profile photo': 'shut',
      'Header image': 'shut',
      'Background image': 'shut',
    },
  ],
  [
    'X on an entry tier, v2 shut as well',
    { profile: 'tier', background: 'tier', profile_v2: 'tier' },
    {
      ...ALL_FINE,
      [V1]: 'shut',
      [V2]: 'shut',
      'Profile photo': 'shut',
      'Header image': 'shut',
      'Background image': 'shut',
    },
  ],
  [
    'X that takes backgrounds and shows none',
    { background: 'noop', profile_v2: 'works' },
    { ...ALL_FINE, [V2]: 'fine', 'Background image': 'unknown' },
  ],
  ['StatusNet', { server: 'statusnet' }, { ...ALL_FINE, [V2]: 'shut', 'Header image': 'shut' }],
  [
    'GNU social',
    { server: 'gnusocial' },
    { ...ALL_FINE, [V2]: 'shut', 'Header image': 'shut', 'Background image': 'shut' },
  ],
])('on %s the doctor says what is so', async (_what, modes, expected) => {
  const account = await makeAccount()
  expect(await statesOf(await settingsOf(account, modes))).toEqual(expected)
})

test.each([{}, { server: 'statusnet' }, { server: 'gnusocial' }, { background: 'noop' }])(
  'the doctor changes nothing, with modes %j',
  async (modes) => {
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
  },
)

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
  expect(findings.find(({ about }) => about === 'Your account')).toMatchObject({
    state: 'fix',
    remedy: expect.stringMatching(/Read and write.*generate the access token anew/),
  })
})

test('wrong keys, a revoked token and an unknown callback are each told apart', async () => {
  const settings = await settingsOf(await makeAccount())
  expect(await statesOf({ ...settings, consumerSecret: 'wrong' })).toMatchObject({ 'Signing in': 'fix' })
  const token = { token: '1-unknown', secret: 'x' }
  expect(await statesOf({ ...settings, token })).toEqual({ 'Signing in': 'fine', 'Your account': 'fix' })
  const findings = await findingsOf({ ...settings, callback: 'https://elsewhere.example/back' })
  expect(findings[0]).toMatchObject({ state: 'fix', remedy: expect.stringContaining('callback URLs') })
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
  expect(states).toEqual({ 'Signing in': 'fix', 'Your account': 'fix' })
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
