import { execFileSync } from 'node:child_process'
import type { Browser, Page } from '@playwright/test'

const BYTES_PER_KILOBYTE = 1024
const BYTES_PER_MEGABYTE = 1_000_000

/** The memory of all the browser's pages and workers, in MB, as the operating system counts it. */
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
  const table = execFileSync('ps', ['-o', 'rss=', '-p', ids.join(',')], { encoding: 'utf8' })
  const kilobytes = table
    .split('\n')
    .map(Number)
    .reduce((sum, size) => sum + size, 0)
  return (kilobytes * BYTES_PER_KILOBYTE) / BYTES_PER_MEGABYTE
}
