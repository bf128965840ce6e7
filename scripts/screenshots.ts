/**
 * `npm run screenshots`: makes docs/images/*.png anew, from the production build and the sandbox in a real browser:
 * sign-in, editor and review, on a desk and on a phone, in light and dark.
 */
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { ensureBrowser } from './browser'
import { ensureBuild } from './build'
import { PROJECT_FOLDER } from './next-process'
import { runCommand } from './run-command'
import { startAppAndSandbox } from './start-app-and-sandbox'

const IMAGES_FOLDER = path.join(PROJECT_FOLDER, 'docs', 'images')
/** They are in the repository for good, so none may be heavy. */
const IMAGE_MAX_BYTES = 400_000
const VIEWPORTS_PIXELS = [
  { width: 1440, height: 1000 },
  { width: 360, height: 780 },
]
const COLOR_SCHEMES = ['light', 'dark'] as const

async function shoot(page: Page, name: string): Promise<void> {
  // What has the focus would differ from run to run by a blinking line.
  const screenshot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  const file = path.join(IMAGES_FOLDER, `${name}.png`)
  await sharp(screenshot).png({ compressionLevel: 9, effort: 10 }).toFile(file)
  if (statSync(file).size > IMAGE_MAX_BYTES) {
    await sharp(screenshot).png({ palette: true, quality: 95, effort: 10 }).toFile(file)
  }
  const bytes = statSync(file).size
  if (bytes > IMAGE_MAX_BYTES)
    throw new Error(`${name}.png has ${bytes} bytes, more than ${IMAGE_MAX_BYTES}.`)
  console.log(`${path.relative(PROJECT_FOLDER, file)} (${Math.ceil(bytes / 1000)} kB)`)
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.locator('input[name="screen_name"][value="wren"]').check()
  await page.getByRole('button', { name: 'Authorize app' }).click()
  // Until the page's code has taken over, a text typed over another may end up beside it.
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
}

/** Some edits that nobody publishes: the account looks the same for every picture. */
async function edit(page: Page): Promise<void> {
  const tile = await sharp(path.join(PROJECT_FOLDER, 'sandbox', 'art', 'jay-tile.svg'))
    .png()
    .toBuffer()
  await page
    .getByLabel('Bio', { exact: true })
    .fill('Small bird, loud song. I draw hedgerows, count what lives in them, and write it all down.')
  await page.getByLabel('Location', { exact: true }).fill('Upper Fen, the Levels')
  await page
    .getByLabel('Background image', { exact: true })
    .setInputFiles({ name: 'oak-leaves.png', mimeType: 'image/png', buffer: tile })
  await page
    .getByText(/^(Prepared:|Fits as it is:)/)
    .first()
    .waitFor()
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    window.scrollTo(0, 0)
  })
}

async function shootJourney(context: BrowserContext, appOrigin: string, suffix: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(appOrigin, { waitUntil: 'networkidle' })
  await shoot(page, `sign-in-${suffix}`)
  await signIn(page)
  await edit(page)
  await page.waitForLoadState('networkidle')
  await shoot(page, `editor-${suffix}`)
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await page.getByRole('dialog', { name: 'Review and publish' }).waitFor()
  await page.waitForLoadState('networkidle')
  await shoot(page, `review-${suffix}`)
}

await runCommand(async () => {
  const executablePath = await ensureBrowser()
  ensureBuild()
  mkdirSync(IMAGES_FOLDER, { recursive: true })
  const servers = await startAppAndSandbox()
  const browser = await chromium.launch({ executablePath })
  for (const viewport of VIEWPORTS_PIXELS) {
    for (const colorScheme of COLOR_SCHEMES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      await shootJourney(context, servers.appOrigin, `${viewport.width}-${colorScheme}`)
      await context.close()
    }
  }
  await browser.close()
  await servers.close()
  return 0
})
