import fc from 'fast-check'
import { expect, test } from 'vitest'
import { problemWithText } from '@/lib/profile/text-errors'
import { normalizeText } from '@/lib/profile/text-rules'
import { profileFromUser } from '@/lib/profile/user-object'
import { changeAccount, textChange } from '@/lib/server/x/x-account'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { makeAccount, requestAs, requestsOf } from '../signed-in.fixture'
import { POST } from './route'

const goodLabel = fc.constantFrom(
  'example',
  'wren',
  'a',
  '1',
  '12345',
  'bücher',
  '例え',
  'xn--bcher-kva',
  'my_site',
)
const oddLabel = fc.string({ unit: fc.constantFrom(...'ab1-_é%)([<|＠ｅ'), maxLength: 4 })
const ending = fc.constantFrom('com', 'com', 'photography', 'рф', 'テスト', 'xn--p1ai', 'c', '5', 'com.', '')
const typedAddress = fc
  .tuple(
    fc.constantFrom('', '', 'https://', 'https://', 'HTTP://', 'https:/', 'https:\\\\', 'ftp://', '//'),
    fc.array(fc.oneof({ weight: 5, arbitrary: goodLabel }, oddLabel), { minLength: 1, maxLength: 3 }),
    ending,
    fc.constantFrom('', '', '', ':8080', ':', ':99999', ':x'),
    fc.constantFrom('', '', '/', '/a(b)', '/a)', '?q=[1]', '#x', '/é', '/a b', '/❤️'),
  )
  .map(([scheme, labels, end, port, path]) => `${scheme}${[...labels, end].join('.')}${port}${path}`)

/** Where the rule is stricter than the server, which cannot know what a person sees or means. */
const STRICTER = ['invisible_character', 'has_password']

test('an address that the rule takes is kept by the server as it was typed, and others it refuses too', async () => {
  const account = await makeAccount()
  const credentials = {
    kind: 'oauth1' as const,
    accessToken: account.access_token,
    accessTokenSecret: account.access_token_secret,
  }
  let taken = 0
  await fc.assert(
    fc.asyncProperty(typedAddress, async (typed) => {
      const url = normalizeText('website', typed)
      fc.pre(url !== '')
      const problem = problemWithText('website', typed, SERVER_KINDS.x)
      if (problem && STRICTER.includes(problem.rule)) return
      const answer = await changeAccount(textChange({ url }, {}), credentials, null)
      expect(answer.ok, `${typed}: ${problem?.rule}`).toBe(problem === null)
      if (answer.ok) expect(profileFromUser(answer.value.user, SERVER_KINDS.x).website).toBe(url)
      taken += answer.ok ? 1 : 0
    }),
    { numRuns: 150 },
  )
  expect(taken).toBeGreaterThan(10)
})

test.each([
  'https:/example.com',
  'example..com',
  '1.5',
  'https://12345',
  'example.com)',
  'javascript:alert(1)',
])('the website %s is refused by name, and nothing is sent', async (url) => {
  const account = await makeAccount()
  const body = new URLSearchParams({ url })
  const response = await POST(await requestAs(account, 'update_profile', { method: 'POST', body }))
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ reason: 'field_rejected', field: 'url' })
  expect(await requestsOf(account)).toEqual([])
})
