/**
 * `npm test`: every check there is, in order, from the quickest to the slowest. Ends at the first step that fails.
 * `npm run check`: those that need neither a server nor a build.
 *
 * The last line is `N passed, N failed`, alone: what all runners counted, and one for each check that is not a runner.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBrowser } from './browser'
import { buildFolder } from './build'
import { problemsOfLockFile } from './check-lock'
import { PROJECT_FOLDER } from './next-process'
import { describeFailure } from './run-command'
import {
  addCounts,
  type Counts,
  countsOfPlaywright,
  countsOfVitest,
  flakyTestsOf,
  type PlaywrightReport,
  type VitestReport,
} from './test-counts'

type Outcome = { counts: Counts; output: string }
type Step = { name: string; run(): Outcome | Promise<Outcome> }

const PASSED: Counts = { passed: 1, failed: 0 }
const FAILED: Counts = { passed: 0, failed: 1 }
const NOTHING_COUNTED: Counts = { passed: 0, failed: 0 }
const OUTPUT_MAX_BYTES = 64_000_000

const reports = mkdtempSync(path.join(tmpdir(), 'plumage-test-'))

/** Runs a program to its end; its output is kept for the case that it fails, or shown at once. */
function run(
  command: string,
  args: string[],
  options: { show?: boolean; env?: Record<string, string> } = {},
) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: PROJECT_FOLDER,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX_BYTES,
    stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // npm's programs are scripts on Windows, which only a shell starts there.
    shell: process.platform === 'win32' && command !== process.execPath,
  })
  return { exitCode: status ?? 1, output: [stdout, stderr, error?.message].filter(Boolean).join('\n') }
}

function tool(name: string, ...args: string[]) {
  return run(path.join(PROJECT_FOLDER, 'node_modules', '.bin', name), args)
}

function oneCheck({ exitCode, output }: { exitCode: number; output: string }): Outcome {
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

function checkTypes(): Outcome {
  const generated = tool('next', 'typegen')
  if (generated.exitCode !== 0) return oneCheck(generated)
  // Everything once, and each runtime alone, which knows nothing of what only another one has.
  for (const runtime of ['', '.browser', '.worker', '.server', '.sandbox']) {
    const checked = tool('tsc', '--noEmit', '-p', `tsconfig${runtime}.json`)
    if (checked.exitCode !== 0) return oneCheck(checked)
  }
  return oneCheck(generated)
}

function runTestsOf(project: 'unit' | 'integration'): Outcome {
  const file = path.join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { exitCode, output } = tool('vitest', 'run', '--project', project, ...reporters)
  return { counts: countsOfVitest(readReport<VitestReport>(file), exitCode), output }
}

/** The clients nobody keeps any more, which are installed apart from the project. */
function testOldClients(): Outcome {
  const file = path.join(reports, 'compatibility.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { exitCode, output } = run(process.execPath, [
    '--import',
    'tsx',
    'scripts/compatibility.ts',
    ...reporters,
  ])
  return { counts: countsOfVitest(readReport<VitestReport>(file), exitCode), output }
}

async function findOrInstallBrowser(): Promise<Outcome> {
  await ensureBrowser()
  return { counts: NOTHING_COUNTED, output: '' }
}

function build(): Outcome {
  buildFolder(PROJECT_FOLDER)
  return { counts: PASSED, output: '' }
}

function runEndToEndTests(): Outcome {
  const file = path.join(reports, 'playwright.json')
  const env = { E2E_RESULTS_FILE: file }
  const { exitCode } = run(process.execPath, ['--import', 'tsx', 'scripts/e2e.ts'], { show: true, env })
  const report = readReport<PlaywrightReport>(file)
  const flaky = flakyTestsOf(report).map((test) => `flaky   ${test}`)
  if (flaky.length > 0) console.log(`${flaky.join('\n')}\nTheir traces are in test-results/.`)
  return { counts: countsOfPlaywright(report, exitCode), output: '' }
}

/** One check of our own that prints what it saw and fails by its exit code. */
function ownCheck(...args: string[]): Outcome {
  return oneCheck(run(process.execPath, ['--import', 'tsx', ...args]))
}

const CHECK_STEPS: Step[] = [
  { name: 'Lock file', run: checkLock },
  { name: 'Lint', run: () => oneCheck(tool('biome', 'ci', '.')) },
  { name: 'Types', run: checkTypes },
  { name: 'Unit tests', run: () => runTestsOf('unit') },
]

const SLOW_STEPS: Step[] = [
  { name: 'Integration tests', run: () => runTestsOf('integration') },
  { name: 'Old clients', run: testOldClients },
  { name: 'Browser', run: findOrInstallBrowser },
  { name: 'Build', run: build },
  { name: 'Size', run: () => ownCheck('scripts/size.ts', '--check') },
  { name: 'Traced files', run: () => ownCheck('scripts/traced-files.ts') },
  { name: 'End-to-end tests', run: runEndToEndTests },
  { name: 'Crash test', run: () => ownCheck('scripts/crash-test/crash-test.ts', '5') },
  { name: 'Load test', run: () => ownCheck('scripts/load-test.ts', '20') },
]

/** A step that throws has failed, and what it threw says why. */
async function outcomeOf(step: Step): Promise<Outcome> {
  try {
    return await step.run()
  } catch (failure) {
    return { counts: FAILED, output: describeFailure(failure) }
  }
}

const steps = process.argv.includes('--check') ? CHECK_STEPS : [...CHECK_STEPS, ...SLOW_STEPS]
const counted: Counts[] = []
for (const step of steps) {
  const startedAt = performance.now()
  const { counts, output } = await outcomeOf(step)
  counted.push(counts)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const tally = counts.passed + counts.failed > 1 ? `, ${counts.passed} passed, ${counts.failed} failed` : ''
  if (counts.failed === 0) {
    console.log(`ok      ${step.name} (${seconds} s${tally})`)
    continue
  }
  console.log(`\n======== ${step.name} failed (${seconds} s${tally}) ========\n\n${output}\n`)
  process.exitCode = 1
  break
}
rmSync(reports, { recursive: true, force: true })
const { passed, failed } = addCounts(counted)
console.log(`${passed} passed, ${failed} failed`)
