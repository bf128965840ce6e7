import { expect, test } from 'vitest'
import { type CallKind, refusalOfAnswer } from './x-errors'

const NOW = new Date('2026-11-23T12:00:00Z')

function refused(
  status: number,
  code: number | null,
  kind: CallKind = 'text',
  message = 'Said by the server.',
) {
  const body = code === null ? '' : JSON.stringify({ errors: [{ code, message }] })
  return refusalOfAnswer({ status, headers: {}, body }, kind, NOW, [])
}

test.each([
  [401, 32, 'session_expired'],
  [401, 89, 'session_expired'],
  [400, 215, 'session_expired'],
  [403, 64, 'not_allowed'],
  [403, 261, 'not_allowed'],
  [403, 326, 'not_allowed'],
  [403, 453, 'tier_refused'],
  [404, 34, 'gone'],
  [410, 251, 'gone'],
  [403, 120, 'field_rejected'],
  [429, 88, 'rate_limited'],
  [503, 130, 'unavailable'],
  [500, 131, 'unavailable'],
] as const)('status %i with code %i means %s, in the server’s own words', (status, code, reason) => {
  expect(refused(status, code)).toMatchObject({ reason, code, message: 'Said by the server.' })
})

test.each([
  [401, 'session_expired'],
  [403, 'not_allowed'],
  [404, 'gone'],
  [418, 'unexpected_answer'],
  [420, 'rate_limited'],
  [429, 'rate_limited'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [504, 'timeout'],
] as const)('status %i with an empty body means %s', (status, reason) => {
  expect(refused(status, null)).toMatchObject({ reason, code: 0 })
})

test.each([400, 413, 415, 422])('status %i for a picture means that the picture was refused', (status) => {
  expect(refused(status, null, 'image').reason).toBe('image_rejected')
})

test('an internal error of 422 for a picture is about the picture: it cannot be resized', () => {
  expect(refused(422, 131, 'image', 'Image could not be resized.').reason).toBe('image_rejected')
})

test('a refused value names its parameter', () => {
  const said = (message: string) => refused(403, 120, 'text', message).field
  expect(said('Account update failed: Description is too long (maximum is 160 characters).')).toBe(
    'description',
  )
  expect(said("Account update failed: Name can't be blank.")).toBe('name')
  expect(said('Account update failed: Url is not valid.')).toBe('url')
  expect(said('Account update failed: because.')).toBeUndefined()
})

test.each([
  'Read-only application cannot POST.',
  'API resource requires read-write access, but you only have read access.',
])('a token that may only read is not an expired one: %s', (error) => {
  const body = JSON.stringify({ request: '/1.1/account/update_profile.json', error })
  const answer = { status: 401, headers: {}, body }
  expect(refusalOfAnswer(answer, 'text', NOW, []).reason).toBe('not_allowed')
})

test('the end of a full window is told by our clock, whatever the server’s clock says', () => {
  const serverNow = new Date('2026-11-23T13:30:00Z')
  const reset = serverNow.getTime() / 1000 + 600
  const headers = { 'x-rate-limit-reset': String(reset), date: serverNow.toUTCString() }
  expect(
    refusalOfAnswer({ status: 429, headers, body: 'Rate limit exceeded' }, 'text', NOW, []),
  ).toMatchObject({
    reason: 'rate_limited',
    retryAt: '2026-11-23T12:10:00.000Z',
  })
})

test('a page of HTML with a failing status is read by its status', () => {
  const body = '<html><title>Twitter / Over capacity</title></html>'
  expect(refusalOfAnswer({ status: 503, headers: {}, body }, 'read', NOW, []).reason).toBe('unavailable')
})

test('a server that says how long to wait instead of until when is obeyed too, within a day', () => {
  const after = (wait: string) =>
    refusalOfAnswer({ status: 429, headers: { 'retry-after': wait }, body: '' }, 'text', NOW, []).retryAt
  expect(after('90')).toBe(new Date(NOW.getTime() + 90_000).toISOString())
  expect([after('0'), after('-5'), after('soon'), after('99999999')]).toEqual(Array(4).fill(undefined))
})

test('a window that is said to end in more than a day is not believed, so that nobody is kept out by a slip', () => {
  const until = (reset: string) =>
    refusalOfAnswer({ status: 429, headers: { 'x-rate-limit-reset': reset }, body: '' }, 'text', NOW, [])
      .retryAt
  const nowSeconds = NOW.getTime() / 1000
  expect(until(String(nowSeconds + 23 * 3600))).toBe('2026-11-24T11:00:00.000Z')
  expect([until(String(nowSeconds + 25 * 3600)), until('32503680000'), until('1e999')]).toEqual(
    Array(3).fill(undefined),
  )
})

test.each([
  [135, 'Timestamp out of bounds.'],
  [416, 'Invalid / suspended application'],
])(
  'code %i comes with 401 and is no session that ended: signing in again would not help',
  (code, message) => {
    const body = JSON.stringify({ errors: [{ code, message }] })
    const refused = refusalOfAnswer({ status: 401, headers: {}, body }, 'text', NOW, [])
    expect(refused).toMatchObject({ reason: 'not_allowed', code, message })
  },
)
