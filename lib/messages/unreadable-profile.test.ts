import { expect, test } from 'vitest'
import { apiError, REASONS, type Reason } from '@/lib/profile/api-error'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { wordsForUnreadableProfile } from './unreadable-profile'

const x = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const

const words = (reason: Reason, more: object = {}) =>
  wordsForUnreadableProfile(apiError(reason, 'The server said no.', more), x)

test.each(REASONS)('a profile that is not shown for %s is told by what is so and what to do', (reason) => {
  for (const sentence of Object.values(words(reason))) {
    expect(sentence).toMatch(/^[A-Z].{8,}[.!]$/s)
    expect(sentence).not.toMatch(/went wrong|unknown error|undefined|null/i)
  }
})

test('reading is not spoken of as if something had been published', () => {
  for (const reason of ['rate_limited', 'tier_refused', 'gone', 'not_allowed'] as const) {
    const { title, action } = words(reason)
    expect(`${title} ${action}`).not.toMatch(/next change|publish|other parts|allow changes/i)
  }
})

test('a wrong clock of this site is not told as a change that was refused', () => {
  expect(words('not_allowed', { code: 135 }).title).toBe('X doesn’t let this app read your profile.')
})

test('an account that the server has locked is told to open it there', () => {
  expect(words('not_allowed', { code: 326 }).action).toContain('follow its notice')
})
