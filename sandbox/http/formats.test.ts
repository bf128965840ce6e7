import { expect, test } from 'vitest'
import { nameOfFormat } from './formats'

test('four empty bytes alone make no BMP picture', () => {
  const zeros = '\0'.repeat(8)
  expect(nameOfFormat(Buffer.from(`BM\x46\0\0\0${zeros}`, 'latin1'))).toBe('a BMP picture')
  expect(nameOfFormat(Buffer.from(`unread${zeros}`, 'latin1'))).toBeNull()
})
