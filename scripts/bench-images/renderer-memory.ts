import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'

const BYTES_PER_KILOBYTE = 1024
const BYTES_PER_MEGABYTE = 1_000_000

/** Without what is mapped from files: code that was run once stays there, and is shared with every other page. */
async function ownKilobytes(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
  const own = /^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]
  // Only Linux tells them apart.
  return Number(own ?? execFileSync('ps', ['-o', 'rss=', '-p', String(id)], { encoding: 'utf8' }))
}

/** The memory that all the browser's pages and workers hold, in MB, as the operating system counts it. */
export async function rendererMegabytes(browser: Browser, page: Page): Promise<number> {
  const ofPage = await page.context().newCDPSession(page)
  await ofPage.send('HeapProfiler.collectGarbage')
  await ofPage.detach()
  const ofBrowser = await browser.newBrowserCDPSession()
  const { processInfo } = (await ofBrowser.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[]
  }
  await ofBrowser.detach()
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const sizes = await Promise.all(ids.map(ownKilobytes))
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0)
  return (kilobytes * BYTES_PER_KILOBYTE) / BYTES_PER_MEGABYTE
}
