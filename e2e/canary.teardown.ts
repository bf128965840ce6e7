import { readFileSync } from 'node:fs'
import { filesBelow, findSecrets, secretsOf } from './canary-search'
import { expect, test } from './fixtures'
import type { SandboxAccount } from './sandbox'

// Runs when every other test is over.
test('no account that any test used has a token or a secret in what the servers printed, or in a file for browsers', async ({
  sandbox,
}) => {
  const response = await fetch(`${sandbox.origin}/__sandbox/accounts`)
  const accounts = (await response.json()) as SandboxAccount[]
  const log = { file: 'test-results/servers.log', text: readFileSync('test-results/servers.log', 'utf8') }
  expect(log.text).not.toBe('')
  const secrets = secretsOf(accounts)
  const found = [log, ...filesBelow('.next/static')].flatMap(({ file, text }) =>
    findSecrets(secrets, text, file),
  )
  expect(found).toEqual([])
})
