import { beforeEach, expect, test } from 'vitest'
import { errorOf, KESTREL, type Keys, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox-for-tests'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

/** A form as a browser without JavaScript sends it. */
const submit = (form: string, fields: Record<string, string>, origin = new URL(sandbox.url('/')).origin) =>
  fetch(sandbox.url(`/__sandbox/forms/${form}`), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams(fields),
  })

/** Sends a form that is taken, and gives the page it leads back to. */
async function done(form: string, fields: Record<string, string> = {}): Promise<string> {
  const response = await submit(form, fields)
  expect(response.status).toBe(303)
  return readable(await fetch(sandbox.url(response.headers.get('location') ?? '')))
}

/** Sends a form that is not taken, and gives the page that says so. */
async function refused(form: string, fields: Record<string, string>): Promise<string> {
  const response = await submit(form, fields)
  expect(response.status).toBe(422)
  return readable(response)
}

async function readable(response: Response): Promise<string> {
  const markup = await response.text()
  return markup.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

const saidOn = (page: string) => /class="answer done"[^>]*>.*?<span>(.*?)<\/span>/s.exec(page)?.[1]
const problemAt = (page: string, id: string) =>
  new RegExp(`id="${id}-problem">.*?<span>(.*?)</span>`, 's').exec(page)?.[1]
const controlOf = (page: string, id: string) => new RegExp(`<\\w+ id="${id}"[^>]*>`).exec(page)?.[0]

const verify = (keys: Keys = WREN) =>
  send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
const rename = (keys: Keys = WREN) =>
  send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form: { name: 'x' }, ...keys })
const read = async (path: string) => (await sandbox.control('GET', path)).json() as Promise<unknown>

const FAULT = { path: 'update_profile.json', kind: 'capacity', times: '1', screen_name: '' }

test('a fault is set with headers, body, delay and account of its own, and the page says what waits', async () => {
  const page = await done('fault', {
    ...FAULT,
    kind: 'own',
    times: '2',
    screen_name: 'wren',
    status: '418',
    headers: 'Retry-After: 30\r\nX-Seen: yes, twice',
    body: '<p>short</p>\n',
    delay_ms: '1',
  })
  expect(saidOn(page)).toBe(
    'Set: 418, own body, 1 ms late, with Retry-After, X-Seen for /1.1/account/update_profile.json, for @wren, 2 more times.',
  )
  expect((await rename(KESTREL)).status).toBe(200)
  const met = await rename()
  expect(met.status).toBe(418)
  expect(met.headers.get('retry-after')).toBe('30')
  expect(met.headers.get('x-seen')).toBe('yes, twice')
  expect(await met.text()).toBe('<p>short</p>\n')
})

test('every kind of trouble that the page offers is one it takes', async () => {
  const page = await readable(await fetch(sandbox.url('/')))
  const list = /<select id="fault-kind".*?<\/select>/s.exec(page)?.[0] ?? ''
  const kinds = [...list.matchAll(/value="([^"]+)"/g)].flatMap(([, kind = '']) =>
    kind === 'own' ? [] : [kind],
  )
  expect(kinds.length).toBeGreaterThan(10)
  for (const kind of kinds) expect(saidOn(await done('fault', { ...FAULT, kind })), kind).toMatch(/^Set: /)
  expect(await read('faults')).toHaveLength(kinds.length)
})

test('a cut line carries no answer, a fault without a number of times stays', async () => {
  await done('fault', { ...FAULT, times: '', drop: 'after' })
  expect(await read('faults')).toEqual([
    { id: 1, path: '/1.1/account/update_profile.json', times: null, drop: 'after' },
  ])
})

test('everything that is wrong with a fault is said beside its field, and what was typed is kept', async () => {
  const page = await refused('fault', {
    ...FAULT,
    times: 'twice',
    status: '99',
    headers: 'no colon',
    body: '<kept>',
    delay_ms: '-1',
  })
  expect(problemAt(page, 'fault-times')).toBe('times is a whole number from 1 to 1000000')
  expect(problemAt(page, 'fault-status')).toBe('status is a whole number from 200 to 599')
  expect(problemAt(page, 'fault-headers')).toBe('"no colon" has no colon: a header is Name: value.')
  expect(problemAt(page, 'fault-delay_ms')).toBe('delay_ms is a whole number from 0 to 120000')
  expect(controlOf(page, 'fault-times')).toContain('value="twice"')
  expect(controlOf(page, 'fault-times')).toContain('aria-invalid="true"')
  expect(controlOf(page, 'fault-times')).toContain('aria-describedby="fault-times-problem"')
  expect(page).toContain('\nno colon</textarea>')
  expect(page).toContain('\n&lt;kept&gt;</textarea>')
  expect(page).toContain('<title>There is a problem')
  expect(await read('faults')).toEqual([])
})

