import { beforeEach, expect, test } from 'vitest'
import { errorOf, JAY, KESTREL, send, type TestUser, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const update = (form: Record<string, string>, keys = WREN) =>
  send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.json'), form, ...keys })

async function updated(form: Record<string, string>, keys = WREN): Promise<TestUser> {
  const response = await update(form, keys)
  expect(response.status).toBe(200)
  return (await response.json()) as TestUser
}

async function current(keys = WREN, query = ''): Promise<TestUser> {
  const response = await send({ url: sandbox.url(`/1.1/account/verify_credentials.json${query}`), ...keys })
  return (await response.json()) as TestUser
}

test('MUST 34: only the fields that were sent change', async () => {
  const before = await current()
  const user = await updated({ location: 'The Levels' })
  expect(user).toMatchObject({ name: before.name, description: before.description, url: before.url })
  expect(user.location).toBe('The Levels')
  expect((await current()).location).toBe('The Levels')
})

test('MUST 38: an empty field is cleared: the website to null, texts to empty strings', async () => {
  const user = await updated({ url: '', location: '', description: '' })
  expect(user.url).toBeNull()
  expect(user.entities).toEqual({ description: { urls: [] } })
  expect(user).toMatchObject({ location: '', description: '', name: 'Wren Hollis' })
})

test('MUST 24: fields are read from the query, from a multipart body, and from the body before the query', async () => {
  const url = sandbox.url('/1.1/account/update_profile.json?location=from+the+query&name=Query')
  await send({ method: 'POST', url, ...WREN })
  expect((await current()).location).toBe('from the query')

  const body = new FormData()
  body.set('location', 'from a part')
  const response = await send({ method: 'POST', url, body, ...WREN })
  expect(await response.json()).toMatchObject({ location: 'from a part', name: 'Query' })

  const form = await send({ method: 'POST', url, form: { name: 'Body' }, ...WREN })
  expect(await form.json()).toMatchObject({ name: 'Body', location: 'from the query' })
})

test('MUST 31: the path works without .json and with a slash at its end', async () => {
  for (const path of ['/1.1/account/update_profile', '/1.1/account/update_profile/']) {
    expect((await send({ method: 'POST', url: sandbox.url(path), form: {}, ...WREN })).status).toBe(200)
  }
  const xml = await send({ method: 'POST', url: sandbox.url('/1.1/account/update_profile.xml'), ...WREN })
  expect(await errorOf(xml)).toMatchObject({ status: 404, code: 34 })
})

test.each([
  ['name', 50, 'Name'],
  ['description', 160, 'Description'],
  ['location', 30, 'Location'],
])(
  'MUST 35: %s takes %i characters, an emoji and a composed letter counting one each, and no more',
  async (field, max, label) => {
    const fits = `${'🐦'.repeat(max - 1)}e\u0301`
    const user = await updated({ [field]: fits })
    expect(user[field as 'name']).toBe(fits)
    expect(await errorOf(await update({ [field]: `${fits}x` }))).toEqual({
      status: 403,
      code: 120,
      message: `Account update failed: ${label} is too long (maximum is ${max} characters).`,
    })
  },
)

test('a website takes 100 characters as typed', async () => {
  const address = `example.com/${'x'.repeat(88)}`
  expect((await updated({ url: address })).entities?.url?.urls[0]?.expanded_url).toBe(`http://${address}`)
  expect(await errorOf(await update({ url: `${address}x` }))).toMatchObject({
    message: 'Account update failed: Url is too long (maximum is 100 characters).',
  })
})

test('MUST 34: nothing changes when one field is refused, and the first in X’s order is named', async () => {
  const response = await update({
    description: 'x'.repeat(161),
    name: 'New name',
    location: 'New place',
    url: 'ftp://a.example',
  })
  expect(await errorOf(response)).toMatchObject({
    code: 120,
    message: 'Account update failed: Url is not valid.',
  })
  expect(await current()).toMatchObject({ name: 'Wren Hollis', location: 'Lower Fen, the Levels' })
})

test.each([
  ['', "Name can't be blank."],
  [' \n ', "Name can't be blank."],
  ['<b>', 'Name can\'t include "invalid characters".'],
  ['Wren 🔒', 'Name can\'t include "🔒".'],
])('MUST 36: the name "%s" is refused', async (name, message) => {
  expect(await errorOf(await update({ name }))).toEqual({
    status: 403,
    code: 120,
    message: `Account update failed: ${message}`,
  })
})

test('ends are trimmed; line breaks stay in the bio and become spaces elsewhere', async () => {
  const user = await updated({ name: ' A\nB ', location: 'C\r\nD', description: ' one\r\n\r\ntwo\r ' })
  expect(user).toMatchObject({ name: 'A B', location: 'C D', description: 'one\n\ntwo' })
})

test('signs of markup come back as they were typed, not escaped', async () => {
  expect((await updated({ description: 'a & b < c > d "e"' })).description).toBe('a & b < c > d "e"')
})

test('MUST 37: a website gets a scheme only when it has none, and comes back as a short link that leads there', async () => {
  const user = await updated({ url: 'www.example.com:8080/a/path/that/is/long' })
  expect(user.url).toMatch(/^https:\/\/t\.co\/[A-Za-z0-9]{10}$/)
  expect(user.entities?.url?.urls).toEqual([
    {
      url: user.url,
      expanded_url: 'http://www.example.com:8080/a/path/that/is/long',
      display_url: 'example.com:8080/a/path/that/is…',
      indices: [0, 23],
    },
  ])
  const short = await fetch(sandbox.url(`/t.co/${user.url?.slice(-10)}`), { redirect: 'manual' })
  expect(short.status).toBe(301)
  expect(short.headers.get('location')).toBe('http://www.example.com:8080/a/path/that/is/long')
  expect((await updated({ url: 'https://example.com/' })).entities?.url?.urls[0]).toMatchObject({
    expanded_url: 'https://example.com/',
    display_url: 'example.com',
  })
})

test.each([
  'javascript:alert(1)',
  'ftp://example.com',
  'mailto:a@example.com',
  'localhost:3000',
  'http://',
  'http:/example.com',
  '//example.com',
  'http://\\example.com',
  'no web address',
  'http://me:pw@example.com',
])('the website "%s" is refused', async (url) => {
  expect(await errorOf(await update({ url }))).toEqual({
    status: 403,
    code: 120,
    message: 'Account update failed: Url is not valid.',
  })
})

test('MUST 40: links in the bio become short links, counted in code points', async () => {
  const user = await updated({
    description: '🐦 see https://wren.example/a_(b). And (example.com/x), me@example.com, #example.com, v1.2',
  })
  const urls = user.entities?.description.urls ?? []
  expect(urls.map((entity) => entity.expanded_url)).toEqual([
    'https://wren.example/a_(b)',
    'http://example.com/x',
  ])
  const characters = Array.from(user.description)
  for (const { url, indices } of urls) expect(characters.slice(indices[0], indices[1]).join('')).toBe(url)
  expect(urls[0]?.indices).toEqual([6, 29])
  expect(user.description).toContain('. And (https://t.co/')
  expect(user.description).toContain(', me@example.com, #example.com, v1.2')
})

test('sending back what came, short links and all, changes nothing', async () => {
  const before = await updated({
    url: 'https://example.com/wren',
    description: 'Notes: https://example.org/notes',
  })
  const after = await updated({ url: before.url ?? '', description: before.description })
  expect(after.entities).toEqual(before.entities)
  expect(after).toMatchObject({ url: before.url, description: before.description })
})

test('of a thousand links the oldest that no profile shows are forgotten, and those that one shows never', async () => {
  const shown = (await current()).url ?? ''
  const sentBack = (await updated({ description: 'Notes: https://example.org/notes' })).description
  await updated({ description: sentBack })
  const bio = (from: number) => Array.from({ length: 12 }, (_, index) => `a.co/${from + index}`).join(' ')
  const first = await updated({ description: bio(1000) }, KESTREL)
  for (let from = 1012; from < 2030; from += 12) await updated({ description: bio(from) }, KESTREL)
  const leadsTo = async (short: string | undefined) => {
    const response = await fetch(sandbox.url((short ?? '').replace('https://', '/')), { redirect: 'manual' })
    return response.headers.get('location') ?? response.status
  }
  expect(await leadsTo(first.entities?.description.urls[0]?.url)).toBe(404)
  expect(await leadsTo(shown)).toBe('https://wren.example/hedgerow')
  expect(await leadsTo(sentBack.replace('Notes: ', ''))).toBe('https://example.org/notes')
  const last = (await current(KESTREL)).entities?.description.urls ?? []
  expect(last).toHaveLength(12)
  for (const { url, expanded_url } of last) expect(await leadsTo(url)).toBe(expanded_url)
})

test('MUST 41: the colour of links takes three or six hex digits', async () => {
  expect((await updated({ profile_link_color: 'a1f' })).profile_link_color).toBe('AA11FF')
  expect(await errorOf(await update({ profile_link_color: '#a1f' }))).toMatchObject({
    status: 403,
    code: 120,
  })
})

test('MUST 29: a call without fields answers with the profile as it is, unknown parameters or not', async () => {
  expect(await updated({ include_ext_alt_text: 'true' })).toEqual(await updated({}))
})

test('MUST 43: a picture or a post is returned only where X returns it', async () => {
  const wren = await current()
  expect(wren.status?.text).toBeTruthy()
  expect(wren.profile_banner_url).toMatch(/\/media\/profile_banners\/1001\/\d+$/)
  expect(await current(WREN, '?skip_status=t')).not.toHaveProperty('status')
  expect(await current(JAY)).not.toHaveProperty('status')
  const kestrel = await current(KESTREL)
  expect(kestrel).not.toHaveProperty('status')
  expect(kestrel).not.toHaveProperty('profile_banner_url')
  expect(kestrel.profile_background_image_url_https).toBeNull()
})

test.each([
  ['false', false],
  ['F', false],
  ['0', false],
  ['True', true],
  ['', true],
  ['maybe', true],
])('MUST 28: include_entities=%s means %s', async (value, included) => {
  expect('entities' in (await current(WREN, `?include_entities=${value}`))).toBe(included)
})

test('MUST 43: the e-mail address is returned only on request', async () => {
  expect(await current()).not.toHaveProperty('email')
  expect((await current(WREN, '?include_email=true')).email).toBe('wren@sandbox.example')
})

test('MUST 43: the address for e-mail is null when none was confirmed, and not there for an app that may not read it', async () => {
  await sandbox.control('POST', 'accounts/wren', { email: null })
  expect(await current(WREN, '?include_email=true')).toMatchObject({ email: null })
  await sandbox.control('POST', 'apps', { consumer_key: 'sandbox-key', email: false })
  expect(await current(WREN, '?include_email=true')).not.toHaveProperty('email')
})

test('the post of a User has its full text and its range where tweet_mode is extended', async () => {
  const [compat, extended] = [await current(), await current(WREN, '?tweet_mode=extended')]
  const text = compat.status?.text ?? ''
  expect(compat.status).not.toHaveProperty('full_text')
  expect(extended.status).toMatchObject({ full_text: text, display_text_range: [0, text.length] })
  expect(extended.status).not.toHaveProperty('text')
  const shown = await send({
    url: sandbox.url('/1.1/users/show?screen_name=wren&tweet_mode=extended'),
    ...KESTREL,
  })
  expect(await shown.json()).toMatchObject({ status: { full_text: text } })
})

test('a wrong method and an unknown path get X’s errors, and the latter is reported at the terminal', async () => {
  const get = await send({ url: sandbox.url('/1.1/account/update_profile.json'), ...WREN })
  expect(await errorOf(get)).toEqual({ status: 405, code: 86, message: 'This method requires a POST.' })
  const post = await send({
    method: 'POST',
    url: sandbox.url('/1.1/account/verify_credentials.json'),
    ...WREN,
  })
  expect(await errorOf(post)).toEqual({
    status: 405,
    code: 86,
    message: 'This method requires a GET or HEAD.',
  })
  const lists = await send({ url: sandbox.url('/1.1/lists/list.json'), ...WREN })
  expect(await errorOf(lists)).toEqual({ status: 404, code: 34, message: 'Sorry, that page does not exist.' })
  expect(sandbox.notices).toContain('GET /1.1/lists/list.json isn’t part of the sandbox.')
})

test('text that is not UTF-8 is refused, not guessed at', async () => {
  const response = await fetch(sandbox.url('/1.1/account/update_profile.json'), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'name=%FF%FE',
  })
  expect(await errorOf(response)).toMatchObject({ status: 400, code: 44 })
})

test('MUST 69: replies carry X’s type and forbid keeping them', async () => {
  const response = await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...WREN })
  expect(response.headers.get('content-type')).toBe('application/json;charset=utf-8')
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(response.headers.get('x-transaction')).toMatch(/^[0-9a-f]{16}$/)
  expect(response.headers.has('access-control-allow-origin')).toBe(false)
})
