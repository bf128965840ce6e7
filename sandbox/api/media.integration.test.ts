import { beforeEach, expect, test } from 'vitest'
import { KESTREL, send, type TestUser, WREN } from '../tests/client'
import { multipart, picture, served } from '../tests/pictures'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

async function userOf(keys = WREN): Promise<TestUser & Record<string, unknown>> {
  const response = await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...keys })
  return (await response.json()) as TestUser & Record<string, unknown>
}

const addresses = (user: TestUser) => [
  user.profile_image_url_https,
  user.profile_banner_url ?? '',
  user.profile_background_image_url_https ?? '',
]

test('MUST 86: pictures stand below the address that was called, in the shapes of X’s own paths', async () => {
  const base = sandbox.url('/media')
  const [avatar, banner, background] = addresses(await userOf())
  expect(avatar).toMatch(new RegExp(`^${base}/profile_images/\\d+/\\w+_normal\\.png$`))
  expect(banner).toMatch(new RegExp(`^${base}/profile_banners/1001/\\d+$`))
  expect(background).toMatch(new RegExp(`^${base}/profile_background_images/\\d+/\\w+\\.png$`))
  const byName = sandbox.url('/1.1/users/show.json?screen_name=wren').replace('127.0.0.1', 'localhost')
  const user = (await (await send({ url: byName, ...WREN })).json()) as TestUser
  expect(user.profile_image_url_https).toMatch(/^http:\/\/localhost:/)
})

test('MUST 86: the addresses of pictures can begin elsewhere, as behind a proxy', async () => {
  const media_base = 'https://pictures.example/media'
  await sandbox.control('POST', 'settings', { media_base })
  for (const address of addresses(await userOf()))
    expect(address).toMatch(/^https:\/\/pictures\.example\/media\/profile_/)
  const open = await (await sandbox.control('GET', 'accounts/wren')).text()
  expect(open).toContain(`${media_base}/profile_images/`)
  for (const wrong of [
    'media',
    'ftp://pictures.example',
    'https://pictures.example/',
    'https://a.example/?b',
  ]) {
    expect((await sandbox.control('POST', 'settings', { media_base: wrong })).status).toBe(400)
  }
  await sandbox.control('POST', 'settings', { media_base: '' })
  expect(addresses(await userOf())[0]).toContain(sandbox.url('/media/'))
})

test('MUST 87: both fields of a picture have the one address there is', async () => {
  const user = await userOf()
  expect(user.profile_image_url).toBe(user.profile_image_url_https)
  expect(user.profile_background_image_url).toBe(user.profile_background_image_url_https)
})

test('MUST 88: pictures say what they are, may be kept for ever, and are not guessed at', async () => {
  const jpeg = await picture(30, 30).jpeg().toBuffer()
  const url = sandbox.url('/1.1/account/update_profile_image.json')
  await send({ method: 'POST', url, body: multipart('image', jpeg, {}, 'named.png'), ...KESTREL })
  const { response, format } = await served((await userOf(KESTREL)).profile_image_url_https)
  expect(format).toBe('jpeg')
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('MUST 89: the default photo is there in every size, and the first theme’s background', async () => {
  const sizes = {
    normal: 48,
    bigger: 73,
    mini: 24,
    x96: 96,
    reasonably_small: 128,
    '200x200': 200,
    '400x400': 400,
  }
  const normal = (await userOf(KESTREL)).profile_image_url_https
  expect(normal).toMatch(/\/sticky\/default_profile_images\/default_profile_normal\.png$/)
  for (const [name, side] of Object.entries(sizes)) {
    expect(await served(normal.replace('_normal', `_${name}`))).toMatchObject({ width: side, height: side })
  }
  expect((await served(sandbox.url('/media/images/themes/theme1/bg.png'))).format).toBe('png')
})

test('SHOULD 90: pages of other sites may draw the pictures', async () => {
  for (const url of addresses(await userOf())) {
    expect((await fetch(url)).headers.get('access-control-allow-origin')).toBe('*')
  }
})

test('SHOULD 91: a short link leads where it should, and one that never was is not found', async () => {
  const code = (await userOf()).url?.replace('https://t.co/', '')
  const response = await fetch(sandbox.url(`/t.co/${code}`), { redirect: 'manual' })
  expect(response.status).toBe(301)
  expect(response.headers.get('location')).toBe('https://wren.example/hedgerow')
  expect((await fetch(sandbox.url('/t.co/nothing'))).status).toBe(404)
})

test('a size that does not exist, and a path out of the folder, are not found', async () => {
  const normal = (await userOf()).profile_image_url_https
  for (const url of [
    normal.replace('_normal', '_huge'),
    `${(await userOf()).profile_banner_url}/toString`,
    sandbox.url('/media/../sandbox/seed.ts'),
    sandbox.url('/media/profile_images/%2e%2e/x.png'),
  ]) {
    expect((await fetch(url)).status).toBe(404)
  }
})
