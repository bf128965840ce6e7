import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildFolder } from './build'
import { type FirstLoad, measureFirstLoad } from './first-load'
import { freePort } from './free-port'
import { PROJECT_FOLDER } from './next-process'
import { startApp } from './start-app'

// Inside the project, so that the same Next and React are found; in its cache, so that nobody meets it.
const FOLDER = path.join(PROJECT_FOLDER, '.next', 'cache', 'empty-page')

const FILES = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'next.config.js': `export default { turbopack: { root: ${JSON.stringify(PROJECT_FOLDER)} } }\n`,
  // Next looks for these two in the folders above as well, and would take the project's own.
  'instrumentation.js': 'export function register() {}\n',
  'proxy.js': "export function proxy() {}\nexport const config = { matcher: '/nowhere' }\n",
  'app/layout.js': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>\n',
  'app/page.js': 'export default () => <p>Hello.</p>\n',
}

function makeApp(): void {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(path.join(FOLDER, 'app'), { recursive: true })
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(FOLDER, name), text)
}

/**
 * The first load of a page that only says hello, built and served by the same Next.
 *
 * Measured once for each version of Next and React, then read from the build's cache.
 */
export async function measureEmptyPage(): Promise<FirstLoad> {
  const require = createRequire(import.meta.url)
  const [next, react] = ['next/package.json', 'react-dom/package.json'].map(
    (file) => require(file).version as string,
  )
  const resultFile = path.join(FOLDER, `first-load-next-${next}-react-${react}.json`)
  if (existsSync(resultFile)) return JSON.parse(readFileSync(resultFile, 'utf8')) as FirstLoad
  makeApp()
  buildFolder(FOLDER)
  const env = { ...process.env, NODE_ENV: 'production' as const }
  const app = await startApp({ port: await freePort(), env, folder: FOLDER, healthPath: '/' })
  try {
    const firstLoad = await measureFirstLoad(`${app.origin}/`)
    writeFileSync(resultFile, JSON.stringify(firstLoad))
    return firstLoad
  } finally {
    await app.close()
  }
}
