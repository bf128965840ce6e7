import { expect, test } from 'vitest'
import { linesOf } from '@/components/editor/use-error-summary'
import type { PublishOutcome } from '@/lib/browser/publish/publish-changes'
import { apiError, CAUSES, type Reason } from '@/lib/profile/api-error'
import type { Change } from '@/lib/profile/changes'
import { aProfile } from '@/lib/profile/profile.fixture'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { reportOf } from './publish-report'

const x = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const
const name: Change = { field: 'name', part: 'text', kind: 'text', was: 'Wren', willBe: 'Jenny' }
const tile: Change = { field: 'tileBackground', part: 'background', kind: 'switch', was: false, willBe: true }

function report(
  reason: Reason,
  more: Partial<Parameters<typeof apiError>[2]> = {},
  published: Change[] = [],
) {
  const error = apiError(reason, 'Words of the server.', more)
  const outcome: PublishOutcome = {
    published,
    unchanged: [],
    altered: [],
    refused: [{ part: 'text', apiError: error, delivery: 'none' }],
    notSent: [],
    savedProfile: null,
    changedElsewhere: null,
  }
  return reportOf(outcome, [name, ...published], x, 'wren')
}

test('what was published is named in the notice of success alone, not among the problems', () => {
  const { notice, status, lines } = report('unavailable', {}, [tile])
  expect(notice?.title).toBe('Published: Tile background.')
  expect([status, ...lines.map(({ text }) => text)].join(' ')).not.toContain('Tile background')
})

test('trying again is offered where it can help, and signing in again where that can', () => {
  const offered = CAUSES.filter((cause) => report('not_allowed', { cause }).offersRetry)
  expect(offered).toEqual(['blocked_by_network', 'conflict'])
  for (const reason of ['unavailable', 'timeout', 'unexpected_answer', 'rate_limited'] as const) {
    expect(report(reason).offersRetry).toBe(true)
  }
  for (const reason of ['tier_refused', 'gone', 'field_rejected', 'session_expired'] as const) {
    expect(report(reason).offersRetry).toBe(false)
  }
  expect(report('session_expired').offersSignIn).toBe(true)
  expect(CAUSES.filter((cause) => report('not_allowed', { cause }).offersSignIn)).toEqual([
    'read_only',
    'no_reason_given',
  ])
})

test('what meets several parts alike is told once, and what differs is told apart', () => {
  const linesOf = (causes: readonly ('no_credits' | 'legal')[]) => {
    const refused = causes.map((cause, index) => ({
      part: index === 0 ? ('text' as const) : ('background' as const),
      apiError: apiError('not_allowed', 'Words of the server.', { cause }),
      delivery: 'none' as const,
    }))
    const rest = {
      published: [],
      unchanged: [],
      altered: [],
      notSent: [],
      savedProfile: null,
      changedElsewhere: null,
    }
    return reportOf({ ...rest, refused }, [name, tile], x, 'wren').lines.map(({ text }) => text)
  }
  expect(linesOf(['no_credits', 'no_credits'])).toEqual([
    'Name and Tile background: This app has no credits left at X.',
  ])
  expect(linesOf(['no_credits', 'legal'])).toHaveLength(2)
})

test('a line names its part once, also where several parts meet the same', () => {
  const refusedPart = (part: 'banner' | 'background') => ({
    part,
    apiError: apiError('gone', '', { cause: 'not_in_v2' }),
    delivery: 'none' as const,
  })
  const banner: Change = { field: 'banner', part: 'banner', kind: 'picture', was: null, willBe: null }
  const { lines } = reportOf(
    {
      published: [],
      unchanged: [],
      altered: [],
      refused: [refusedPart('banner'), refusedPart('background')],
      notSent: [],
      savedProfile: null,
      changedElsewhere: null,
    },
    [banner, tile],
    x,
    'wren',
  )
  expect(lines.map(({ text }) => text)).toEqual([
    'X doesn’t let this app change your header image.',
    'X doesn’t let this app change your background.',
  ])
})

test('every line of what was not published says what to do, also where the server reported no error', () => {
  const emptied: Change = { field: 'bio', part: 'text', kind: 'text', was: 'Small bird', willBe: '' }
  const outcome: PublishOutcome = {
    published: [],
    unchanged: [name, emptied],
    altered: [],
    refused: CAUSES.map((cause) => ({
      part: 'text',
      apiError: apiError('not_allowed', '', { cause }),
      delivery: 'none',
    })),
    notSent: ['background'],
    savedProfile: null,
    changedElsewhere: null,
  }
  const { lines } = reportOf(outcome, [name, emptied, tile], x, 'wren')
  const toldAlone = ['Nothing was changed.', undefined]
  expect(lines.filter(({ action }) => toldAlone.includes(action)).map(({ text }) => text)).toEqual([])
  expect(lines.find(({ text }) => text.includes('reported no error'))).toMatchObject({
    action: expect.stringMatching(/Check your public profile in a minute, and publish again/),
    profileAddress: 'https://x.com/wren',
  })
})

test('what was stored otherwise than it was sent can be changed and published again', () => {
  const savedProfile = aProfile({ name: 'Jenn' })
  const outcome = { published: [name], altered: [name], unchanged: [], refused: [], notSent: [] }
  const { notice } = reportOf({ ...outcome, savedProfile, changedElsewhere: null }, [name], x, 'wren')
  expect(notice?.more).toMatch(/^X stored Name as .*Jenn.*, not what you sent\. .*publish again\.$/)
})

test('what was sent alone is what was refused, also where the server names no field', () => {
  expect(report('field_rejected').lines[0]?.text).toBe('X refused your name.')
})

test('the server’s own words stand in the details and nowhere else, also for a problem of one field', () => {
  const refused = report('field_rejected', { field: 'name', code: 120 })
  const [problem] = refused.fieldProblems
  const lines = linesOf(new Map([['name', problem?.message ?? '']]), refused)
  expect(lines).toHaveLength(1)
  expect(lines[0]?.text).toBe('X refused your name.')
  expect(lines[0]?.detail).toBe('Code 120, “Words of the server.”')
})
