import { expect, test } from 'vitest'
import { lockProblems } from './check-lock'

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
