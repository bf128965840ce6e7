import { beforeEach, describe, expect, test } from 'vitest'
import { JAY, KESTREL, type Keys, send, WREN } from '../../tests/client'
import { multipart, picture } from '../../tests/pictures'
import { sandboxForTests } from '../../tests/sandbox'
import { CALLBACK, tokenOf } from '../../tests/sign-in'

/** What the recordings do not show: which server a call reaches, how a person signs in, and what the log says. */

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const setModes = (modes: Record<string, unknown>) => sandbox.control('POST', 'modes', modes)

const api = (path: string) => sandbox.url(`/api/${path}`)

const read = (keys: Keys) => send({ url: api('account/verify_credentials.json'), ...keys })

async function readUser(keys: Keys = WREN): Promise<Record<string, unknown>> {
  const response = await read(keys)
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

const write = (form: Record<string, string>, keys: Keys = WREN) =>
  send({ method: 'POST', url: api('account/update_profile.json'), form, ...keys })

async function newest(): Promise<{ status: number; sentence: string }> {
  const log = (await (await sandbox.control('GET', 'requests')).json()) as {
    status: number
    explanation?: { sentence: string }
  }[]
  const last = log.at(-1)
  return { status: last?.status ?? 0, sentence: last?.explanation?.sentence ?? '' }
}

async function askForToken(callback = CALLBACK) {
  const url = api('oauth/request_token')
  return tokenOf(await send({ method: 'POST', url, oauth: { oauth_callback: callback } }))
}

/** The consent page's form, as a browser sends it. */
async function answer(token: string, screen_name: string, button: 'allow' | 'cancel') {
  const page = await (await fetch(api(`oauth/authorize?oauth_token=${token}`))).text()
  expect(page).toContain(`<input type="radio" name="screen_name" value="${screen_name}"`)
  expect(page).toContain('>Authorize app</button>')
  expect(page).toContain('>Cancel</button>')
  const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  const fields = new URLSearchParams([...hidden, ['screen_name', screen_name], [button, 'yes']])
  return fetch(api('oauth/authorize'), { method: 'POST', redirect: 'manual', body: fields })
}

async function signIn(screenName: string) {
  const request = await askForToken()
  const back = await answer(request.token, screenName, 'allow')
  expect(back.status).toBe(303)
  const verifier = new URL(back.headers.get('location') ?? '').searchParams.get('oauth_verifier') ?? ''
  const url = api('oauth/access_token')
  return tokenOf(await send({ method: 'POST', url, ...request, oauth: { oauth_verifier: verifier } }))
}

describe('a server that is set for one account', () => {
  beforeEach(() => setModes({ screen_name: 'wren', server: 'gnusocial' }))

  test('is there for a sign-in, which names no account, and for that account’s calls', async () => {
    const keys = await signIn('wren')
    expect(await readUser(keys)).toMatchObject({ screen_name: 'wren', statusnet_blocking: false })
  })

  test('is not there for an account that is on X, and the log says what to set', async () => {
    const response = await read(KESTREL)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errors: [{ code: 34 }] })
    expect((await newest()).sentence).toContain('the account kestrel is on X: set the mode server')
  })

  test('leaves X to everyone else', async () => {
    expect(
      (await send({ url: sandbox.url('/1.1/account/verify_credentials.json'), ...KESTREL })).status,
    ).toBe(200)
    const url = sandbox.url('/oauth/request_token')
    expect((await send({ method: 'POST', url, oauth: { oauth_callback: CALLBACK } })).status).toBe(200)
  })

  test('may be another one for each account', async () => {
    await setModes({ screen_name: 'jay', server: 'statusnet' })
    expect(await readUser(WREN)).toHaveProperty('profile_image_url_original')
    expect(await readUser(JAY)).toHaveProperty('profile_background_tile')
  })
})

test('where everyone is on X, nothing is below /api/, and the log says which mode would put it there', async () => {
  expect((await read(WREN)).status).toBe(404)
  expect((await newest()).sentence).toContain('set the mode server to gnusocial or statusnet')
})

test.each(['gnusocial', 'statusnet'])(
  'on %s nothing is at X’s paths, and the log says where it is',
  async (server) => {
    await setModes({ server })
    for (const path of [
      '/1.1/account/verify_credentials.json',
      '/2/users/me',
      '/oauth/request_token',
      '/i/oauth2/authorize',
    ]) {
      const response = await send({ url: sandbox.url(path), ...WREN })
      expect({ path, status: response.status }).toEqual({ path, status: 404 })
      expect(response.headers.get('content-type')).toContain('text/html')
      expect((await newest()).sentence).toContain('Its paths are /api/oauth/… and /api/account/…')
    }
  },
)

