import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiErrorBodySchema } from '@/lib/profile/api-error'
import { profileFromUser, readUser } from '@/lib/profile/user-object'
import { readEnv } from '@/lib/server/env'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { makeAccount, requestAs, type SandboxAccount, setFault } from './signed-in.fixture'
import { POST as updateText } from './update_profile/route'
import { GET as verify } from './verify_credentials/route'

const WRITE = '/1.1/account/update_profile.json'
const READ = '/1.1/account/verify_credentials.json'

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

const publish = async (account: SandboxAccount) =>
  updateText(
    await requestAs(account, 'update_profile', {
      method: 'POST',
      body: new URLSearchParams({ location: 'Fen' }),
    }),
  )

/** A header as a server may quote it, in one of its spellings. */
function headerOf({ access_token, access_token_secret }: SandboxAccount): string {
  const { key, secret } = readEnv().consumer
  return `OAuth oauth_consumer_key="${key}", oauth_token="${access_token}" (signed with ${secret}&${access_token_secret})`
}

const SPELLINGS: [string, (text: string) => string][] = [
  ['as it came', (text) => text],
  ['percent-encoded', encodeURIComponent],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in capitals', (text) => text.toUpperCase()],
]

const BODIES: [string, (words: string) => string][] = [
  ['X’s shape', (words) => JSON.stringify({ errors: [{ code: 32, message: words }] })],
  ['the older shape', (words) => JSON.stringify({ error: words })],
  ['the shape of API v2', (words) => JSON.stringify({ title: 'Forbidden', detail: words })],
]

function expectNoSecret(account: SandboxAccount, text: string) {
  const secrets = [
    account.access_token.replace(/^\d+-/, ''),
    account.access_token_secret,
    readEnv().consumer.secret,
  ]
  const decoded = (text.match(/[\w+/]{16,}/g) ?? []).map((run) =>
    Buffer.from(run, 'base64').toString('latin1'),
  )
  for (const secret of secrets) {
    for (const [, spell] of SPELLINGS) expect(text).not.toContain(spell(secret).slice(0, 14))
    expect(decoded.filter((run) => run.includes(secret.slice(0, 12)))).toEqual([])
  }
}

for (const [spelling, spell] of SPELLINGS) {
  test.each(BODIES)(
    `a header of ours that the server quotes ${spelling}, in %s, goes no further`,
    async (_, bodyOf) => {
      const account = await makeAccount()
      const words = `Wrong header: ${spell(headerOf(account))}. Sign it again.`
      for (const status of [401, 403, 422, 500]) {
        await setFault(account, { path: WRITE, status, body: bodyOf(words), headers: { 'x-echo': words } })
        const response = await publish(account)
        const body = ApiErrorBodySchema.parse(await response.json())
        expect(body.errors[0]?.message).toMatch(/^Wrong header: .*\. Sign it again\.$/)
        expectNoSecret(account, [JSON.stringify(body), ...[...response.headers].flat(), ...lines].join('\n'))
      }
    },
  )
}

test('a User object that quotes our header comes without it, and is read all the same', async () => {
  const account = await makeAccount()
  for (const [, spell] of SPELLINGS) {
    const user = {
      id_str: '7',
      screen_name: account.screen_name,
      name: 'Wren',
      description: spell(headerOf(account)),
    }
    await setFault(account, { path: READ, status: 200, body: JSON.stringify(user) })
    const response = await verify(await requestAs(account, 'verify_credentials'))
    const json = await response.text()
    expect(response.status).toBe(200)
    expect(JSON.parse(json)).toMatchObject({ id_str: '7', name: 'Wren' })
    expectNoSecret(account, json)
  }
})

test('a sentence of a hundred thousand characters is cut at a thousand', async () => {
  const account = await makeAccount()
  const body = JSON.stringify({ errors: [{ code: 120, message: 'Too long a story. '.repeat(5500) }] })
  await setFault(account, { path: WRITE, status: 403, body })
  const { errors } = ApiErrorBodySchema.parse(await (await publish(account)).json())
  expect(errors[0]?.message).toHaveLength(1000)
  expect(lines.join('').length).toBeLessThan(1000)
})

test('texts of a User object that are longer than any server’s are cut, and half characters are made whole', () => {
  const endless = '👩‍👩‍👧‍👦'.repeat(40_000)
  const read = readUser({
    id_str: '7',
    screen_name: 'wren',
    name: `Wren \uD83D`,
    description: endless,
    url: endless,
    profile_image_url_https: `https://pictures.example/${'a'.repeat(100_000)}`,
    entities: {
      description: { urls: Array.from({ length: 5000 }, () => ({ url: '👩', expanded_url: endless })) },
    },
  })
  if (!read.ok) throw new Error(read.error)
  const profile = profileFromUser(read.value, SERVER_KINDS.x)
  expect(profile).toMatchObject({ name: 'Wren \uFFFD', avatarUrl: null })
  for (const text of [profile.bio, profile.website]) {
    expect(text.length).toBeLessThanOrEqual(10_000)
    expect(text).not.toMatch(/\p{Cs}/u)
  }
})
