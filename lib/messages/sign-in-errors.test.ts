import { expect, test } from 'vitest'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { ownerSentence, SIGN_IN_PROBLEMS, wordsForSignInError } from './sign-in-errors'

const X = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const
const CALLBACK = 'https://plumage.example/api/auth/callback/twitter'

const words = (error: string, facts: object = {}) => {
  const words = wordsForSignInError(error, X, { callbackUrl: CALLBACK, ...facts })
  return `${words?.title} ${words?.action}`
}

test('every refused sign-in has words of its own, for the visitor and for the owner', () => {
  const visitors = SIGN_IN_PROBLEMS.map((problem) => words(problem))
  const owners = SIGN_IN_PROBLEMS.map((problem) => ownerSentence(problem, CALLBACK))
  expect(new Set(visitors).size).toBe(SIGN_IN_PROBLEMS.length)
  expect(new Set(owners).size).toBe(SIGN_IN_PROBLEMS.length)
  for (const sentence of [...visitors, ...owners]) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

test('nobody is told to try again in a minute where only the owner can help', () => {
  const passing = ['network_refused', 'rate_limited', 'server_away', 'account_restricted']
  for (const problem of SIGN_IN_PROBLEMS.filter((problem) => !passing.includes(problem))) {
    expect(words(problem)).toMatch(/owner/)
    expect(words(problem)).not.toMatch(/try again/i)
  }
})

test('an address that is not registered is told letter for letter, and where it is entered', () => {
  expect(words('callback_not_registered')).toContain(`adding ${CALLBACK} in the app’s settings at X`)
  expect(ownerSentence('callback_not_registered', CALLBACK)).toContain(`Add ${CALLBACK}, letter for letter`)
})

test('a limit is told by how long it lasts, and a time nobody can believe is not told', () => {
  const now = new Date('2026-11-30T12:00:00Z')
  const wait = (retryAt: string) => words('rate_limited', { retryAt, now })
  expect(wait('2026-11-30T12:11:10Z')).toContain('Try again in 12 minutes.')
  expect(wait('2026-11-30T17:00:00Z')).toContain('Try again in 5 hours.')
  expect(wait('2026-11-30T11:00:00Z')).toContain('It has reset by now.')
  for (const never of ['soon', '2099-01-01T00:00:00Z']) expect(wait(never)).toContain('15 minutes')
})

test('a failure looks like one: red where it stays refused, amber where another try helps, and no choice is a failure', () => {
  const toneOf = (error: string) => wordsForSignInError(error, X, {})?.tone
  const passing: readonly string[] = ['network_refused', 'rate_limited', 'server_away']
  for (const problem of SIGN_IN_PROBLEMS)
    expect(toneOf(problem), problem).toBe(passing.includes(problem) ? 'warning' : 'danger')
  for (const error of ['OAuthCallback', 'too_many_accounts', 'no_room_for_account'])
    expect(toneOf(error), error).toBe('warning')
  expect(toneOf('denied')).toBe('info')
})
