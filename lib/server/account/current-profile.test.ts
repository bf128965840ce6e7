import { expect, test } from 'vitest'
import { wordsForUnavailablePart } from '@/lib/messages/parts'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { capabilitiesAt } from './current-profile'

const x = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const
const sandbox = {
  host: 'sandbox',
  kind: SERVER_KINDS.x,
  name: 'Sandbox',
  origin: 'http://127.0.0.1:4010',
} as const

test('of X it is known without asking that backgrounds ended in 2018, and said at that part', () => {
  const { text, background } = capabilitiesAt(x, {})
  expect(background).toEqual({
    accepts: false,
    transport: null,
    reason: 'gone',
    since: '2018-09-01T00:00:00.000Z',
  })
  expect(wordsForUnavailablePart('background', background, x)?.title).toContain('in 2018')
  expect(text.accepts).toBe(true)
})

test('what X itself said of backgrounds comes first', () => {
  const expected = { accepts: true, transport: 'v2' } as const
  expect(capabilitiesAt(x, { background: expected }).background).toEqual(expected)
})

test('of another server nothing is known before it has told', () => {
  expect(capabilitiesAt(sandbox, {}).background.accepts).toBe(true)
})

test('with a token for API v2 alone it is said beforehand what v2 has no call for, whatever was learned before', () => {
  const refused = { accepts: false, transport: null, reason: 'tier' } as const
  const learned = { banner: refused }
  const { text, avatar, banner, background } = capabilitiesAt(sandbox, learned, 'alone')
  expect([text, avatar]).toEqual([
    { accepts: true, transport: 'v2' },
    { accepts: true, transport: 'v2' },
  ])
  expect(capabilitiesAt(sandbox, { text: refused }, 'alone').text).toEqual(refused)
  for (const [part, capability] of [
    ['banner', banner],
    ['background', background],
  ] as const) {
    const words = wordsForUnavailablePart(part, capability, sandbox)
    expect(words?.title).toMatch(/^The sandbox doesn’t let this app change your (header image|background)\.$/)
    expect(words?.action).toContain('You can change it on the sandbox itself. It stays in your draft')
    expect(words?.again).not.toContain('may')
  }
  const atX = capabilitiesAt(x, {}, 'alone')
  expect(wordsForUnavailablePart('background', atX.background, x)?.title).toContain('in 2018')
  expect(wordsForUnavailablePart('banner', atX.banner, x)?.title).toContain('X doesn’t let this app')
})

test('where v1.1 did not even let the app read, header and background are known to be refused as well', () => {
  const { text, avatar, banner, background } = capabilitiesAt(sandbox, {}, 'for_reading')
  expect([text.accepts, avatar.accepts]).toEqual([true, true])
  expect(wordsForUnavailablePart('banner', banner, sandbox)?.title).toContain('access level')
  expect(wordsForUnavailablePart('background', background, sandbox)?.title).toContain('access level')
  const taken = { accepts: true, transport: 'v1.1' } as const
  expect(capabilitiesAt(sandbox, { banner: taken }, 'for_reading').banner).toEqual(taken)
})
