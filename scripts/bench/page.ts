/**
 * `npm run bench:page -- [--runs=5] [--desktop]`: Lighthouse's figures of our pages beside an empty page of the same
 * Next, on a simulated phone (or a desktop computer). Each figure is the median of the runs; the pages take turns, so
 * that what else the machine does meets all of them. Exits 1 above a bound.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBrowser } from '../browser'
import { ensureBuild } from '../build'
import { startEmptyPage } from '../first-load'
import { PROJECT_FOLDER } from '../next-process'
import { runCommand } from '../run-command'
import { signInOverHttp } from '../sign-in'
import { startAppAndSandbox } from '../start-app'
import { quantile } from './quantile'

// Two hundred packages for one measurement: fetched when it is first made, and no part of the project's own.
const LIGHTHOUSE_VERSION = '12.8.2'
const LIGHTHOUSE_FOLDER = path.join(PROJECT_FOLDER, 'node_modules/.cache', `lighthouse-${LIGHTHOUSE_VERSION}`)

/** A run takes some fifteen seconds; a browser that hangs must not hold up the rest for good. */
const RUN_TIMEOUT_MILLISECONDS = 120_000

/** Of the main thread's blocked time of the empty page. */
const BLOCKED_TIME_BOUND = 1.5
const LARGEST_PAINT_BOUND_MILLISECONDS = 2000
const PHONE_SCORE_BOUND = 95
const FULL_SCORE = 100
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const AUDITS = {
  blockedMilliseconds: 'total-blocking-time',
  largestPaintMilliseconds: 'largest-contentful-paint',
  interactiveMilliseconds: 'interactive',
  layoutShift: 'cumulative-layout-shift',
} as const

type Figures = Record<(typeof CATEGORIES)[number] | keyof typeof AUDITS, number>

interface LighthouseReport {
  categories: Record<string, { score: number | null }>
  audits: Record<string, { numericValue?: number }>
}

function ensureLighthouse(): string {
  const program = path.join(LIGHTHOUSE_FOLDER, 'node_modules/lighthouse/cli/index.js')
  if (existsSync(program)) return program
  console.log('Fetching Lighthouse …')
  mkdirSync(LIGHTHOUSE_FOLDER, { recursive: true })
  writeFileSync(path.join(LIGHTHOUSE_FOLDER, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--ignore-scripts', '--no-audit', `lighthouse@${LIGHTHOUSE_VERSION}`]
  const { status, stderr } = spawnSync('npm', install, { cwd: LIGHTHOUSE_FOLDER, encoding: 'utf8' })
  if (status !== 0) throw new Error(`Lighthouse could not be fetched.\n${stderr}`)
  return program
}

/** One run of Lighthouse. Scores from 0 to 100, times in milliseconds. */
function measure(program: string, url: string, cookie: string, isDesktop: boolean): Figures {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumage-lighthouse-'))
  try {
    const headersFile = path.join(folder, 'headers.json')
    const reportFile = path.join(folder, 'report.json')
    writeFileSync(headersFile, JSON.stringify(cookie ? { Cookie: cookie } : {}))
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...[program, url, '--quiet', '--output=json', `--output-path=${reportFile}`],
        `--only-categories=${CATEGORIES.join(',')}`,
        `--extra-headers=${headersFile}`,
        '--chrome-flags=--headless=new --no-sandbox',
        ...(isDesktop ? ['--preset=desktop'] : []),
      ],
      { encoding: 'utf8', timeout: RUN_TIMEOUT_MILLISECONDS, killSignal: 'SIGKILL' },
    )
    if (status !== 0) throw new Error(`Lighthouse failed on ${url}.\n${stderr}`)
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as LighthouseReport
    const scores = CATEGORIES.map((name) => [
      name,
      Math.round((report.categories[name]?.score ?? Number.NaN) * FULL_SCORE),
    ])
    const times = Object.entries(AUDITS).map(([name, audit]) => [
      name,
      report.audits[audit]?.numericValue ?? Number.NaN,
    ])
    return Object.fromEntries([...scores, ...times]) as Figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function medianOf(runs: readonly Figures[]): Figures {
  const names = [...CATEGORIES, ...(Object.keys(AUDITS) as (keyof typeof AUDITS)[])]
  return Object.fromEntries(
    names.map((name) => [
      name,
      quantile(
        runs.map((figures) => figures[name]),
        0.5,
      ),
    ]),
  ) as Figures
}

function lineOf(page: string, figures: Figures): string {
  const scores = CATEGORIES.map((name) => String(figures[name]).padStart(4)).join('')
  const times = [
    figures.blockedMilliseconds,
    figures.largestPaintMilliseconds,
    figures.interactiveMilliseconds,
  ]
  const columns = times.map((time) => `${Math.round(time)} ms`.padStart(9)).join('')
  return `${page.padEnd(14)}${scores}${columns}${figures.layoutShift.toFixed(3).padStart(8)}`
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '5' }, desktop: { type: 'boolean', default: false } },
  })
  await ensureBrowser()
  const lighthouse = ensureLighthouse()
  ensureBuild()
  const empty = await startEmptyPage()
  const servers = await startAppAndSandbox()
  try {
    const cookie = await signInOverHttp(servers.appOrigin, 'wren')
    const pages = [
      { name: 'empty page', url: `${empty.origin}/`, cookie: '' },
      { name: '/profile', url: `${servers.appOrigin}/profile`, cookie },
      { name: '/', url: `${servers.appOrigin}/`, cookie: '' },
      { name: '/help', url: `${servers.appOrigin}/help`, cookie: '' },
      { name: 'sandbox', url: `${servers.sandboxOrigin}/`, cookie: '' },
    ]
    const runs = new Map(pages.map(({ name }) => [name, [] as Figures[]]))
    for (let run = 0; run < Number(values.runs); run += 1) {
      for (const { name, url, cookie } of pages)
        runs.get(name)?.push(measure(lighthouse, url, cookie, values.desktop))
    }
    console.log('              perf a11y best seo  blocked   largest  interactive  shift')
    const medians = new Map([...runs].map(([name, figures]) => [name, medianOf(figures)]))
    for (const [name, figures] of medians) console.log(lineOf(name, figures))

    const scoreBound = values.desktop ? FULL_SCORE : PHONE_SCORE_BOUND
    const emptyBlocked = medians.get('empty page')?.blockedMilliseconds ?? 0
    const broken = [...medians].flatMap(([name, figures]) => {
      if (name === 'empty page') return []
      const lowScores = CATEGORIES.filter(
        (category) => figures[category] < (category === 'performance' ? scoreBound : FULL_SCORE),
      )
      return lowScores.map((category) => `${name}: ${category} ${figures[category]}`)
    })
    const editor = medians.get('/profile')
    if (editor && editor.blockedMilliseconds > emptyBlocked * BLOCKED_TIME_BOUND)
      broken.push(
        `/profile: blocked ${(editor.blockedMilliseconds / emptyBlocked).toFixed(2)} times the empty page`,
      )
    if (editor && editor.largestPaintMilliseconds > LARGEST_PAINT_BOUND_MILLISECONDS)
      broken.push('/profile: largest paint')
    console.log(broken.length === 0 ? 'Bounds: held' : `Bounds NOT HELD: ${broken.join('; ')}`)
    return broken.length === 0 ? 0 : 1
  } finally {
    await servers.close()
    await empty.close()
  }
})
