/**
 * `npm run e2e`: the end-to-end tests, against the production build. What follows `--` goes to Playwright:
 * `npm run e2e -- e2e/sign-in.spec.ts`.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { ensureBrowser } from './browser'
import { ensureBuild } from './build'
import { PROJECT_FOLDER } from './next-process'
import { runCommand } from './run-command'

await runCommand(async () => {
  await ensureBrowser()
  ensureBuild()
  const playwright = path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json'))
  const { status } = spawnSync(
    process.execPath,
    [path.join(playwright, 'cli.js'), 'test', ...process.argv.slice(2)],
    { cwd: PROJECT_FOLDER, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  if (status !== 0) console.log('What the servers printed meanwhile: test-results/servers.log')
  return status ?? 1
})
