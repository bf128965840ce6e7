import { readFileSync } from 'node:fs'
import { filesBelow, secretFinder, secretsOf } from './canary-search'
import { expect, test } from './fixtures'
import type { SandboxAccount } from './sandbox'

// Runs when every other test is over.
test('no account that any test used has a token or a secret in what the servers printed or traced, or in a file for browsers', async ({
  sandbox,
}) => {
  const response = await fetch(`${sandbox.origin}/__sandbox/accounts`)
  const accounts = (await response.json()) as SandboxAccount[]
  const logs = ['test-results/servers.log', 'test-results/traces.jsonl'].map((file) => ({
    file,
    text: readFileSync(file, 'utf8'),
  }))
  for (const { file, text } of logs) expect(text, file).not.toBe('')
  const find = secretFinder(secretsOf(accounts, await sandbox.bearerTokensOf()))
  const found = [...logs, ...filesBelow('.next/static')].flatMap(({ file, text }) => find(text, file))
  expect(found).toEqual([])
})

test('no refusal of the sandbox, and no 200 that changed nothing, was without an explanation in its log', () => {
  expect(readFileSync('test-results/unexplained.jsonl', 'utf8')).toBe('')
})
