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
