import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lockState, STATE_IN_USE } from '../sandbox/state/lock'
import { PROJECT_FOLDER } from './next-process'

/** As a sandbox of this folder has it; a developer's own may be running, which has it then. */
function lockOfRunningSandbox(): () => void {
  try {
    return lockState(path.join(PROJECT_FOLDER, '.sandbox', 'state.json'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === STATE_IN_USE) return () => undefined
    throw error
  }
}

afterAll(lockOfRunningSandbox())

test('a second npm run dev says what to do about the first, and gives no advice for another command', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/dev.ts'], {
    cwd: PROJECT_FOLDER,
    encoding: 'utf8',
    // Without keys, whatever .env.local has.
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'development',
      X_API_KEY: '',
      X_API_SECRET: '',
      X_API_ORIGIN: '',
    },
  })
  expect(status).toBe(1)
  expect(stdout).toBe('Starting…\n')
  expect(stderr).toMatch(
    /already running \(process \d+\).* end it with Ctrl-C and run npm run dev again\.\n$/,
  )
  expect(stderr).not.toContain('--state')
})
