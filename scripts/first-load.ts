import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildFolder } from './build'
import { freePort } from './free-port'
import { PROJECT_FOLDER } from './next-process'
import { type RunningApp, startApp } from './start-app'

/** What a page makes a browser fetch before it runs: its scripts, and their sizes in bytes. */
export type FirstLoad = {
  scripts: number
  rawBytes: number
  gzipBytes: number
  /** What it names to be fetched after these, and run once it is painted. */
  laterGzipBytes: number
}

/**
 * The distinct scripts a page's HTML names, as absolute addresses, without those for browsers that know no modules:
 * no browser of today loads them.
 */
export function scriptsOf(html: string, pageUrl: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
  const addresses = tags
    .filter((tag) => !/\snomodule\b/i.test(tag))
    .flatMap((tag) => tag.match(/\ssrc="([^"]+)"/)?.[1] ?? [])
  return [...new Set(addresses.map((address) => new URL(address.replaceAll('&amp;', '&'), pageUrl).href))]
}

/** The scripts a page's HTML asks for in advance, as absolute addresses. */
export function preloadedScriptsOf(html: string, pageUrl: string): string[] {
  const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag)
  const addresses = links
    .filter((tag) => /\srel="preload"/.test(tag) && /\sas="script"/.test(tag))
    .flatMap((tag) => tag.match(/\shref="([^"]+)"/)?.[1] ?? [])
  return addresses.map((address) => new URL(address.replaceAll('&amp;', '&'), pageUrl).href)
}

/** Fetches a page and its scripts and adds up their sizes, each packed by gzip -9. Throws when one is not a 200. */
export async function measureFirstLoad(pageUrl: string, cookie = ''): Promise<FirstLoad> {
  const read = async (url: string) => {
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
    if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}.`)
    return Buffer.from(await response.arrayBuffer())
  }
  const html = (await read(pageUrl)).toString()
  const urls = scriptsOf(html, pageUrl)
  const laterUrls = preloadedScriptsOf(html, pageUrl).filter((url) => !urls.includes(url))
  if (urls.length === 0) throw new Error(`${pageUrl} has no scripts: this is not the page that was meant.`)
  const scripts = await Promise.all(urls.map(read))
  const gzipBytesOf = (files: Buffer[]) =>
    files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0)
  return {
    scripts: scripts.length,
    rawBytes: scripts.reduce((sum, script) => sum + script.length, 0),
    gzipBytes: gzipBytesOf(scripts),
    laterGzipBytes: gzipBytesOf(await Promise.all(laterUrls.map(read))),
  }
}

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

const versionOf = (name: string) =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version

const VERSIONS = `next-${versionOf('next')}-react-${versionOf('react-dom')}`

/** Builds, once for each version of Next and React, a page that only says hello, and serves it. */
export async function startEmptyPage(): Promise<RunningApp> {
  const builtFile = path.join(FOLDER, `built-${VERSIONS}`)
  if (!existsSync(builtFile)) {
    makeApp()
    buildFolder(FOLDER)
    writeFileSync(builtFile, '')
  }
  const env = { ...process.env, NODE_ENV: 'production' as const }
  return startApp({ port: await freePort(), env, folder: FOLDER, healthPath: '/' })
}

export async function measureEmptyPage(): Promise<FirstLoad> {
  const app = await startEmptyPage()
  try {
    return await measureFirstLoad(`${app.origin}/`)
  } finally {
    await app.close()
  }
}