describe.each(['gnusocial', 'statusnet'])('on %s', (server) => {
  beforeEach(() => setModes({ server }))

  test('a person who cancels goes back with one word, and no token', async () => {
    const { token } = await askForToken(`${CALLBACK}?from=here`)
    const back = await answer(token, 'wren', 'cancel')
    expect(back.headers.get('location')).toBe(`${CALLBACK}?from=here&oauth_problem=user_refused`)
  })

  test('whoever signs in twice has the same token', async () => {
    expect(await signIn('wren')).toEqual(await signIn('wren'))
  })

  test('no address that would run a script is taken for a callback', async () => {
    const url = api('oauth/request_token')
    const response = await send({ method: 'POST', url, oauth: { oauth_callback: 'javascript:alert(1)' } })
    expect(response.status).toBe(400)
  })

  test('a fault has the shape of that server’s errors', async () => {
    const path = '/api/account/update_profile.json'
    await sandbox.control('POST', 'faults', { path, status: 503, code: 130, message: 'Over capacity' })
    const response = await write({ name: 'Wren' })
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ error: 'Over capacity', request: path })
  })

  test('a token that may only read changes nothing', async () => {
    await sandbox.control('POST', 'accounts', { screen_name: 'reader', access: 'read' })
    const accounts = (await (await sandbox.control('GET', 'accounts')).json()) as Record<string, string>[]
    const reader = accounts.find(({ screen_name }) => screen_name === 'reader')
    const keys = { token: reader?.access_token ?? '', tokenSecret: reader?.access_token_secret ?? '' }
    const response = await write({ name: 'Changed' }, keys)
    expect(response.status).toBe(401)
    expect(await readUser(keys)).toMatchObject({ name: 'reader' })
  })

  test('every 200 that changed nothing has a reason in the log', async () => {
    const { name } = await readUser()
    const forms: Record<string, string>[] = [
      {},
      { name: String(name) },
      { bio: 'Small' },
      { profile_link_color: 'FF0000' },
    ]
    for (const form of forms) {
      expect((await write(form)).status).toBe(200)
      expect((await newest()).sentence).toMatch(/^Nothing changed/)
    }
  })

  test('an address that is none is shown as text on the public page', async () => {
    await write({ url: 'javascript:alert(1)' })
    const page = await (await fetch(sandbox.url('/wren'))).text()
    expect(page).toContain('javascript:alert(1)')
    expect(page).not.toContain('href="javascript:')
  })
})

describe('on StatusNet', () => {
  beforeEach(() => setModes({ server: 'statusnet' }))

  test('a text that is too long is refused and an emoji becomes ????, unless the database is set otherwise', async () => {
    const long = 'n'.repeat(256)
    expect((await write({ name: long })).status).toBe(500)
    expect((await newest()).sentence).toContain('more than 255 characters')
    expect((await write({ name: 'Wren 🐦' })).status).toBe(200)
    expect((await newest()).sentence).toContain('stored as ????')
    expect(await readUser()).toMatchObject({ name: 'Wren ????' })

    await setModes({ database: 'lenient' })
    expect((await write({ name: long })).status).toBe(200)
    expect(await readUser()).toMatchObject({ name: long.slice(1) })

    await setModes({ database: 'strict' })
    expect((await write({ description: '🐦' })).status).toBe(500)
    expect((await newest()).sentence).toContain('letters of four bytes')
  })

  test('a text that was to be emptied stays, and the log says that none can be', async () => {
    const before = await readUser()
    expect((await write({ location: '', name: 'Wren Again' })).status).toBe(200)
    expect((await newest()).sentence).toContain('location stayed as before')
    expect(await readUser()).toMatchObject({ name: 'Wren Again', location: before.location })
  })

  test('the background before is gone once there is another', async () => {
    const before = String((await readUser()).profile_background_image_url)
    expect((await fetch(before)).status).toBe(200)
    const body = multipart('image', await picture(40, 40).png().toBuffer(), { tile: '1' }, 'a.png')
    const url = api('account/update_profile_background_image.json')
    expect((await send({ method: 'POST', url, body, ...WREN })).status).toBe(200)
    expect((await fetch(before)).status).toBe(404)
    expect((await newest()).sentence).toContain('not the word true')
  })
})
