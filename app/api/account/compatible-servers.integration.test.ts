import sharp from 'sharp'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { profileFromUser, readUser } from '@/lib/profile/user-object'
import { SERVER_KINDS } from '@/lib/server-kinds'

const FULL = { name: 'Wren', description: 'Small & loud', location: 'Fen', url: 'https://wren.example' }

/** Each site has a fixture of its own, which counts from one. */
let made = 0

/** Our routes on a site that is set up for this kind of server, and the sandbox as one. */
async function siteFor(kind: 'gnusocial' | 'statusnet') {
  vi.stubEnv('X_SERVER', kind)
  vi.resetModules()
  const fixture = await import('./signed-in.fixture')
  const routes = {
    verify_credentials: (await import('./verify_credentials/route')).GET,
    update_profile: (await import('./update_profile/route')).POST,
    update_profile_image: (await import('./update_profile_image/route')).POST,
    update_profile_banner: (await import('./update_profile_banner/route')).POST,
    update_profile_background_image: (await import('./update_profile_background_image/route')).POST,
    invalidate_token: (await import('./invalidate_token/route')).POST,
  }
  made += 1
  const account = await fixture.makeAccount({ ...FULL, screen_name: `c${process.pid}_${made}` })
  await fixture.setModes(account, { server: kind })
  return {
    async post(
      route: Exclude<keyof typeof routes, 'verify_credentials'>,
      fields: Record<string, string | Blob>,
    ) {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.append(name, value)
      return routes[route](await fixture.requestAs(account, route, { method: 'POST', body }))
    },
    /** The size of the photo that is published, as our route fetches it to be kept. */
    async formerPhoto() {
      const former = await import('./former_picture/route')
      const response = await former.GET(await fixture.requestAs(account, 'former_picture?slot=avatar'))
      const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      return `${width} × ${height}`
    },
    /** Our route's own answer to this query. */
    readWith: async (query: string) =>
      (
        await routes.verify_credentials(await fixture.requestAs(account, `verify_credentials?${query}`))
      ).json(),
    setFault: (fault: object) => fixture.setFault(account, fault),
    setModes: (modes: object) => fixture.setModes(account, { server: kind, ...modes }),
    read: async () =>
      (await routes.verify_credentials(await fixture.requestAs(account, 'verify_credentials'))).json(),
    /** What reached the server, but for reading. */
    writes: async () =>
      (await fixture.requestsOf(account)).filter(({ path }) => !path.includes('verify_credentials')),
    reads: async () =>
      (await fixture.requestsOf(account)).filter(({ path }) => path.includes('verify_credentials')).length,
  }
}

async function picture(width: number, height: number): Promise<File> {
  const create = { width, height, channels: 3, background: '#71295e' } as const
  return new File([new Uint8Array(await sharp({ create }).png().toBuffer())], 'feather.png')
}

describe.each(['gnusocial', 'statusnet'] as const)('on %s', (kind) => {
  let site: Awaited<ReturnType<typeof siteFor>>
  beforeAll(async () => {
    site = await siteFor(kind)
  })

  test('a change of one text sends that text alone, and what is told is what a read shows', async () => {
    const response = await site.post('update_profile', { name: 'Troglodytes & <i>' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ...FULL, name: 'Troglodytes & <i>' })
    const [write, ...others] = await site.writes()
    expect(write).toMatchObject({
      path: '/api/account/update_profile.json',
      parameters: { name: 'Troglodytes & <i>' },
    })
    expect(Object.keys(write?.parameters ?? {}).filter((name) => name in FULL)).toEqual(['name'])
    expect(others).toEqual([])
    expect(await site.reads()).toBe(1)
  })

  test('the link colour goes by the call this server has for it, after the texts', async () => {
    const before = (await site.writes()).length
    const response = await site.post('update_profile', { location: 'Reeds', profile_link_color: '1d9bf0' })
    expect(response.status).toBe(200)
    const user = readUser(await response.json())
    expect(user.ok && profileFromUser(user.value, SERVER_KINDS[kind])).toMatchObject({
      location: 'Reeds',
      linkColor: '#1D9BF0',
    })
    const sent = (await site.writes()).slice(before)
    const call =
      kind === 'gnusocial'
        ? { path: '/api/account/update_link_color.json', parameters: { linkcolor: '1D9BF0' } }
        : {
            path: '/api/account/update_profile_colors.json',
            parameters: { profile_link_color: '#1D9BF0' },
          }
    expect(sent).toMatchObject([{ path: '/api/account/update_profile.json' }, call])
    expect(sent[0]?.parameters).not.toHaveProperty('profile_link_color')
  })

  test('a link colour that the server does not store is not told as stored', async () => {
    const fault = {
      path: `/api/account/${SERVER_KINDS[kind].linkColorCall.name}.json`,
      status: 404,
      times: 1,
      body: '{"error":"API method not found."}',
    }
    await site.setFault(fault)
    const alone = await site.post('update_profile', { profile_link_color: 'FF0000' })
    expect(alone.status).toBe(422)
    expect(await alone.json()).toMatchObject({ reason: 'field_rejected', field: 'profile_link_color' })
    expect(await site.post('update_profile', { location: 'Fen' }).then(({ status }) => status)).toBe(200)
    // What was taken before it is told as stored.
    await site.setFault(fault)
    const both = await site.post('update_profile', { location: 'Marsh', profile_link_color: '00FF00' })
    const user = readUser(await both.json())
    const reported = user.ok && profileFromUser(user.value, SERVER_KINDS[kind])
    expect(reported).toMatchObject({ location: 'Marsh' })
    expect(reported).not.toMatchObject({ linkColor: '#00FF00' })
  })

  test('a photo is taken, and read back from the server', async () => {
    const before = await site.read()
    const response = await site.post('update_profile_image', { file: await picture(400, 400) })
    expect(response.status).toBe(200)
    expect((await response.json()).profile_image_url).not.toBe(before.profile_image_url)
  })

  test('a photo that the server would squash is refused before it is sent', async () => {
    const before = (await site.writes()).length
    const response = await site.post('update_profile_image', { file: await picture(300, 200) })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      reason: 'image_rejected',
      errors: [{ message: expect.stringContaining(`${SERVER_KINDS[kind].name} squashes`) }],
    })
    expect(await site.writes()).toHaveLength(before)
  })

  test('skip_status leaves the last post out, though the server does not know it', async () => {
    await site.setFault({
      path: '/api/account/verify_credentials.json',
      status: 200,
      times: 1,
      body: JSON.stringify({ id: 5, name: 'Wren', screen_name: 'wren', status: { text: 'A post', id: 7 } }),
    })
    const skipped = await site.readWith('skip_status=true')
    expect(skipped).not.toHaveProperty('status')
    expect(skipped).toHaveProperty('screen_name')
  })

  test('there is no header, and nothing is sent to find out', async () => {
    const before = (await site.writes()).length
    const response = await site.post('update_profile_banner', { file: await picture(1500, 500) })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ reason: 'gone' })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await site.writes()).toHaveLength(before)
  })

  test('no permission can be ended there, which is told without a call', async () => {
    const before = (await site.writes()).length
    const response = await site.post('invalidate_token', {})
    expect(await response.json()).toMatchObject({ reason: 'gone' })
    expect(await site.writes()).toHaveLength(before)
  })
})

