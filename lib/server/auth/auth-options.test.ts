import type { Account, User } from 'next-auth'
import { expect, test } from 'vitest'
import { authOptions } from './auth-options'
import { cookiesOf } from './cookies'

test('a session is made under the sign-out of the place where it will be', async () => {
  const [first, third] = ['0'.repeat(36), '3'.repeat(36)]
  const cookies = `plumage.sign-out=${first}; plumage.sign-out.2=${third}`
  const signOutAt = async (place: 0 | 2) => {
    const { callbacks } = authOptions(cookies, { active: 0, placeOf: () => place })
    const account = { provider: 'twitter', type: 'oauth', providerAccountId: '1' } satisfies Account
    const made = await callbacks?.jwt?.({ token: {}, account, user: { id: '1', name: 'wren' } as User })
    return made?.signOut
  }
  expect(await signOutAt(0)).toBe(first)
  expect(await signOutAt(2)).toBe(`${first}.${third}`)
})

test('a page is told that a session ends with its token, where that ends sooner', async () => {
  const expiresOf = async (token: object) => {
    const asked = { token, session: {}, user: {} } as unknown
    const { callbacks } = authOptions(null)
    return (await callbacks?.session?.(asked as Parameters<NonNullable<typeof callbacks.session>>[0]))
      ?.expires
  }
  expect(await expiresOf({ exp: 1_900_000_000 })).toBe('2030-03-17T17:46:40.000Z')
  expect(await expiresOf({ exp: 1_900_000_000, expiresAt: 1_800_000_000 })).toBe('2027-01-15T08:00:00.000Z')
})

test('a person is sent on to our own pages alone', async () => {
  const redirect = async (url: string) =>
    authOptions(null).callbacks?.redirect?.({ url, baseUrl: 'http://localhost:3000' })
  expect(await redirect('/history')).toBe('http://localhost:3000/history')
  for (const elsewhere of [
    'https://evil.example/history',
    '//evil.example',
    'http://localhost:3001/',
    'http://[',
  ])
    expect(await redirect(elsewhere)).toBe('http://localhost:3000')
})

test('of two cookies of one name the one that the browser sent first counts', () => {
  expect(cookiesOf('a=1; b=2; a=3')).toMatchObject({ a: '1', b: '2' })
})
