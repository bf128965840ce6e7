import { expect, test } from 'vitest'
import { cssUrl } from './css-url'

test('whatever an address holds, it ends neither its text in CSS nor the element around it', () => {
  expect(cssUrl('https://a.example/"</style><img src=x>?b&lt;c\\')).toBe(
    'url("https://a.example/\\"\\3c /style>\\3c img src=x>?b\\26 lt;c\\\\")',
  )
})