test('a fault is removed by its button, or all of them', async () => {
  for (const path of ['/1.1/x', '/1.1/y', '/1.1/z']) await done('fault', { ...FAULT, path })
  expect(saidOn(await done('remove-fault', { id: '2' }))).toBe(
    'Removed: 503, code 130 for /1.1/y, for everyone, once more.',
  )
  expect(await refused('remove-fault', { id: '2' })).toContain('That fault is gone already.')
  expect(saidOn(await done('remove-faults'))).toBe('2 faults are removed. None waits.')
})

test('modes are set for all accounts and for one, and an account gives its own back', async () => {
  const all = await done('modes', { background: 'removed', profile: 'works', rate_limits: 'off' })
  expect(saidOn(all)).toMatch(
    /^For all accounts: background is removed, profile is works, rate_limits is off/,
  )
  const one = await done('account-modes', { screen_name: 'jay', background: 'noop', profile: '' })
  expect(saidOn(one)).toMatch(/^For @jay: background is noop, profile is works/)
  expect(await read('modes')).toMatchObject({
    background: 'removed',
    accounts: { jay: { background: 'noop' } },
  })
  await done('account-modes', { screen_name: 'jay', profile: 'tier' })
  await done('account-modes', { screen_name: 'jay', background: 'as-all' })
  expect(await read('modes')).toMatchObject({ accounts: { jay: { profile: 'tier' } } })
  expect(saidOn(await done('clear-account-modes', { screen_name: 'jay' }))).toMatch(
    /^For @jay: .*profile is works/,
  )
  expect(await read('modes')).toMatchObject({ accounts: {} })
})

test('modes are set for one app, and the app gives its own back', async () => {
  expect(saidOn(await done('app-modes', { consumer_key: 'sandbox-key', profile: 'tier' }))).toMatch(
    /^For Plumage: .*profile is tier/,
  )
  expect(await read('modes')).toMatchObject({
    profile: 'works',
    apps: { 'sandbox-key': { profile: 'tier' } },
  })
  expect(await errorOf(await rename())).toMatchObject({ status: 403, code: 453 })
  await done('clear-app-modes', { consumer_key: 'sandbox-key' })
  expect(await read('modes')).toMatchObject({ apps: {} })
  const nothing = await refused('app-modes', { consumer_key: 'sandbox-key' })
  expect(problemAt(nothing, 'app-modes-background')).toBe('Choose what is to differ.')
  const nobody = await refused('app-modes', { consumer_key: 'none', profile: 'tier' })
  expect(problemAt(nobody, 'app-modes-consumer_key')).toBe('There is no app with the key none.')
})

test('modes that do not exist, or an account of which nothing is to differ, are refused in place', async () => {
  expect(await refused('modes', { background: 'gone' })).toContain('background is one of: 2014, removed')
  const nothing = await refused('account-modes', { screen_name: 'jay' })
  expect(problemAt(nothing, 'account-modes-background')).toBe('Choose what is to differ.')
  expect(nothing).toContain('<option value="jay" selected>')
  const nobody = await refused('account-modes', { screen_name: 'nobody', profile: 'tier' })
  expect(problemAt(nobody, 'account-modes-screen_name')).toBe('There is no account named nobody.')
})

test.each([
  ['ordinary', 200, undefined],
  ['suspended', 403, 64],
  ['locked', 403, 326],
  ['read-only', 200, undefined],
  ['revoked', 401, 89],
])('an account of the kind %s can be made, and its calls meet %i', async (kind, status, code) => {
  const page = await done('account', { screen_name: 'linnet', kind, name: 'A linnet', url: 'linnet.example' })
  expect(saidOn(page)).toBe('@linnet is there, with id 1004 and keys of its own.')
  const accounts = (await read('accounts')) as Record<string, string>[]
  const made = accounts.find(({ screen_name: name }) => name === 'linnet')
  const keys = { token: made?.access_token ?? '', tokenSecret: made?.access_token_secret ?? '' }
  const response = await verify(keys)
  expect(response.status).toBe(status)
  if (code !== undefined) expect(await errorOf(response)).toMatchObject({ code })
  if (kind === 'read-only') expect((await rename(keys)).status).toBe(401)
})

