import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sandboxForTests } from './tests/sandbox'

const sandbox = sandboxForTests()

/** What runs when the sandbox runs; conformance tests, benches and tests are clients of it. */
const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(path.sep, '/'))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$|^(tests|bench|conformance)\//.test(name))

/** Without snippets for other people's programs, which stand in template literals. */
const codeOf = (name: string) =>
  readFileSync(path.join(import.meta.dirname, name), 'utf8').replace(/`[^`]*`/g, '``')

const NETWORK_MODULES = /^node:(?:http|https|http2|net|tls|dgram|dns|child_process|worker_threads|cluster)\b/

/** What of those modules only listens, or is only told of. */
const LISTENING = ['createServer', 'createServer as createHttpsServer', 'STATUS_CODES', 'TLSSocket']

function reachesOut(code: string): string[] {
  const imported = [...code.matchAll(/import\s+(type\s+)?(.+?)\s+from\s+'([^']+)'/gs)].flatMap(
    ([, isType, names = '', from = '']) => {
      if (isType || !NETWORK_MODULES.test(from)) return []
      return names
        .replace(/[{}]/g, '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type ') && !LISTENING.includes(name))
    },
  )
  // One package is loaded late, by its name; any other late import could be of anything.
  const called = code.match(
    /(?<![\w.])(?:globalThis\.)?(?:fetch|WebSocket|EventSource)\s*\(|\bimport\s*\((?!'sharp'\))/g,
  )
  return [...imported, ...(called ?? [])]
}

test('nothing of the sandbox can call another machine', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.filter((name) => reachesOut(codeOf(name)).length > 0)).toEqual([])
  for (const breach of [
    "import { request } from 'node:https'",
    "import http, { createServer } from 'node:http'",
    "import { connect } from 'node:net'",
    "await fetch('https://api.x.com')",
    'new WebSocket(address)',
    "await import('node:net')",
    'await import(name)',
  ]) {
    expect(reachesOut(breach)).not.toEqual([])
  }
})

test('the sandbox listens on 127.0.0.1 and on no other address of the machine', async () => {
  const port = Number(new URL(sandbox.url('/')).port)
  const hears = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host, port, timeout: 2_000 })
      const end = (isListening: boolean) => {
        socket.destroy()
        resolve(isListening)
      }
      socket.on('connect', () => end(true))
      socket.on('error', () => end(false))
      socket.on('timeout', () => end(false))
    })
  expect(await hears('127.0.0.1')).toBe(true)
  // Whoever listens on every address is heard on this one too.
  expect(await hears('127.0.0.2')).toBe(false)
})
