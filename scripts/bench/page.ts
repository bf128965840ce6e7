/**
 * `npm run bench:page -- [--runs=5] [--desktop]`: Lighthouse's figures of our pages beside an empty page of the same
 * Next, on a simulated phone (or a desktop computer). Each figure is the median of the runs; the pages take turns, so
 * that what else the machine does meets all of them. Exits 1 above a bound.
 *
 * The largest paint is taken twice. `largest` is Lighthouse's estimate from an unthrottled load: it counts whatever ran
 * before that paint, and where server and browser share a machine all scripts arrive within milliseconds of it, so that
 * the figure jumps by a second. `throttled` is measured with network and processor really slowed; it has the bound.
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
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

interface Page {
  name: string
  url: string
  /** Of who is signed in, or empty. */
  cookie: string
}

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

/** One run of Lighthouse. This process goes on meanwhile: the sandbox runs in it and answers the page. */
async function runLighthouse(
  program: string,
  { url, cookie }: Page,
  options: readonly string[],
): Promise<LighthouseReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumage-lighthouse-'))
  try {
    const headersFile = path.join(folder, 'headers.json')
    const reportFile = path.join(folder, 'report.json')
    writeFileSync(headersFile, JSON.stringify(cookie ? { Cookie: cookie } : {}))
    await promisify(execFile)(
      process.execPath,
      [
        ...[program, url, '--quiet', '--output=json', `--output-path=${reportFile}`],
        `--extra-headers=${headersFile}`,
        '--chrome-flags=--headless=new --no-sandbox',
        ...options,
      ],
      { timeout: RUN_TIMEOUT_MILLISECONDS, killSignal: 'SIGKILL' },
    )
    return JSON.parse(readFileSync(reportFile, 'utf8')) as LighthouseReport
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const timeOf = ({ audits }: LighthouseReport, audit: string) => audits[audit]?.numericValue ?? Number.NaN

/** Scores from 0 to 100, times in milliseconds. */
async function measure(program: string, page: Page, isDesktop: boolean): Promise<Figures> {
  const categories = `--only-categories=${CATEGORIES.join(',')}`
  const preset = isDesktop ? ['--preset=desktop'] : []
  const report = await runLighthouse(program, page, [categories, ...preset])
  const scores = CATEGORIES.map((name) => [
    name,
    Math.round((report.categories[name]?.score ?? Number.NaN) * FULL_SCORE),
  ])
  const times = Object.entries(AUDITS).map(([name, audit]) => [name, timeOf(report, audit)])
  return Object.fromEntries([...scores, ...times]) as Figures
}

/** The largest paint of a page on a phone whose network and processor are really slowed, in milliseconds. */
async function measureThrottledPaint(program: string, page: Page): Promise<number> {
  const options = ['--only-categories=performance', '--throttling-method=devtools']
  return timeOf(await runLighthouse(program, page, options), AUDITS.largestPaintMilliseconds)
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
    const editorPage = { name: '/profile', url: `${servers.appOrigin}/profile`, cookie }
    const pages: Page[] = [
      { name: 'empty page', url: `${empty.origin}/`, cookie: '' },
      editorPage,
      { name: '/', url: `${servers.appOrigin}/`, cookie: '' },
      { name: '/help', url: `${servers.appOrigin}/help`, cookie: '' },
      { name: 'sandbox', url: `${servers.sandboxOrigin}/`, cookie: '' },
    ]
    const runs = new Map(pages.map(({ name }) => [name, [] as Figures[]]))
    // Not counted: on the first visit the sandbox draws its pictures, beside the browser that is measured.
    await measure(lighthouse, editorPage, values.desktop)
    const throttledPaints: number[] = []
    for (let run = 0; run < Number(values.runs); run += 1) {
      for (const page of pages) runs.get(page.name)?.push(await measure(lighthouse, page, values.desktop))
      if (!values.desktop) throttledPaints.push(await measureThrottledPaint(lighthouse, editorPage))
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
    // On a desktop computer an empty page blocks nothing, so there is nothing to compare with.
    if (!values.desktop) {
      if (editor && editor.blockedMilliseconds > emptyBlocked * BLOCKED_TIME_BOUND)
        broken.push(
          `/profile: blocked ${(editor.blockedMilliseconds / emptyBlocked).toFixed(2)} times the empty page`,
        )
      const throttledPaint = quantile(throttledPaints, 0.5)
      console.log(`/profile, throttled: largest paint after ${Math.round(throttledPaint)} ms`)
      if (throttledPaint > LARGEST_PAINT_BOUND_MILLISECONDS) broken.push('/profile: largest paint')
    }
    console.log(broken.length === 0 ? 'Bounds: held' : `Bounds NOT HELD: ${broken.join('; ')}`)
    return broken.length === 0 ? 0 : 1
  } finally {
    await servers.close()
    await empty.close()
  }
})
