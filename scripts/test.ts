/**
 * `npm test`: every check there is, from the quickest to the slowest, some of them side by side. Ends when a step fails.
 * `npm run check`: those that need neither a server nor a build.
 *
 * The last line is `N passed, N failed`, alone: what all runners counted, and one for each check that is not a runner.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBrowser } from './browser'
import { problemsOfLockFile } from './check-lock'
import { PROJECT_FOLDER } from './next-process'
import {
  countsOfPlaywright,
  countsOfVitest,
  flakyTestsOf,
  type PlaywrightReport,
  type VitestReport,
} from './test-counts'
import { END_TO_END_PICTURES } from './test-pictures'
import { FAILED, NOTHING_COUNTED, type Outcome, PASSED, runSteps, type Step } from './test-steps'

type Ended = { exitCode: number; output: string }

const reports = mkdtempSync(path.join(tmpdir(), 'plumage-test-'))

/** Runs a program to its end; its output is kept for the case that it fails, or shown at once. */
function run(
  command: string,
  args: string[],
  options: { show?: boolean; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: PROJECT_FOLDER,
    stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // npm's programs are scripts on Windows, which only a shell starts there.
    shell: process.platform === 'win32' && command !== process.execPath,
  })
  const pieces: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => pieces.push(piece))
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ exitCode: 1, output: message }))
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(pieces).toString() }))
  })
}

const binary = (name: string) => path.join(PROJECT_FOLDER, 'node_modules', '.bin', name)
const tool = (name: string, ...args: string[]) => run(binary(name), args)
/** A script of this folder. */
const script = (...args: string[]) => run(process.execPath, ['--import', 'tsx', ...args])

function oneCheck({ exitCode, output }: Ended): Outcome {
  return { counts: exitCode === 0 ? PASSED : FAILED, output }
}

function readReport<Report>(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}

function checkLock(): Outcome {
  const folders = [PROJECT_FOLDER, path.join(PROJECT_FOLDER, 'compatibility')]
  const problems = folders.flatMap(problemsOfLockFile)
  return { counts: problems.length === 0 ? PASSED : FAILED, output: problems.join('\n') }
}

async function checkTypes(): Promise<Outcome> {
  const generated = await tool('next', 'typegen')
  if (generated.exitCode !== 0) return oneCheck(generated)
  // Everything once, and each runtime alone, which knows nothing of what only another one has.
  for (const runtime of ['', '.browser', '.worker', '.server', '.sandbox']) {
    const checked = await tool('tsc', '--noEmit', '-p', `tsconfig${runtime}.json`)
    if (checked.exitCode !== 0) return oneCheck(checked)
  }
  return oneCheck(generated)
}

async function runTestsOf(project: 'unit' | 'integration'): Promise<Outcome> {
  const file = path.join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { exitCode, output } = await tool('vitest', 'run', '--project', project, ...reporters)
  return { counts: countsOfVitest(readReport<VitestReport>(file), exitCode), output }
}

/** The clients nobody keeps any more, which are installed apart from the project. */
async function testOldClients(): Promise<Outcome> {
  const file = path.join(reports, 'compatibility.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { exitCode, output } = await script('scripts/compatibility.ts', ...reporters)
  return { counts: countsOfVitest(readReport<VitestReport>(file), exitCode), output }
}

async function findOrInstallBrowser(): Promise<Outcome> {
  await ensureBrowser()
  return { counts: NOTHING_COUNTED, output: '' }
}

async function build(): Promise<Outcome> {
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  return oneCheck(await run(binary('next'), ['build'], { env }))
}

async function makePictures(): Promise<Outcome> {
  const { exitCode, output } = await script('scripts/test-pictures.ts', END_TO_END_PICTURES)
  return { counts: exitCode === 0 ? NOTHING_COUNTED : FAILED, output }
}

async function runEndToEndTests(): Promise<Outcome> {
  const file = path.join(reports, 'playwright.json')
  const env = { E2E_RESULTS_FILE: file }
  const { exitCode } = await run(process.execPath, ['--import', 'tsx', 'scripts/e2e.ts'], { show: true, env })
  const report = readReport<PlaywrightReport>(file)
  const flaky = flakyTestsOf(report).map((test) => `flaky   ${test}`)
  if (flaky.length > 0) console.log(`${flaky.join('\n')}\nTheir traces are in test-results/.`)
  return { counts: countsOfPlaywright(report, exitCode), output: '' }
}

/** One check of our own that prints what it saw and fails by its exit code. */
const ownCheck = async (...args: string[]) => oneCheck(await script(...args))

/** The steps of a row run side by side. */
const CHECK_STEPS: Step[][] = [
  [{ name: 'Lock file', run: checkLock }],
  [{ name: 'Lint', run: async () => oneCheck(await tool('biome', 'ci', '.')) }],
  [{ name: 'Types', run: checkTypes }],
  [{ name: 'Unit tests', run: () => runTestsOf('unit') }],
]

const SLOW_STEPS: Step[][] = [
  [{ name: 'Integration tests', run: () => runTestsOf('integration') }],
  // None of them keeps more than one core busy for long.
  [
    { name: 'Old clients', run: testOldClients },
    { name: 'Browser', run: findOrInstallBrowser },
    { name: 'Test pictures', run: makePictures },
    { name: 'Build', run: build },
  ],
  [
    { name: 'Size', run: () => ownCheck('scripts/size.ts', '--check') },
    { name: 'Traced files', run: () => ownCheck('scripts/traced-files.ts') },
  ],
  [{ name: 'End-to-end tests', run: runEndToEndTests }],
  // What they see depends on time: alone.
  [{ name: 'Crash test', run: () => ownCheck('scripts/crash-test/crash-test.ts', '5') }],
  [{ name: 'Load test', run: () => ownCheck('scripts/load-test.ts', '12') }],
]

const rows = process.argv.includes('--check') ? CHECK_STEPS : [...CHECK_STEPS, ...SLOW_STEPS]
const { passed, failed } = await runSteps(rows, console.log)
rmSync(reports, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
