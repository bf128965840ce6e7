import { expect, test } from 'vitest'
import { foreignCaller } from './addresses'

test.each([
  ['elsewhere.example', 'localhost:4010'],
  ['localhost:4010', 'elsewhere.example'],
])('the request line names %s, the header %s: both must be this machine', (host, header) => {
  expect(foreignCaller({ method: 'GET', headers: { host: header } }, host, false)).toContain(
    'The host elsewhere.example is not answered.',
  )
})
