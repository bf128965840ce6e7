import { type BrowserContext, chromium } from '@playwright/test'

/** A browser with a profile on the disk, and the way to end its process without a word. */
export interface MortalBrowser {
  context: BrowserContext
  /** Sends SIGKILL to the browser's own process; its children go with it. Gives when that was, by `performance.now()`. */
  kill(): number
  /** Settles when the browser is gone, killed or closed. */
  gone: Promise<void>
}

/** Starts a browser on a profile folder, which may be one that another browser died on. */
export async function startMortalBrowser(
  executablePath: string,
  profileFolder: string,
): Promise<MortalBrowser> {
  const context = await chromium.launchPersistentContext(profileFolder, { executablePath })
  const gone = new Promise<void>((resolve) => context.once('close', () => resolve()))
  const browser = context.browser()
  if (!browser) throw new Error('Playwright does not tell the browser of a profile on the disk.')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const own = processInfo.find(({ type }) => type === 'browser')
  if (!own) throw new Error('The browser does not tell which process is its own.')
  return {
    context,
    kill() {
      const killedAt = performance.now()
      process.kill(own.id, 'SIGKILL')
      return killedAt
    },
    gone,
  }
}
