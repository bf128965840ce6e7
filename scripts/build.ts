import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PROJECT_FOLDER } from './next-process'

/** What a build is made from. tsconfig.json is missing on purpose: the build itself writes to it. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
]

const OUTPUT_MAX_BYTES = 64_000_000

function changedAtMilliseconds(file: string): number {
  return statSync(path.join(PROJECT_FOLDER, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** The folder itself is counted too: that is where a removed file shows. */
function newestIn(source: string): number {
  const folder = path.join(PROJECT_FOLDER, source)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return changedAtMilliseconds(source)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(
    changedAtMilliseconds(source),
    ...files.map((file) => changedAtMilliseconds(path.join(source, file))),
  )
}

function isBuildCurrent(): boolean {
  const builtAt = changedAtMilliseconds('.next/BUILD_ID')
  return builtAt > Math.max(...SOURCES.map(newestIn))
}

/**
 * Makes the production build when there is none, or when a source is newer than it.
 *
 * Silent unless it fails: then it throws with what the build said.
 */
export function ensureBuild(): void {
  if (isBuildCurrent()) return
  console.log('Building the app …')
  buildFolder(PROJECT_FOLDER)
}

/** Runs `next build` in a folder. Throws with its output when it fails. */
export function buildFolder(folder: string): void {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const build = spawnSync(process.execPath, [next, 'build'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX_BYTES,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (build.status !== 0) throw new Error(`The build failed.\n${build.stdout}${build.stderr}`)
}
