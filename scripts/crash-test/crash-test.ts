/**
 * `npm run test:crash`: types, switches and chooses pictures in the editor, kills the browser's process at a random
 * moment, starts it again on the same profile folder, and looks what is still there. No edit older than a second may be
 * missing. `node --import tsx scripts/crash-test/crash-test.ts [kills] [seed]`: the same seed makes the same edits again, though not to
 * the millisecond.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import { ensureBrowser } from '../browser'
import { ensureBuild } from '../build'
import { runCommand } from '../run-command'
import { giveSession, signInOverHttp } from '../sign-in'
import { startAppAndSandbox } from '../start-app'
import { seededRandom } from '../test-pictures/photos'
import { type Edit, editWithoutEnd, type LostEdit, lostEdits, readFields } from './random-edits'

const KILLS = 50
const LARGEST_SEED = 1_000_000
/** Older edits than this may not be lost. */
const BOUND_MILLISECONDS = 1000
const EARLIEST_KILL_MILLISECONDS = 200
const LATEST_KILL_MILLISECONDS = 5000
const ACCOUNT = 'wren'

/** A browser with a profile on the disk, and the way to end its process without a word. */
interface KillableBrowser {
  context: BrowserContext
  /** Sends SIGKILL to the browser's own process; its children go with it. Gives when that was, by `performance.now()`. */
  kill(): number
  /** Settles when the browser is gone, killed or closed. */
  gone: Promise<void>
}

/** Starts a browser on a profile folder, which may be one that another browser died on. */
async function startKillableBrowser(executablePath: string, profileFolder: string): Promise<KillableBrowser> {
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

/** The pictures of the draft on this device; null without one. The database is not opened before the program made it. */
function savedPictures(page: Page): Promise<string[] | null> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases()
    if (!databases.some(({ name }) => name === 'plumage')) return null
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plumage')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const reading = database.transaction('drafts').objectStore('drafts').getAll()
    const [saved] = await new Promise<{ draft: Record<string, unknown> }[]>((resolve, reject) => {
      reading.onsuccess = () => resolve(reading.result)
      reading.onerror = () => reject(reading.error)
    })
    database.close()
    return saved ? ['avatar', 'background'].filter((slot) => saved.draft[slot]) : null
  })
}

/** Opens the editor, and waits until a draft that is on the device is in the form too. */
async function openEditor(page: Page, appOrigin: string): Promise<Map<string, string>> {
  await page.goto(`${appOrigin}/profile`)
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
  const pictures = await savedPictures(page)
  if (pictures) await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
  for (const slot of pictures ?? []) await expect(page.locator(`#field-${slot}-facts`)).toBeVisible()
  return readFields(page)
}

/** Edits until the browser dies. */
async function editUntilKilled(
  browser: KillableBrowser,
  page: Page,
  random: () => number,
  atFirst: Map<string, string>,
): Promise<{ edits: Edit[]; afterMilliseconds: number; killedAt: number }> {
  const edits: Edit[] = [...atFirst].map(([field, value]) => ({ field, value, madeAt: 0 }))
  const span = LATEST_KILL_MILLISECONDS - EARLIEST_KILL_MILLISECONDS
  const afterMilliseconds = Math.round(EARLIEST_KILL_MILLISECONDS + random() * span)
  let killedAt: number | null = null
  const timer = setTimeout(() => {
    killedAt = browser.kill()
  }, afterMilliseconds)
  try {
    return await editWithoutEnd(page, random, edits, new Map(atFirst))
  } catch (cause) {
    clearTimeout(timer)
    if (killedAt === null) throw cause
  }
  await browser.gone
  return { edits, afterMilliseconds, killedAt }
}

function describeLost(missing: LostEdit[]): string {
  if (missing.length === 0) return 'nothing is missing'
  const oldest = Math.max(...missing.map(({ ageMilliseconds }) => ageMilliseconds))
  const words = `nothing older than ${Math.ceil(oldest)} ms is missing`
  const lost = missing.filter(({ ageMilliseconds }) => ageMilliseconds > BOUND_MILLISECONDS)
  if (lost.length === 0) return words
  const lines = lost.map(
    ({ field, found, last, ageMilliseconds }) =>
      `\n  ${field}: ${JSON.stringify(found)} instead of ${JSON.stringify(last)}, ${Math.ceil(ageMilliseconds)} ms old`,
  )
  return `LOST${lines.join('')}`
}

await runCommand(async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const kills = Number(positionals[0] ?? KILLS)
  const seed = Number(positionals[1] ?? Math.floor(Math.random() * LARGEST_SEED))
  if (!(kills > 0) || !Number.isInteger(seed))
    throw new Error('Say how many kills, and a whole number as seed.')
  console.log(`${kills} kills, seed ${seed}`)
  const executablePath = await ensureBrowser()
  ensureBuild()
  const random = seededRandom(seed)
  const profileFolder = mkdtempSync(path.join(tmpdir(), 'plumage-crash-'))
  const servers = await startAppAndSandbox()
  const cookie = await signInOverHttp(servers.appOrigin, ACCOUNT)
  const start = async () => {
    const browser = await startKillableBrowser(executablePath, profileFolder)
    // Anew each time: a browser writes its cookies to the disk at leisure, and they are not the matter.
    await giveSession(browser.context, servers.appOrigin, cookie)
    const page = await browser.context.newPage()
    return { browser, page, fields: await openEditor(page, servers.appOrigin) }
  }

  const ages: number[] = []
  let { browser, page, fields } = await start()
  for (let count = 1; count <= kills; count += 1) {
    const { edits, afterMilliseconds, killedAt } = await editUntilKilled(browser, page, random, fields)
    const made = edits.length - fields.size
    ;({ browser, page, fields } = await start())
    const missing = lostEdits(edits, fields, killedAt)
    ages.push(...missing.map(({ ageMilliseconds }) => ageMilliseconds))
    console.log(`${count}: ${made} edits, killed after ${afterMilliseconds} ms, ${describeLost(missing)}`)
  }
  await browser.context.close()
  await servers.close()
  rmSync(profileFolder, { recursive: true, force: true })

  const lost = ages.filter((age) => age > BOUND_MILLISECONDS).length
  const oldest = Math.ceil(Math.max(0, ...ages))
  console.log(
    `${kills} kills, ${lost} fields with an edit lost; the oldest missing edit was ${oldest} ms old`,
  )
  return lost === 0 ? 0 : 1
})
