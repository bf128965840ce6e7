import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { developmentSecret } from './development-servers'

let folder = ''
const file = () => path.join(folder, '.sandbox', 'session-secret')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumage-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a checkout gets one random secret and keeps it, in a file for its owner alone', () => {
  const secret = developmentSecret(file())
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(developmentSecret(file())).toBe(secret)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readdirSync(path.dirname(file()))).toEqual(['session-secret'])
})

test('another checkout gets another', () => {
  expect(developmentSecret(file())).not.toBe(developmentSecret(path.join(folder, 'other', 'session-secret')))
})

test.each(['', 'cut o', '\n', 'x'.repeat(500)])('a file that was cut off ("%.10s") is replaced', (left) => {
  developmentSecret(file())
  writeFileSync(file(), left)
  const secret = developmentSecret(file())
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(readFileSync(file(), 'utf8')).toBe(secret)
})

test('a file that others may read is closed to them', () => {
  const secret = developmentSecret(file())
  chmodSync(file(), 0o644)
  expect(developmentSecret(file())).toBe(secret)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('processes that start at the same time agree on one', async () => {
  const module = pathToFileURL(path.join(import.meta.dirname, 'development-servers.ts')).href
  const code = `const { developmentSecret } = await import(${JSON.stringify(module)}); console.log(developmentSecret(${JSON.stringify(file())}))`
  const secrets = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code])
      let printed = ''
      child.stdout.on('data', (chunk) => (printed += chunk))
      await new Promise((ended) => child.once('close', ended))
      return printed.trim()
    }),
  )
  expect(new Set(secrets).size).toBe(1)
  expect(secrets[0]).toMatch(/^[\w-]{43}$/)
})
