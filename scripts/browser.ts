/**
 * The Chromium that the end-to-end tests and the screenshots use.
 *
 * In this order: CHROME_PATH; Playwright's own build; one that is installed; Playwright's download; Debian's package.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from '@playwright/test'

const LAUNCH_TIMEOUT_MILLISECONDS = 60_000
const INSTALL_TIMEOUT_MILLISECONDS = 300_000

/** A network that answers nothing must not hold up the next way for long. */
const CONNECTION_TIMEOUT_MILLISECONDS = 10_000

/** Chromium without a window of its own: the same engine in half the time. Debian has it as a package of that name. */
const HEADLESS_SHELL = 'chromium-headless-shell'
const COMMANDS = [
  HEADLESS_SHELL,
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
]

const WAYS_OUT = [
  'No Chromium that starts was found, and none could be installed. Do one of these, then run the command again:',
  '  - npx playwright install --with-deps chromium',
  '  - install Chromium, Google Chrome or Microsoft Edge',
  '  - set CHROME_PATH to the program file of one of them',
].join('\n')

/** Where the makers' own installers put the program. */
function applicationPaths(): string[] {
  if (process.platform === 'darwin') {
    const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform !== 'win32') return []
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
  return folders.flatMap((folder) => (folder ? programs.map((program) => path.join(folder, program)) : []))
}

function commandPaths(): string[] {
  if (process.platform === 'win32') return []
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)))
}

/** The program named in the environment. Throws when it is not there: another one would be a surprise. */
function namedBrowser(): string | undefined {
  const named = process.env.CHROME_PATH || process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH names ${named}, but there is no such file.`)
  return named
}

function installedBrowsers(): string[] {
  return [chromium.executablePath(), ...commandPaths(), ...applicationPaths()].filter((file) =>
    existsSync(file),
  )
}

/** The path of a Chromium, without starting it; undefined leaves it to Playwright, which says what is missing. */
export function findBrowser(): string | undefined {
  return namedBrowser() ?? installedBrowsers()[0]
}

/** Starts and ends the browser: a file may be there and still lack libraries, or be a mere placeholder. */
async function launches(executablePath: string): Promise<boolean> {
  try {
    const browser = await chromium.launch({ executablePath, timeout: LAUNCH_TIMEOUT_MILLISECONDS })
    await browser.close()
    return true
  } catch {
    return false
  }
}

async function firstThatLaunches(): Promise<string | undefined> {
  for (const executablePath of installedBrowsers()) {
    if (await launches(executablePath)) return executablePath
  }
  return undefined
}

/** Runs an installer without a word; answers what it had to say when it fails. */
function run(command: string, args: string[]): string | undefined {
  console.log(`Installing a browser: ${[path.basename(command), ...args].join(' ')}`)
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_TIMEOUT_MILLISECONDS,
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECTION_TIMEOUT_MILLISECONDS),
    },
  })
  return status === 0
    ? undefined
    : `${path.basename(command)} ${args.join(' ')}:\n${error?.message ?? stderr}`
}

function installers(): (() => string | undefined)[] {
  const require = createRequire(import.meta.url)
  const playwright = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
  const download = () => run(process.execPath, [playwright, 'install', 'chromium'])
  // Only the superuser may add packages; nobody else is asked for a password here.
  const mayAddPackages = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayAddPackages) return [download]
  const addPackage = (name: string) => run('apt-get', ['install', '--yes', '--no-install-recommends', name])
  const addShell = () => run('apt-get', ['update']) ?? addPackage(HEADLESS_SHELL)
  const addChromium = () => addPackage('chromium')
  const addLibraries = () => run(process.execPath, [playwright, 'install-deps', 'chromium'])
  return [download, addShell, addChromium, addLibraries]
}

/**
 * The path of a Chromium that was seen to start; installs one where none is found.
 *
 * Also puts it into CHROME_PATH, so that every program this one starts uses the same. Throws, naming the ways out,
 * when there is none to be had.
 */
export async function ensureBrowser(): Promise<string> {
  const named = namedBrowser()
  if (named) {
    if (await launches(named)) return named
    throw new Error(`CHROME_PATH names ${named}, but it does not start.`)
  }
  let browser = await firstThatLaunches()
  const failures: string[] = []
  for (const install of installers()) {
    if (browser) break
    const failure = install()
    if (failure === undefined) browser = await firstThatLaunches()
    else failures.push(failure)
  }
  if (!browser) throw new Error([...failures, WAYS_OUT].join('\n'))
  process.env.CHROME_PATH = browser
  return browser
}
