import { expect, test } from 'vitest'
import { crossSiteRefusal } from './same-site'

const refused = (headers: Record<string, string>) =>
  crossSiteRefusal(new Request('http://127.0.0.1:3999/api', { method: 'POST', headers }))?.reason ?? null

test('a write from the address people are told of is ours', () => {
  expect(refused({ origin: 'http://localhost:3000' })).toBeNull()
})

test('a write from the host it was sent to is ours', () => {
  expect(refused({ origin: 'http://127.0.0.1:3999', host: '127.0.0.1:3999' })).toBeNull()
})

test.each([
  ['another site', { origin: 'https://evil.example', host: 'localhost:3000' }],
  ['another port of this machine', { origin: 'http://localhost:3001', host: 'localhost:3000' }],
  ['a hidden origin', { origin: 'null', host: 'localhost:3000' }],
  [
    'another site that claims to be the same',
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ],
  ['a page of the same domain only', { 'sec-fetch-site': 'same-site' }],
  ['somebody who says nothing', {}],
])('a write from %s is refused', (_who, headers) => {
  expect(refused(headers)).toBe('cross_site')
})

test('an older browser that sends no Origin is believed by Sec-Fetch-Site', () => {
  expect(refused({ 'sec-fetch-site': 'same-origin' })).toBeNull()
})
