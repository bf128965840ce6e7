import { beforeEach, expect, test } from 'vitest'
import { DEFAULT_MODES } from '../state/schema'
import { errorOf, KESTREL, type Keys, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

async function pageOf(path: string): Promise<string> {
  const markup = await (await fetch(sandbox.url(path))).text()
  return markup.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

const verify = (keys: Keys = WREN) =>
  send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })

/** The JSON of every option of a select. */
const optionsOf = (page: string, id: string) => {
  const list = new RegExp(`<select id="${id}".*?</select>`, 's').exec(page)?.[0] ?? ''
  return [...list.matchAll(/<option value="(.*?)"(?: selected)?>/g)].flatMap(([, json = '']) =>
    json === '' ? [] : [JSON.parse(json) as object | string],
  )
}

test('the front page shows accounts with keys, what arrived, and the faults that wait', async () => {
  await verify()
  await sandbox.control('POST', 'faults', { path: '/oauth/access_token', drop: 'before', screen_name: 'jay' })
  const page = await pageOf('/')
  for (const text of [
    '@wren',
    WREN.token,
    WREN.tokenSecret,
    '/1.1/account/verify_credentials.json',
    'cut before',
    'for @jay',
  ])
    expect(page).toContain(text)
})

test('every failure, kind of account and rule that the page offers is one the control API takes', async () => {
  const page = await pageOf('/')
  const faults = optionsOf(page, 'fault-kind')
  expect(faults.length).toBeGreaterThan(10)
  for (const fault of faults) {
    const isEmpty = Object.keys(fault).length === 0
    const response = await sandbox.control('POST', 'faults', { path: '/1.1/x', ...(fault as object) })
    expect(response.status, JSON.stringify(fault)).toBe(isEmpty ? 400 : 201)
  }
  const kinds = optionsOf(page, 'account-kind')
  expect(kinds).toHaveLength(5)
  for (const [index, kind] of kinds.entries()) {
    const account = { screen_name: `kind${index}`, ...(kind as object) }
    expect((await sandbox.control('POST', 'accounts', account)).status).toBe(201)
  }
  for (const rule of optionsOf(page, 'app-callback_rule'))
    expect((await sandbox.control('POST', 'apps', rule)).status).toBe(201)
  for (const name of ['access', 'cancel'])
    for (const value of optionsOf(page, `app-${name}`))
      expect((await sandbox.control('POST', 'apps', { [name]: value })).status).toBe(201)
  for (const mode of Object.keys(DEFAULT_MODES)) {
    const values = optionsOf(page, `account-modes-${mode}`)
    expect(values.length).toBeGreaterThan(2)
    for (const value of values)
      expect((await sandbox.control('POST', 'modes', { screen_name: 'wren', [mode]: value })).status).toBe(
        200,
      )
  }
})

test('every form and button of the page makes a call that the control API has', async () => {
  await sandbox.control('POST', 'faults', { path: '/1.1/x', status: 500 })
  await sandbox.control('POST', 'modes', { screen_name: 'jay', profile: 'tier' })
  await sandbox.control('POST', 'apps', { consumer_key: 'nest-box' })
  await sandbox.control('POST', 'rate_limits', { path: '/1.1/account/settings', limit: 3 })
  await sandbox.control('POST', 'clock', { advance_ms: 60_000 })
  await sandbox.control('POST', 'settings', { banner_status: 204 })
  const page = await pageOf('/?account=wren&app=sandbox-key')
  const posts = [...page.matchAll(/data-post="([^"]+)"/g)].map(([, path = '']) => path)
  expect(posts.toSorted()).toEqual(
    [
      'accounts',
      'accounts/wren',
      'apps',
      'clock',
      'faults',
      'modes',
      'modes',
      'rate_limits',
      'settings',
    ].toSorted(),
  )
  for (const path of posts)
    expect((await sandbox.control('POST', path, { colour: 'red' })).status, path).toBe(400)
  const calls = [
    ...page.matchAll(/data-call="(POST|DELETE) ([^"]+)" data-done="[^"]+"(?: data-body="(\{.*?\})")?>/g),
  ]
  expect(calls.length).toBeGreaterThan(9)
  for (const [, method, path = '', body] of calls.toSorted(
    ([a], [b]) => Number(a.includes('reset')) - Number(b.includes('reset')),
  )) {
    const response = await sandbox.control(method as 'POST', path, body && JSON.parse(body))
    expect(response.status, `${method} ${path}`).toBe(200)
  }
})

