/**
 * `npm run screenshots`: makes docs/images/*.png anew, from the production build and the sandbox in a real browser:
 * sign-in, crop, editor, review, what came of it, history, looks and storage, on a desk and on a phone, in light and
 * dark.
 */
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { ensureBrowser } from './browser'
import { ensureBuild } from './build'
import { PROJECT_FOLDER } from './next-process'
import { runCommand } from './run-command'
import { startAppAndSandbox } from './start-app'

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

/** One of the sandbox's own drawings as the file of a picture. */
async function drawing(name: string, size?: { width: number; height: number }): Promise<Buffer> {
  const svg = sharp(path.join(PROJECT_FOLDER, 'sandbox', 'art', `${name}.svg`), { density: 200 })
  return (size ? svg.resize({ ...size, fit: 'cover' }) : svg).png().toBuffer()
}

async function choose(page: Page, label: string, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel(label, { exact: true }).setInputFiles({ name, mimeType: 'image/png', buffer })
}

async function toTheTop(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    window.scrollTo(0, 0)
  })
  await page.waitForLoadState('networkidle')
}

/** A header that has to be cropped, a background that fits, and two texts. */
async function edit(page: Page, suffix: string): Promise<void> {
  await choose(
    page,
    'Header image',
    'hedgerow.png',
    await drawing('jay-header', { width: 2400, height: 1350 }),
  )
  const crop = page.getByRole('dialog', { name: 'Crop and place' })
  await crop.getByText('Opening the picture').waitFor({ state: 'detached' })
  // The whole bird stays in.
  const down = crop.getByRole('button', { name: 'Move down' })
  for (let step = 0; step < 3; step += 1) await down.click()
  // On a phone the press may have scrolled the picture away.
  await down.evaluate((button) => button.closest('.overflow-y-auto')?.scrollTo(0, 0))
  await shoot(page, `crop-${suffix}`)
  await crop.getByRole('button', { name: 'Use picture' }).click()
  await page.locator('#field-banner-facts').getByText('hedgerow.png').waitFor()
  await page
    .getByLabel('Bio', { exact: true })
    .fill('Small bird, loud song. I draw hedgerows, count what lives in them, and write it all down.')
  await page.getByLabel('Location', { exact: true }).fill('Upper Fen, the Levels')
  await choose(page, 'Background image', 'oak-leaves.png', await drawing('jay-tile'))
  await page.locator('#field-background-facts').getByText('oak-leaves.png').waitFor()
  await page.getByText('Draft saved').waitFor()
  await toTheTop(page)
}

async function saveLook(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a look' })
  await dialog.getByLabel('Name of the look').fill(name)
  await dialog.getByRole('radio', { name: /^The published/ }).check()
  await dialog.getByRole('button', { name: 'Save look' }).click()
  await page
    .getByRole('status')
    .filter({ hasText: `${name} is saved.` })
    .waitFor()
}

async function shootJourney(context: BrowserContext, appOrigin: string, suffix: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(appOrigin, { waitUntil: 'networkidle' })
  await shoot(page, `sign-in-${suffix}`)
  await signIn(page)
  await page.goto(`${appOrigin}/looks`)
  await saveLook(page, 'Hedgerow in May')
  await page.goto(`${appOrigin}/profile`)
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
  await edit(page, suffix)
  await shoot(page, `editor-${suffix}`)
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await review.waitFor()
  await page.waitForLoadState('networkidle')
  await shoot(page, `review-${suffix}`)
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await page
    .getByRole('status')
    .filter({ hasText: /^Published/ })
    .waitFor()
  await toTheTop(page)
  await shoot(page, `published-${suffix}`)
  for (const name of ['history', 'looks', 'storage']) {
    await page.goto(`${appOrigin}/${name}`, { waitUntil: 'networkidle' })
    if (name === 'looks') await saveLook(page, 'Upper Fen')
    await toTheTop(page)
    await shoot(page, `${name}-${suffix}`)
  }
}

await runCommand(async () => {
  const executablePath = await ensureBrowser()
  ensureBuild()
  mkdirSync(IMAGES_FOLDER, { recursive: true })
  const servers = await startAppAndSandbox()
  const browser = await chromium.launch({ executablePath })
  for (const viewport of VIEWPORTS_PIXELS) {
    for (const colorScheme of COLOR_SCHEMES) {
      // So that every journey begins with the same profile.
      await fetch(`${servers.sandboxOrigin}/__sandbox/reset`, { method: 'POST' })
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      await shootJourney(context, servers.appOrigin, `${viewport.width}-${colorScheme}`)
      await context.close()
    }
  }
  await browser.close()
  await servers.close()
  return 0
})