test.each([
  ['gnusocial', '400 × 400'],
  ['statusnet', '48 × 48'],
] as const)(
  'on %s the photo that is replaced is kept at %s, the largest that is named',
  async (kind, size) => {
    const site = await siteFor(kind)
    expect((await site.post('update_profile_image', { file: await picture(400, 400) })).status).toBe(200)
    expect(await site.formerPhoto()).toBe(size)
  },
)

test('an emoji that StatusNet’s database refuses with a page of HTML is told at its field', async () => {
  const site = await siteFor('statusnet')
  await site.setModes({ database: 'strict' })
  const response = await site.post('update_profile', { location: 'Reeds', description: 'Small 🐦' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'field_rejected', field: 'description' })
  expect(await site.read()).toMatchObject(FULL)
})

test('an emoji that StatusNet stores as question marks is told as that, whatever its answer says', async () => {
  const site = await siteFor('statusnet')
  await site.setModes({ database: 'lenient' })
  const response = await site.post('update_profile', { description: 'Small 🐦' })
  expect(await response.json()).toMatchObject({ description: 'Small ????' })
})

test('GNU social has no background either', async () => {
  const site = await siteFor('gnusocial')
  const response = await site.post('update_profile_background_image', { file: await picture(30, 20) })
  expect(await response.json()).toMatchObject({ reason: 'gone' })
  expect(await site.writes()).toEqual([])
})

test('StatusNet keeps a text that is sent empty, and that is what is told', async () => {
  const site = await siteFor('statusnet')
  const response = await site.post('update_profile', { location: '' })
  expect(await response.json()).toMatchObject({ location: 'Fen' })
})

test('StatusNet takes switches only with the picture, and cannot hide it: neither is tried', async () => {
  const site = await siteFor('statusnet')
  const alone = await site.post('update_profile_background_image', { tile: 'true' })
  expect(alone.status).toBe(422)
  expect(await alone.json()).toMatchObject({ reason: 'image_rejected', field: 'file' })
  const file = await picture(30, 20)
  const hidden = await site.post('update_profile_background_image', { file, use: 'false' })
  expect(await hidden.json()).toMatchObject({ reason: 'field_rejected', field: 'use' })
  expect(await site.writes()).toEqual([])
  const together = await site.post('update_profile_background_image', { file, tile: 'true', use: 'true' })
  expect(await together.json()).toMatchObject({ profile_background_tile: true })
  expect(Object.keys((await site.writes())[0]?.parameters ?? {})).not.toContain('use')
})

test('StatusNet is not sent a name of 256 letters', async () => {
  const site = await siteFor('statusnet')
  const response = await site.post('update_profile', { name: 'é'.repeat(256) })
  expect(await response.json()).toMatchObject({ reason: 'field_rejected', field: 'name' })
  expect(await site.writes()).toEqual([])
})

test('GNU social takes a name of 256 letters, and a bio far longer than X does', async () => {
  const site = await siteFor('gnusocial')
  const [name, description] = ['é'.repeat(256), '"% & é'.repeat(5000)]
  expect(await (await site.post('update_profile', { name, description })).json()).toMatchObject({
    name,
    description,
  })
})
