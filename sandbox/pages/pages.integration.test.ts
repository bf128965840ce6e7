import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { KESTREL, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const pageOf = async (path: string) => (await fetch(sandbox.url(path))).text()
const post = (path: string, form: Record<string, string>, keys = WREN) =>
  send({ method: 'POST', url: sandbox.url(`/1.1/account/${path}.json`), form, ...keys })

test('the public page shows the background tiled, single or not at all, as the account says', async () => {
  const tiled = await pageOf('/wren')
  expect(tiled).toMatch(/body\{background-image:url\(\/media\/profile_background_images\/5001\/\w+\.png\)/)
  expect(tiled).toContain('background-repeat:repeat;')
  expect(tiled).toContain('background-position:left 40px')
  expect(tiled).toContain('background-color:#37504F')
  await post('update_profile_background_image', { tile: 'false' })
  expect(await pageOf('/wren')).toContain('background-repeat:no-repeat;')
  await post('update_profile_background_image', { use: 'false' })
  expect(await pageOf('/WREN')).not.toContain('background-image')
})

test('the one inline style is let through by its nonce, and no script is', async () => {
  const response = await fetch(sandbox.url('/wren'))
  const nonce = /<style nonce="([^"]+)">/.exec(await response.text())?.[1]
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain(`'nonce-${nonce}'`)
  expect(policy).not.toContain('unsafe-inline')
  expect(policy).toContain("default-src 'none'")
})

test('what people wrote is shown as text, never as markup', async () => {
  const attack = '"><script>alert(1)</script>\'&'
  await post('update_profile', {
    description: attack,
    location: '<img src=x onerror=y>',
    name: 'A "quoted" & name',
  })
  for (const path of ['/wren', '/']) {
    const page = await pageOf(path)
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img src=x')
  }
  const page = await pageOf('/wren')
  expect(page).toContain('<h1><bdi>A &quot;quoted&quot; &amp; name</bdi></h1>')
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;')
})

test('links of a bio lead where they say, with the text around them in its own direction', async () => {
  await post('update_profile', { description: 'عصفور 🐦 https://example.org/a?b=1&c=2 end' }, KESTREL)
  const page = await pageOf('/kestrel')
  expect(page).toContain('dir="auto"')
  expect(page).toContain('href="https://example.org/a?b=1&amp;c=2"')
  expect(page).toContain('>example.org/a?b=1&amp;c=2</a> end</p>')
})

test('protected and verified accounts say so', async () => {
  expect(await pageOf('/jay')).toMatch(/Verified[\s\S]*Protected/)
  expect(await pageOf('/wren')).not.toMatch(/Verified|Protected/)
})

test('the curl line on an account’s page of snippets is signed and works, and the others hold its keys', async () => {
  const page = (await pageOf('/keys/wren'))
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
  const [, url = '', header = ''] = /curl '([^']+)'[^']*-H 'Authorization: ([^']+)'/.exec(page) ?? []
  const response = await fetch(url, { headers: { authorization: header } })
  expect(await response.json()).toMatchObject({ screen_name: 'wren' })
  for (const client of ['twitter-api-v2', 'twit (Node)', 'requests-oauthlib']) expect(page).toContain(client)
  expect(page.split(WREN.tokenSecret).length).toBeGreaterThan(3)
})

test('a page that is not there is a page that says so', async () => {
  const response = await fetch(sandbox.url('/nobody'))
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('Page not found')
})

test('every file the pages name is served', async () => {
  const pages = await Promise.all(['/', '/wren', '/oauth/authorize?oauth_token=none'].map(pageOf))
  const styles = await Promise.all(
    ['/assets/base.css', '/assets/sandbox.css', '/assets/profile.css'].map(pageOf),
  )
  const files = [...pages, ...styles].flatMap((text) =>
    [...text.matchAll(/["(](\/(?:assets|media)\/[^")]+)/g)].map(([, file]) => file),
  )
  expect(files.length).toBeGreaterThan(12)
  for (const file of new Set(files)) expect((await fetch(sandbox.url(file ?? ''))).status, file).toBe(200)
})

test.each([
  ['profile_images/4001/wrenA4kP_normal.png', 48, 48],
  ['profile_images/4001/wrenA4kP_bigger.png', 73, 73],
  ['profile_images/4001/wrenA4kP_mini.png', 24, 24],
  ['profile_images/4001/wrenA4kP_x96.png', 96, 96],
  ['profile_images/4001/wrenA4kP_reasonably_small.png', 128, 128],
  ['profile_images/4001/wrenA4kP_200x200.png', 200, 200],
  ['profile_images/4001/wrenA4kP_400x400.png', 400, 400],
  ['profile_images/4001/wrenA4kP.png', 400, 400],
  ['profile_banners/1001/1352106000', 1500, 500],
  ['profile_banners/1001/1352106000/web_retina', 1040, 520],
  ['profile_banners/1001/1352106000/300x100', 300, 100],
  ['sticky/default_profile_images/default_profile_normal.png', 48, 48],
  ['images/themes/theme1/bg.png', 512, 512],
])('/media/%s is a picture of %i × %i', async (path, width, height) => {
  const response = await fetch(sandbox.url(`/media/${path}`))
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ width, height })
})

test('a picture of another name or size is not there', async () => {
  for (const path of [
    'profile_images/4001/wrenA4kP_huge.png',
    'profile_banners/1001/1352106000/constructor',
    'nothing.png',
  ]) {
    expect((await fetch(sandbox.url(`/media/${path}`))).status).toBe(404)
  }
})

test.each([
  ['71295E', '71295E'],
  ['ffffff', '737373'],
])('links in the colour %s are shown in %s, which can be read on white', async (chosen, shown) => {
  await post('update_profile', { profile_link_color: chosen })
  expect(await pageOf('/wren')).toContain(`.card a{color:#${shown}}`)
})

test('of many accounts the consent page shows the chosen one first', async () => {
  for (let index = 0; index < 9; index += 1)
    await sandbox.control('POST', 'accounts', { screen_name: `flock${index}` })
  const requested = await send({
    method: 'POST',
    url: sandbox.url('/oauth/request_token'),
    oauth: { oauth_callback: 'oob' },
  })
  const token = new URLSearchParams(await requested.text()).get('oauth_token')
  const page = await pageOf(`/oauth/authorize?oauth_token=${token}&screen_name=flock8`)
  const offered = [...page.matchAll(/name="screen_name" value="(\w+)"( checked)?/g)]
  expect(offered).toHaveLength(12)
  expect(offered[0]?.slice(1)).toEqual(['flock8', ' checked'])
})

test('pages and their scripts come compressed to whoever takes that, and say what they are', async () => {
  for (const path of ['/', '/assets/sandbox.css']) {
    const response = await fetch(sandbox.url(path), { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('content-encoding'), path).toBe('gzip')
    expect((await response.text()).length).toBeGreaterThan(1000)
  }
  expect(await pageOf('/')).toMatch(/<meta name="description" content="[^"]{50,}">/)
})
