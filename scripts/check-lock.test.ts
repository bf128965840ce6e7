import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lockProblems } from './check-lock'
import { PROJECT_FOLDER } from './next-process'

test('a lock with every optional package, hoisted or nested, has no problems', () => {
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', optionalDependencies: { '@n/a-darwin': '1.0.0', b: '1.0.0' } },
    'node_modules/@n/a-darwin': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '1.0.0' },
    'node_modules/@s/c': { version: '2.0.0' },
    'node_modules/@s/c/node_modules/d': { version: '1.0.0', optionalDependencies: { e: '1.0.0' } },
    'node_modules/@s/c/node_modules/e': { version: '1.0.0' },
  }
  expect(lockProblems({ packages })).toEqual([])
})

test('a native package of another system that is not in the lock is named', () => {
  const packages = {
    'node_modules/a': { version: '1.2.3', optionalDependencies: { '@n/a-darwin': '1.2.3' } },
    'node_modules/b/node_modules/@n/a-darwin': { version: '1.2.3' },
  }
  expect(lockProblems({ packages })).toEqual(['node_modules/a@1.2.3 lacks its optional package @n/a-darwin.'])
})

test('a lock that names a registry is refused', () => {
  const packages = { 'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz' } }
  expect(lockProblems({ packages })).toEqual(['node_modules/a is bound to one registry by "resolved".'])
})

test('the old clients, and what they alone depend on, are in a lock of their own', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(PROJECT_FOLDER, file), 'utf8'))
  const { devDependencies } = read('compatibility/package.json')
  const abandoned = [...Object.keys(devDependencies), 'request', 'har-validator', 'passport-oauth1']
  const own = Object.keys(read('package-lock.json').packages)
  expect(abandoned.filter((name) => own.some((place) => place.endsWith(`node_modules/${name}`)))).toEqual([])
  expect(Object.keys(read('compatibility/package-lock.json').packages)).toContain('node_modules/request')
})
