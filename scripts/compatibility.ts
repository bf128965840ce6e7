/**
 * `npm run compatibility`: the sandbox serves the old clients of Twitter's API. They and what they depend on are kept
 * by nobody, so they have a lock file of their own, and are installed only for these tests, when they are first run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { PROJECT_FOLDER } from './next-process'

const FOLDER = path.join(PROJECT_FOLDER, 'compatibility')
const LOCK = path.join(FOLDER, 'package-lock.json')
/** npm writes it last. */
const INSTALLED = path.join(FOLDER, 'node_modules', '.package-lock.json')

function isInstalled(): boolean {
  return existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs
}

/** True when the program ended well. */
function run(command: string, ...args: string[]): boolean {
  // npm and its programs are scripts on Windows, which only a shell starts there.
  const shell = process.platform === 'win32'
  return (
    spawnSync(command, args, { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0
  )
}

/** Registries have bad moments; a second one is a real failure. */
function install(): boolean {
  const ci = () => run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund')
  return ci() || ci()
}

const tool = (name: string) => path.join(PROJECT_FOLDER, 'node_modules', '.bin', name)

if (!isInstalled() && !install()) {
  console.error('The old clients could not be installed from the registry, so nothing was tested with them.')
  process.exitCode = 1
} else if (
  !run(tool('tsc'), '--noEmit', '-p', '.') ||
  !run(tool('vitest'), 'run', ...process.argv.slice(2))
) {
  process.exitCode = 1
}
