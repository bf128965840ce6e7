import { expect, test } from 'vitest'
import { returnPageOf, startPageFor } from './return-page'

test('a sign-in leads back to a page of ours and to no other address', () => {
  expect(returnPageOf('/history')).toBe('/history')
  for (const requested of [
    'https://evil.example/history',
    '//evil.example',
    '/\\evil.example',
    '/history/../api/auth/signout',
    '/history?error=denied',
    '/api/auth/signout',
    '/constructor',
    'constructor',
    '__proto__',
    '',
    ['/history'],
    undefined,
  ])
    expect(returnPageOf(requested), String(requested)).toBeNull()
})

test('what a sign-in ended with and the page it was for stand in one address', () => {
  expect(startPageFor('/history')).toBe('/?next=/history')
  expect(startPageFor('/looks', 'error=denied')).toBe('/?error=denied&next=/looks')
  expect(startPageFor('/profile', 'error=denied')).toBe('/?error=denied')
  expect(startPageFor(null)).toBe('/')
})
