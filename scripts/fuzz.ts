/**
 * `npm run fuzz -- [rounds]`: runs the property tests with new inputs in every round, 20 rounds by default, and then sends
 * 5000 malformed requests to the production build. Stops at the first failure, with the seed and the smallest input that
 * fails: make a test of its own of it.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand } from './run-command'

const DEFAULT_ROUNDS = 20
const FOLDERS = ['app', 'components', 'lib', 'sandbox']

const env = { ...process.env, PLUMAGE_FUZZ: '1' }

await runCommand(async () => {
  const rounds = Number(parseArgs({ allowPositionals: true }).positionals[0] ?? DEFAULT_ROUNDS)
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error('The number of rounds is a whole number from 1.')
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  ).filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes("from 'fast-check'"))
  for (let round = 1; round <= rounds; round += 1) {
    console.log(`Round ${round} of ${rounds}`)
    const { status } = spawnSync('node_modules/.bin/vitest', ['run', '--reporter=dot', ...files], {
      stdio: 'inherit',
      env,
    })
    if (status !== 0) return 1
  }
  console.log('Malformed requests')
  const endToEnd = ['--import', 'tsx', 'scripts/e2e.ts', 'e2e/malformed.spec.ts']
  return spawnSync(process.execPath, endToEnd, { stdio: 'inherit', env }).status ?? 1
})