test('an account is suspended and set right again from its row', async () => {
  const change = await readable(await fetch(sandbox.url('/?account=wren')))
  expect(change).toContain('<h3 class="inner-heading">Change @wren</h3>')
  expect(change).toMatch(/<option value="ordinary" selected>/)
  const suspended = await done('change-account', { screen_name: 'wren', kind: 'suspended', verified: 'on' })
  expect(saidOn(suspended)).toBe('@wren is changed: suspended (403, code 64).')
  expect(await errorOf(await verify())).toMatchObject({ status: 403, code: 64 })
  const again = await readable(await fetch(sandbox.url('/?account=wren')))
  expect(again).toMatch(/<option value="suspended" selected>/)
  expect(again).toMatch(/id="change-account-verified"[^>]* checked/)
  await done('change-account', { screen_name: 'wren', kind: 'ordinary' })
  expect(await (await verify()).json()).toMatchObject({ verified: false })
  const wrong = await refused('change-account', { screen_name: 'wren', kind: 'gone' })
  expect(problemAt(wrong, 'change-account-kind')).toBe('Choose a kind from the list.')
})

test('an app is removed by its button, but for the one that is always there', async () => {
  await done('app', { name: 'Kite', consumer_key: 'kite-key', callback_rule: 'loopback', access: 'read' })
  const page = await done('remove-app', { consumer_key: 'kite-key' })
  expect(saidOn(page)).toBe('Kite is removed, and every token it was given is dead.')
  expect(await read('apps')).toHaveLength(1)
  expect(page).not.toContain('/__sandbox/forms/remove-app')
  expect((await submit('remove-app', { consumer_key: 'sandbox-key' })).status).toBe(422)
})

test('one limit is taken away by its button', async () => {
  await done('limit', { path: 'verify_credentials.json', limit: '1', screen_name: 'wren' })
  await done('limit', { path: '/2/users/me', limit: '1', screen_name: '' })
  const page = await done('remove-limit', { path: '/2/users/me', screen_name: '' })
  expect(saidOn(page)).toBe('Removed: /2/users/me: 1 call in 900 s, for every token.')
  expect(await read('rate_limits')).toMatchObject([{ screen_name: 'wren' }])
  await refused('remove-limit', { path: '/2/users/me', screen_name: '' })
})

test('an account that cannot be made is refused field by field', async () => {
  const page = await refused('account', {
    screen_name: 'two words',
    kind: 'ordinary',
    name: 'Kept',
    protected: 'on',
  })
  expect(problemAt(page, 'account-screen_name')).toBe('screen_name is 1 to 15 letters, digits or underscores')
  expect(controlOf(page, 'account-name')).toContain('value="Kept"')
  expect(page).toMatch(/id="account-protected" name="protected" checked/)
  const texts = { name: 'x'.repeat(51), location: 'x'.repeat(31), url: 'no address' }
  const long = await refused('account', { screen_name: 'linnet', kind: 'ordinary', ...texts })
  expect(problemAt(long, 'account-name')).toBe('Name is too long (maximum is 50 characters).')
  expect(problemAt(long, 'account-location')).toBe('Location is too long (maximum is 30 characters).')
  expect(problemAt(long, 'account-url')).toBe('Url is not valid.')
  const taken = await refused('account', { screen_name: 'Wren', kind: 'ordinary' })
  expect(problemAt(taken, 'account-screen_name')).toBe('There is an account named Wren already.')
})

const APP = {
  name: 'My client',
  consumer_key: 'mine',
  access: 'read',
  callback_rule: 'listed',
  cancel: 'redirect',
}

