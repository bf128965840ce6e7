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

test('every failure and choice that the page offers is one the control API takes', async () => {
  const page = await pageOf('/')
  const faults = optionsOf(page, 'fault-kind')
  expect(faults.length).toBeGreaterThan(10)
  for (const fault of faults) {
    const isEmpty = Object.keys(fault).length === 0
    const response = await sandbox.control('POST', 'faults', { path: '/1.1/x', ...(fault as object) })
    expect(response.status, JSON.stringify(fault)).toBe(isEmpty ? 400 : 201)
  }
  const choicesOf = (form: string, names: readonly string[]) =>
    names.flatMap((name) => {
      const values = optionsOf(page, `${form}-${name}`)
      expect(values.length, name).toBeGreaterThan(1)
      return values.map((value) => ({ [name]: value }))
    })
  for (const [index, choice] of choicesOf('account', ['standing', 'access']).entries()) {
    const account = { screen_name: `chosen${index}`, ...choice }
    expect((await sandbox.control('POST', 'accounts', account)).status).toBe(201)
  }
  for (const choice of choicesOf('app', ['access', 'cancel']))
    expect((await sandbox.control('POST', 'apps', choice)).status).toBe(201)
  for (const choice of choicesOf('own-modes', Object.keys(DEFAULT_MODES)))
    expect((await sandbox.control('POST', 'modes', { screen_name: 'wren', ...choice })).status).toBe(200)
})

test('every form and button of the page makes a call that the control API has', async () => {
  await sandbox.control('POST', 'faults', { path: '/1.1/x', status: 500 })
  await sandbox.control('POST', 'modes', { screen_name: 'jay', profile: 'tier' })
  await sandbox.control('POST', 'apps', { consumer_key: 'nest-box' })
  await sandbox.control('POST', 'rate_limits', { path: '/1.1/account/settings', limit: 3 })
  await sandbox.control('POST', 'clock', { advance_ms: 60_000 })
  await sandbox.control('POST', 'settings', { banner_status: 204 })
  const page = await pageOf('/?account=wren&app=sandbox-key')
  const forms = [...page.matchAll(/<form class="(?:form|mode)" data-call="POST ([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  expect(new Set(forms)).toEqual(
    new Set(['accounts', 'accounts/wren', 'apps', 'clock', 'faults', 'modes', 'rate_limits', 'settings']),
  )
  for (const path of forms)
    expect((await sandbox.control('POST', path, { colour: 'red' })).status, path).toBe(400)
  const buttons = [
    ...page.matchAll(
      /class="call" data-call="(POST|DELETE) ([^"]+)" data-done="[^"]+" method="dialog">(?:<input type="hidden" name="sent" data-as="json" value="(\{.*?\})">)?/g,
    ),
  ]
  expect(buttons.length).toBeGreaterThan(9)
  for (const [, method, path = '', body] of buttons.toSorted(
    ([a], [b]) => Number(a.includes('reset')) - Number(b.includes('reset')),
  )) {
    const response = await sandbox.control(method as 'POST', path, body && JSON.parse(body))
    expect(response.status, `${method} ${path}`).toBe(200)
  }
})

test('every field of a request stands in its form, and is sent as what the control API takes', async () => {
  const page = await pageOf('/')
  const fieldOf = (name: string) =>
    new RegExp(`<(?:input|textarea|select)[^>]* name="${name}"[^>]*>`).exec(page)?.[0]
  expect(fieldOf('delay_ms')).toContain('data-as="number" data-when-empty="omit"')
  expect(fieldOf('times')).toContain('data-as="number" data-when-empty="null"')
  expect(fieldOf('headers')).toContain('data-as="headers"')
  expect(fieldOf('callbacks')).toContain('data-as="lines" data-when-empty="null"')
  expect(fieldOf('media_base')).not.toContain('data-when-empty')
  expect(fieldOf('strict_address')).toContain('type="checkbox"')
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
  await sandbox.control('POST', 'accounts/owl', { access: 'read' })
  const page = await pageOf('/?account=owl')
  const form = /<form [^>]*data-call="POST accounts\/owl".*?<\/form>/s.exec(page)?.[0] ?? ''
  expect(form).toContain('<option value=""suspended"" selected>')
  expect(form).toContain('<option value=""read"" selected>')
  expect(form).toContain('name="protected" checked')
  expect(form).not.toContain('name="verified" checked')
  const app = { consumer_key: 'nest-box', name: 'Nest', callbacks: ['owl://back', 'https://a.example/b'] }
  await sandbox.control('POST', 'apps', app)
  const changed = await pageOf('/?app=nest-box')
  expect(changed).toContain('value="{"consumer_key":"nest-box"}"')
  expect(changed).toContain('\nowl://back\nhttps://a.example/b</textarea>')
})

test('an app whose only callback is oob takes a PIN alone, and its form says so', async () => {
  await sandbox.control('POST', 'apps', { consumer_key: 'nest-box', callbacks: ['oob'] })
  const apps = (await (await sandbox.control('GET', 'apps')).json()) as { callbacks: string[] | null }[]
  expect(apps.at(-1)?.callbacks).toEqual([])
  expect(await pageOf('/?app=nest-box')).toContain('\noob</textarea>')
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
