import { expect, test } from 'vitest'
import { folderNames, isSafeEntryName, plainName } from './look-file'

test.each(['a.txt', 'dawn/profile.txt', 'dawn/', 'ünïcode/ß.png', 'a b/c..d'])(
  'a name that stays in its folder is safe: %j',
  (name) => expect(isSafeEntryName(name)).toBe(true),
)

test.each([
  '',
  '/etc/passwd',
  '../up.txt',
  'dawn/../../up.txt',
  './here.txt',
  'dawn//double.txt',
  'dawn\\back.txt',
  'C:/drive.txt',
  'c:drive.txt',
  'null\0byte.txt',
  'line\nbreak.txt',
  'photo\u202Egnp.exe',
  'stream.txt:hidden',
  'a'.repeat(201),
])('a name that could lead elsewhere or hide what it is, is not: %j', (name) =>
  expect(isSafeEntryName(name)).toBe(false),
)

test('a folder is named after its look, in letters that every system takes', () => {
  expect(plainName('Dämmerung über dem Moor!')).toBe('dammerung-uber-dem-moor')
  expect(plainName('../../etc')).toBe('etc')
})

test('a name that leaves nothing, or that Windows keeps for itself, still gives a folder', () => {
  expect(plainName('قصب')).toBe('look')
  expect(plainName('CON')).toBe('look-con')
})

test('looks of one name get folders of their own', () => {
  expect(folderNames(['Dawn', 'dawn', 'Dawn 2', '…'])).toEqual(['dawn', 'dawn-2', 'dawn-2-2', 'look'])
})
