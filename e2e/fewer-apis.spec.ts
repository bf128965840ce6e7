import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { fileField, PHOTO, prepared } from './picture-slots'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { rewriteScripts } from './rewritten-scripts'
import type { Sandbox } from './sandbox'

/** Edits, comes back to the draft, publishes, and saves a look: everything that needs ids, workers and storage. */
async function goThroughEverything(page: Page, sandbox: Sandbox, screenName: string): Promise<void> {
  await page.getByLabel('Location', { exact: true }).fill('On an old machine')
  await page.getByLabel('Website', { exact: true }).fill('old.example/machine')
  await fileField(page, PHOTO).setInputFiles(makePng(500, 400, BLUE, 'photo.png'))
  await page.getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toContainText('photo.png')
  await expect(page.getByText('Draft saved')).toBeVisible()

  await page.reload()
  await untilEditorIsReady(page)
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
  await expect(prepared(page, PHOTO)).toContainText('photo.png')
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(screenName)).toMatchObject({ location: 'On an old machine' })
  const [upload] = (await sandbox.requestsOf(screenName)).filter(({ image }) => image)
  expect(upload?.image).toMatchObject({ width: 400, height: 400 })

  await page.goto('/history')
  await expect(page.getByText('On an old machine').first()).toBeVisible()
  await page.goto('/looks')
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  await page.getByLabel('Name of the look').fill('Old')
  await page.getByRole('button', { name: 'Save look' }).click()
  await expect(page.getByText('Old is saved.')).toBeVisible()
  await page.goto('/storage')
  await expect(page.getByText(/^1 look, pictures \d/)).toBeVisible()
}

type NewerApi = { name: string; kind: 'global' | 'static' | 'member' }

/** Takes APIs away from a page or a worker. Stands alone, as it goes to the browser. */
function takeAway(apis: NewerApi[]): void {
  const drop = (from: unknown, key: string) => {
    const isObject = (typeof from === 'object' && from !== null) || typeof from === 'function'
    if (isObject) Reflect.deleteProperty(from, key)
  }
  for (const { name, kind } of apis) {
    const [owner = '', member] = name.split('.')
    if (member === undefined) continue
    const holder = owner === 'TypedArray' ? Object.getPrototypeOf(Uint8Array) : Reflect.get(globalThis, owner)
    if (/^Window$|GlobalScope$/.test(owner)) drop(globalThis, member)
    drop(kind === 'static' ? holder : holder?.prototype, member)
  }
  // After their members, which would be out of reach.
  for (const { name, kind } of apis) if (kind === 'global') drop(globalThis, name)
}

/** Everything newer than the oldest browsers we support; Trusted Types stay, as this browser enforces them. */
function apisToTakeAway(): NewerApi[] {
  const file = process.env.E2E_NEWER_APIS_FILE
  if (!file) throw new Error('E2E_NEWER_APIS_FILE is missing: it is set by playwright.config.ts.')
  const apis: NewerApi[] = JSON.parse(readFileSync(file, 'utf8'))
  return apis.filter(({ name }) => !/trusted/i.test(name))
}

test('the oldest browsers that are promised can do everything, in the page and in its workers', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const apis = apisToTakeAway()
  await page.addInitScript(takeAway, apis)
  // Init scripts do not run in workers, whose scripts come from here as well.
  await rewriteScripts(page, (script) => `(${takeAway})(${JSON.stringify(apis)});${script}`)
  const inWorkers: Promise<string[]>[] = []
  page.on('worker', (worker) => inWorkers.push(worker.evaluate(stillThere)))
  await signIn(page, account.screen_name)
  await goThroughEverything(page, sandbox, account.screen_name)
  expect(await page.evaluate(stillThere)).toEqual([])
  expect(inWorkers.length).toBeGreaterThan(0)
  expect((await Promise.all(inWorkers)).flat()).toEqual([])
})

/** Of some that this browser has and older ones do not, those that are there. */
function stillThere(): string[] {
  const newer = {
    any: 'any' in AbortSignal,
    toSorted: 'toSorted' in Array.prototype,
    ImageDecoder: 'ImageDecoder' in self,
  }
  return Object.entries(newer).flatMap(([name, isThere]) => (isThere ? [name] : []))
}

test.describe('over plain http on a name that is not loopback', () => {
  // The name leads to this machine; see the launch options in playwright.config.ts.
  const origin = `http://plumage.test:${process.env.E2E_INSECURE_APP_PORT}`
  // The browser says that it takes this header from https and loopback alone.
  test.use({ expectedProblems: [/Cross-Origin-Opener-Policy header has been ignored/] })

  test('everything can be done', async ({ browser, page, account, sandbox, startSession }) => {
    // The sandbox sends people back to loopback alone, so the session comes from there.
    await startSession(page, account.screen_name)
    const { cookies } = await page.context().storageState()
    const insecure = await browser.newContext({ baseURL: origin })
    await insecure.addCookies(cookies.map(({ name, value }) => ({ name, value, url: origin })))
    const there = await insecure.newPage()
    const problems: string[] = []
    there.on('pageerror', ({ message }) => problems.push(message))
    await there.goto('/profile')
    await untilEditorIsReady(there)
    expect(await there.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false])
    await goThroughEverything(there, sandbox, account.screen_name)
    expect(problems).toEqual([])
    await insecure.close()
  })
})