test('an app is registered with key, secret, callbacks, access and what Cancel does, and changed later', async () => {
  const callbacks = 'https://client.example/back\r\n\r\n  app://signed-in  '
  const page = await done('app', { ...APP, consumer_secret: 'a secret&', callbacks, check_nonces: 'on' })
  expect(saidOn(page)).toBe(
    'My client is registered: key mine, read, goes back to https://client.example/back, app://signed-in.',
  )
  expect(await read('apps')).toContainEqual({
    name: 'My client',
    consumer_key: 'mine',
    consumer_secret: 'a secret&',
    access: 'read',
    callbacks: ['https://client.example/back', 'app://signed-in'],
    suspended: false,
    strict_token_secret: false,
    strict_address: false,
    check_nonces: true,
    cancel: 'redirect',
    email: false,
  })

  const form = await readable(await fetch(sandbox.url('/?app=mine')))
  expect(controlOf(form, 'app-name')).toContain('value="My client"')
  expect(form).toContain('https://client.example/back\napp://signed-in</textarea>')
  const changed = await done('app', { ...APP, callback_rule: 'loopback', cancel: 'page', suspended: 'on' })
  expect(saidOn(changed)).toBe(
    'My client is changed: key mine, read, goes back to any address on this machine.',
  )
  expect(await read('apps')).toContainEqual(
    expect.objectContaining({
      callbacks: null,
      suspended: true,
      check_nonces: false,
      consumer_secret: 'a secret&',
    }),
  )
})

test('an app without a key gets one, and one without callbacks is for PINs alone', async () => {
  const said = saidOn(await done('app', { ...APP, consumer_key: '', callbacks: '' }))
  expect(said).toMatch(
    /^My client is registered: key [A-Za-z0-9]{25}, read, goes back to no address, only a PIN\.$/,
  )
})

test('an app that cannot be registered is refused field by field, and nothing of it is kept', async () => {
  const page = await refused('app', {
    ...APP,
    name: '',
    consumer_key: 'two words',
    callbacks: 'javascript:alert(1)',
  })
  expect(problemAt(page, 'app-name')).toBe('name has at least one character')
  expect(problemAt(page, 'app-consumer_key')).toMatch(/^consumer_key is 1 to 64/)
  expect(problemAt(page, 'app-callbacks')).toBe('X does not take callbacks of this scheme')
  const published = await refused('app', { ...APP, consumer_key: 'sandbox-key', consumer_secret: 'other' })
  expect(problemAt(published, 'app-consumer_secret')).toBe(
    'The secret of sandbox-key is published and stays.',
  )
  expect(await read('apps')).toHaveLength(1)
})

test('a limit is set low for one account, refuses in mode x, is seen counting, and is taken away again', async () => {
  const limit = { path: 'verify_credentials.json', limit: '1', window_seconds: '30', screen_name: 'wren' }
  expect(saidOn(await done('limit', limit))).toBe(
    'Set: /1.1/account/verify_credentials: 1 call in 30 s, for @wren. It is counted and told, and refuses nothing until rate_limits is x.',
  )
  await done('modes', { rate_limits: 'x' })
  expect((await verify()).status).toBe(200)
  expect(await errorOf(await verify())).toMatchObject({ status: 429, code: 88 })
  expect((await verify(KESTREL)).status).toBe(200)
  const page = await readable(await fetch(sandbox.url('/')))
  expect(page).toMatch(/account\/verify_credentials<\/span> <span class="quiet">@wren, 2 of 1, \d+ s left/)
  expect(page).toMatch(/@kestrel, 1 of 75, 15 min left/)
  expect(saidOn(await done('clear-limits'))).toBe('X’s own limits hold again, and nothing is counted yet.')
  expect((await verify()).status).toBe(200)
})