test('a limit that is set low is seen counting, per token', async () => {
  const limit = {
    path: '/1.1/account/verify_credentials.json',
    limit: 1,
    window_seconds: 30,
    screen_name: 'wren',
  }
  await sandbox.control('POST', 'rate_limits', limit)
  await sandbox.control('POST', 'modes', { rate_limits: 'x' })
  expect((await verify()).status).toBe(200)
  expect(await errorOf(await verify())).toMatchObject({ status: 429, code: 88 })
  expect((await verify(KESTREL)).status).toBe(200)
  const page = await pageOf('/')
  expect(page).toContain('1 call in 30 s')
  expect(page).toMatch(/account\/verify_credentials<\/span> <span class="quiet">@wren, 2 of 1, \d+ s left/)
  expect(page).toMatch(/@kestrel, 1 of 75, 15 min left/)
  await sandbox.control('DELETE', 'rate_limits')
  expect((await verify()).status).toBe(200)
  expect(await pageOf('/')).toContain('X’s own')
})

test('an account or app that is to be changed has its form filled with what it is now', async () => {
  await sandbox.control('POST', 'accounts', { screen_name: 'owl', standing: 'suspended', protected: true })
  const page = await pageOf('/?account=owl')
  expect(page).toMatch(/selected>Suspended \(403, code 64\)/)
  expect(page).toMatch(/id="change-account-protected" name="protected" checked/)
  await sandbox.control('POST', 'apps', {
    consumer_key: 'nest-box',
    name: 'Nest',
    callbacks: ['owl://back', 'https://a.example/b'],
  })
  await sandbox.control('POST', 'accounts/owl', { access: 'read' })
  expect(await pageOf('/?account=owl')).toMatch(/selected>As it is now</)
  const changed = await pageOf('/?app=nest-box')
  expect(changed).toContain('name="consumer_key" value="nest-box"')
  expect(changed).toContain('\nowl://back\nhttps://a.example/b</textarea>')
})

test('the clock and the settings say how far they are from the usual', async () => {
  await sandbox.control('POST', 'clock', { advance_ms: -(23 * 60 + 44) * 60_000 })
  await sandbox.control('POST', 'settings', { banner_status: 204, characters: 'utf16' })
  const page = await pageOf('/')
  expect(page).toContain('23 h 44 min behind')
  expect(page).toContain('2 changed')
})

test('of many accounts the first are listed, and any is found by name or id', async () => {
  for (let index = 0; index < 40; index += 1)
    await sandbox.control('POST', 'accounts', { screen_name: `flock${index}` })
  const rowsOf = (page: string) => page.match(/href="\/keys\//g)?.length
  const first = await pageOf('/')
  expect(rowsOf(first)).toBe(10)
  expect(first).toContain('33 more')
  const found = await pageOf('/?find=%40FLOCK39')
  expect(rowsOf(found)).toBe(1)
  expect(found).toContain('@flock39')
  expect(rowsOf(await pageOf('/?find=1002'))).toBe(1)
  expect(await pageOf('/?find=<nobody>')).toContain('“&lt;nobody&gt;”')
})

test('of a request with very long parameters the front page shows the beginning', async () => {
  const form = { location: 'Here', ['x'.repeat(5_000)]: '' }
  await send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form, ...WREN })
  expect(await pageOf('/')).toMatch(/<bdi>location, x{100,200}…<\/bdi>/)
})
