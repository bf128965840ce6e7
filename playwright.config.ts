import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import type { SandboxOptions } from './e2e/fixtures'
import { findBrowser } from './scripts/browser'
import { freePort } from './scripts/free-port'
import { writeNewerApis } from './scripts/newer-apis'
import { END_TO_END_PICTURES, makeTestPictures } from './scripts/test-pictures'

// Every worker reads this file again and inherits what its first reader chose.
process.env.E2E_APP_PORT ??= String(await freePort())
process.env.E2E_HTTPS_APP_PORT ??= String(await freePort())
process.env.E2E_INSECURE_APP_PORT ??= String(await freePort())
process.env.E2E_GNUSOCIAL_APP_PORT ??= String(await freePort())
process.env.E2E_STATUSNET_APP_PORT ??= String(await freePort())
process.env.E2E_OAUTH2_APP_PORT ??= String(await freePort())
process.env.E2E_SANDBOX_PORT ??= String(await freePort())
process.env.E2E_SESSION_SECRET ??= randomBytes(32).toString('base64url')
if (!process.env.E2E_PICTURES_FOLDER) {
  process.env.E2E_PICTURES_FOLDER = END_TO_END_PICTURES
  await makeTestPictures(END_TO_END_PICTURES)
}
if (!process.env.E2E_NEWER_APIS_FILE) {
  process.env.E2E_NEWER_APIS_FILE = path.join(process.env.E2E_PICTURES_FOLDER, '..', 'newer-apis.json')
  writeNewerApis(process.env.E2E_NEWER_APIS_FILE)
}
const baseURL = `http://localhost:${process.env.E2E_APP_PORT}`

const executablePath = findBrowser()

export default defineConfig<SandboxOptions>({
  testDir: 'e2e',
  fullyParallel: true,
  forbidOnly: true,
  // A test that then passes is listed as flaky, with its trace; scripts/test-counts.ts says how many may be.
  retries: 1,
  // On two cores: while one of them waits for a timeout of the app, two others work.
  workers: 3,
  // Generous, because no test is about time: a busy machine is slow, not wrong.
  timeout: 120_000,
  globalTimeout: 45 * 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_RESULTS_FILE ?? 'test-results/results.json' }]],
  projects: [
    { name: 'all', teardown: 'afterwards' },
    { name: 'afterwards', testMatch: /\.teardown\.ts$/ },
  ],
  use: {
    baseURL,
    sandboxOrigin: `http://127.0.0.1:${process.env.E2E_SANDBOX_PORT}`,
    // Recording each test's first run takes a tenth more time: `npm run e2e -- --trace retain-on-failure` does it.
    trace: 'on-first-retry',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // A name that leads to this machine and that the browser does not take for loopback.
      args: ['--host-resolver-rules=MAP plumage.test 127.0.0.1'],
    },
  },
  webServer: {
    // Not through npm, which passes no signal on.
    command: 'node --import tsx scripts/e2e-servers.ts',
    url: `${baseURL}/api/health`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
})