test('a limit that makes no sense is refused beside its field', async () => {
  const page = await refused('limit', { path: '/oauth/request_token', limit: '', window_seconds: '0' })
  expect(problemAt(page, 'limit-path')).toMatch(/^path is one that is imitated below \/1\.1\/ or \/2\//)
  expect(problemAt(page, 'limit-limit')).toBe('limit is a whole number from 0 to 1000000')
  expect(problemAt(page, 'limit-window_seconds')).toBe('window_seconds is a whole number from 1 to 86400')
})

test('the clock is moved on and back, set to a moment, and set right', async () => {
  expect(saidOn(await done('clock-move', { count: '16', unit: 'minutes' }))).toMatch(/UTC, 16 min ahead\.$/)
  expect(await read('clock')).toMatchObject({ offset_ms: 960_000 })
  expect(await errorOf(await verify())).toMatchObject({ status: 401 })
  expect(saidOn(await done('clock-move', { count: '-1', unit: 'days' }))).toMatch(
    /UTC, 23 h 44 min behind\.$/,
  )
  for (const at of ['2030-01-31 14:00', '2030-01-31T14:00:00', '2030-01-31T15:00:00+01:00'])
    expect(saidOn(await done('clock-set', { at })), at).toContain('stands at 2030-01-31 14:00:00 UTC')
  expect(saidOn(await done('clock-set', { at: '2030-01-31' }))).toContain('stands at 2030-01-31 00:00:00 UTC')
  expect(saidOn(await done('clock-reset'))).toMatch(/as the machine’s\.$/)
  expect(await read('clock')).toMatchObject({ offset_ms: 0 })
})

test.each([
  [
    'clock-move',
    { count: 'a while', unit: 'hours' },
    'count',
    'A whole number; with a minus the clock goes back.',
  ],
  ['clock-move', { count: '-90000', unit: 'days' }, 'count', 'The clock goes from 2006 to 2105.'],
  ['clock-set', { at: 'tomorrow' }, 'at', 'A day and time like 2030-01-31 14:00, in UTC.'],
  ['clock-set', { at: '1999-01-01' }, 'at', 'The clock goes from 2006 to 2105.'],
])('%s with %j is refused beside its field', async (form, fields, field, sentence) => {
  expect(problemAt(await refused(form, fields), `${form}-${field}`)).toBe(sentence)
  expect(await read('clock')).toMatchObject({ offset_ms: 0 })
})

test('settings are decided the other way, all at once, and put back', async () => {
  const page = await done('settings', {
    picture_delay_ms: '5000',
    banner_status: '204',
    kilobyte_bytes: '1024',
    characters: 'utf16',
    twitter_in_names: 'false',
  })
  expect(saidOn(page)).toMatch(/picture_delay_ms is 5000, banner_status is 204.*twitter_in_names is false/)
  expect(await read('settings')).toMatchObject({ banner_status: 204, twitter_in_names: false })
  expect(page).toContain('5 changed')
  await done('settings-reset')
  expect(await read('settings')).toMatchObject({
    picture_delay_ms: 0,
    banner_status: 200,
    twitter_in_names: true,
  })
  const wrong = await refused('settings', { picture_delay_ms: 'long', banner_status: '200' })
  expect(problemAt(wrong, 'settings-picture_delay_ms')).toBe(
    'picture_delay_ms is a whole number from 0 to 3600000',
  )
})

test('the list of requests is emptied, and everything put back as at first', async () => {
  await verify()
  expect(saidOn(await done('clear-requests'))).toBe('The list is empty.')
  expect(await read('requests')).toEqual([])
  await done('modes', { profile: 'tier' })
  expect(saidOn(await done('reset'))).toBe('Everything is as at first.')
  expect(await read('modes')).toMatchObject({ profile: 'works' })
})

test('another web site cannot send these forms, nor put a sentence onto the page', async () => {
  for (const origin of ['https://elsewhere.example', 'null']) {
    expect((await submit('reset', {}, origin)).status).toBe(403)
    expect((await submit('modes', { profile: 'tier' }, origin)).status).toBe(403)
  }
  expect(await read('modes')).toMatchObject({ profile: 'works' })
  const forged = await readable(await fetch(sandbox.url('/?at=top&said=Send+money&proof=guessed')))
  expect(forged).not.toContain('Send money')
  expect(saidOn(forged)).toBeUndefined()
})

test('a form that is not there is a page that says so, and the address of a form leads to the front page', async () => {
  expect((await submit('constructor', {})).status).toBe(404)
  const response = await fetch(sandbox.url('/__sandbox/forms/fault'), { redirect: 'manual' })
  expect(response.headers.get('location')).toBe('/')
})

test('of many accounts the first are listed, and any is found by name or id', async () => {
  for (let index = 0; index < 40; index += 1)
    await sandbox.control('POST', 'accounts', { screen_name: `flock${index}` })
  const rowsOf = (page: string) => page.match(/href="\/keys\//g)?.length
  const first = await readable(await fetch(sandbox.url('/')))
  expect(rowsOf(first)).toBe(10)
  expect(first).toContain('33 more')
  const found = await readable(await fetch(sandbox.url('/?find=%40FLOCK39')))
  expect(rowsOf(found)).toBe(1)
  expect(found).toContain('@flock39')
  expect(rowsOf(await readable(await fetch(sandbox.url('/?find=1002'))))).toBe(1)
  expect(await readable(await fetch(sandbox.url('/?find=<nobody>')))).toContain('“&lt;nobody&gt;”')
})
