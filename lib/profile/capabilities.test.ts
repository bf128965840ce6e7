import { expect, test } from 'vitest'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { apiError } from './api-error'
import { capabilitiesAfter, capabilitiesOf, takesLinkColor } from './capabilities'

const now = new Date('2026-08-01T12:00:00Z')
const later = new Date('2026-08-02T12:00:00Z')
const tier = apiError('tier_refused', 'Another access level is needed.')
const gone = apiError('gone', 'Sorry, that page does not exist.')

test('a server nothing is known of takes every part by v1.1', () => {
  expect(Object.values(capabilitiesOf({}, SERVER_KINDS.x))).toEqual(
    Array(4).fill({ accepts: true, transport: 'v1.1' }),
  )
})

test('a part refused for the access level, or gone, is not accepted since then, and the others still are', () => {
  const learned = capabilitiesAfter(capabilitiesAfter({}, 'text', tier, now), 'background', gone, later)
  expect(capabilitiesOf(learned, SERVER_KINDS.x)).toEqual({
    text: { accepts: false, transport: null, reason: 'tier', since: '2026-08-01T12:00:00.000Z' },
    avatar: { accepts: true, transport: 'v1.1' },
    banner: { accepts: true, transport: 'v1.1' },
    background: { accepts: false, transport: null, reason: 'gone', since: '2026-08-02T12:00:00.000Z' },
  })
})

test('the same refusal again does not move the day since when', () => {
  const once = capabilitiesAfter({}, 'background', gone, now)
  expect(capabilitiesAfter(once, 'background', gone, later)).toEqual(once)
})

test('another refusal than before is dated anew', () => {
  const once = capabilitiesAfter({}, 'background', tier, now)
  expect(capabilitiesAfter(once, 'background', gone, later).background).toMatchObject({
    reason: 'gone',
    since: '2026-08-02T12:00:00.000Z',
  })
})

test('that API v2 has no call for a part says nothing new', () => {
  const notInV2 = apiError('gone', 'No such call.', { cause: 'not_in_v2' })
  expect(capabilitiesAfter({}, 'banner', notInV2, now)).toEqual({})
})

test('a link colour can be tried wherever texts are not published by API v2', () => {
  const takes = (learned: Parameters<typeof capabilitiesOf>[0]) =>
    takesLinkColor(capabilitiesOf(learned, SERVER_KINDS.x))
  expect(takes({})).toBe(true)
  expect(takes(capabilitiesAfter({}, 'text', tier, now))).toBe(true)
  expect(takes(capabilitiesAfter({}, 'text', 'v2', now))).toBe(false)
})

test('a part that is taken again is accepted again, by whatever took it', () => {
  const refused = capabilitiesAfter({}, 'text', tier, now)
  expect(capabilitiesAfter(refused, 'text', 'v2', later)).toEqual({
    text: { accepts: true, transport: 'v2' },
  })
  expect(capabilitiesAfter(refused, 'text', 'v1.1', later)).toEqual({})
})

test.each([
  'field_rejected',
  'rate_limited',
  'unavailable',
  'timeout',
  'session_expired',
  'account_changed',
  'not_allowed',
] as const)('%s says nothing about what a server takes', (reason) => {
  const known = capabilitiesAfter({}, 'text', tier, now)
  expect(capabilitiesAfter(known, 'text', apiError(reason, 'No.'), later)).toEqual(known)
})

test('a part that this kind of server never had is not accepted, whatever is believed to have been learned', () => {
  const learned = { banner: { accepts: true, transport: 'v1.1' } } as const
  const { banner, background, avatar } = capabilitiesOf(learned, SERVER_KINDS.gnusocial)
  const missing = { accepts: false, transport: null, reason: 'missing' }
  expect([banner, background]).toEqual([missing, missing])
  expect(avatar.accepts).toBe(true)
  expect(capabilitiesOf({}, SERVER_KINDS.statusnet).background.accepts).toBe(true)
})
