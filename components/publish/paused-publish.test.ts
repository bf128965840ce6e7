import { expect, test } from 'vitest'
import { durationInWords } from '@/components/ui/time-left'
import { allParts, nothingYet } from '@/lib/browser/publish/publish-changes'
import { apiError, type Reason } from '@/lib/profile/api-error'
import type { Change } from '@/lib/profile/changes'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { pauseAfter, pauseOffline } from './paused-publish'
import { reportOf } from './publish-report'

const name: Change = { kind: 'text', field: 'name', part: 'text', was: 'Wren', willBe: 'Jenny' }
const photo: Change = { kind: 'picture', field: 'avatar', part: 'avatar', was: null, willBe: null }
const tile: Change = { kind: 'switch', field: 'tileBackground', part: 'background', was: false, willBe: true }
const sent = [name, photo, tile]
const sandbox = {
  host: 'sandbox',
  kind: SERVER_KINDS.x,
  name: 'Sandbox',
  origin: 'http://127.0.0.1:4010',
} as const

/** The photo refused for a reason, after the texts were taken; the background was not tried. */
function afterError(reason: Reason, retryAt?: string) {
  const why = apiError(reason, 'No.', retryAt ? { retryAt } : {})
  const outcome = {
    ...nothingYet(),
    published: [name],
    refused: [{ part: 'avatar' as const, apiError: why, delivery: 'none' as const }],
    notSent: ['background' as const],
  }
  return pauseAfter(outcome, sent, allParts(sent, 'waiting'), reportOf(outcome, sent, sandbox, 'wren'))
}

test('after a full limit what it met and what was not tried waits, and what was published does not', () => {
  const pause = afterError('rate_limited', '2026-08-01T12:32:00.000Z')
  expect(pause?.changes).toEqual([photo, tile])
  expect(pause?.retryAt).toBe('2026-08-01T12:32:00.000Z')
  expect(pause?.status).toContain('Your other edits are kept.')
})

test('a limit without a time is waited for without a countdown', () => {
  expect(afterError('rate_limited')?.retryAt).toBeNull()
})

test.each(['tier_refused', 'unavailable', 'session_expired'] as const)(
  '%s does not keep the review open',
  (reason) => {
    expect(afterError(reason)).toBeNull()
  },
)

test('offline nothing counts as sent, and everything waits', () => {
  const pause = pauseOffline(sent)
  expect(pause.changes).toEqual(sent)
  expect([...pause.states.values()]).toEqual(Array(3).fill({ state: 'not_sent' }))
  expect(pause.status).toContain('Nothing was sent')
})

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [249, '4 minutes 9 seconds'],
  [3600, '1 hour 0 minutes'],
  [86_399, '23 hours 59 minutes'],
])('%i seconds are told as %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words)
})
