import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROJECT_FOLDER } from './next-process'
import { needlessFiles } from './traced-files'

test('a function gets its build and its packages, and neither settings, tests nor tools', () => {
  const needed = [
    '.next/server/app/page.js',
    'node_modules/next/dist/server/next-server.js',
    'node_modules/sharp/node_modules/semver/index.js',
    'package.json',
  ]
  const needless = [
    '.env.example',
    '.env.local',
    'lib/environment.test.ts',
    'e2e/publish.spec.ts',
    'node_modules/typescript/lib/typescript.js',
    'node_modules/@playwright/test/index.js',
  ]
  expect(needlessFiles([...needed, ...needless], new Set(['typescript', '@playwright/test']))).toEqual(
    needless,
  )
})

test('the repository has no file that Vercel would take for settings and give to every function', () => {
  const isSettings = (name: string) => name.startsWith('.env')
  // Git ignores these: they are a developer's own.
  const isPrivate = (name: string) => /^\.env(?:\.local|\..+\.local)?$/.test(name)
  expect(readdirSync(PROJECT_FOLDER).filter((name) => isSettings(name) && !isPrivate(name))).toEqual([])
})
