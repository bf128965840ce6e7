/**
 * `npm run bench:images [times|likeness|backgrounds|memory…]`: the picture pipeline in the real browser, beside two
 * libraries that do the same job; all of it, or the parts that are named. Each bound is printed with what was measured;
 * exits 1 when one is not held.
 */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { ssim } from 'ssim.js'
import { ensureBrowser } from '../browser'
import { runCommand } from '../run-command'
import { makeTestPictures } from '../test-pictures'
import { PHOTOS } from '../test-pictures/photos'
import type { Timed, Way } from './images/page'
import { type BenchSlot, partFor, SLOTS } from './images/peers'
import { type BenchPage, serveBenchPage } from './images/serve-bench-page'
import { quantile } from './quantile'

const LARGE_PHOTO = 'photo-12mp.jpg'
const TEN_PHOTOS = Object.keys(PHOTOS).filter((name) => !/-\d+mp\./.test(name))

const ROUNDS = 7
const WARM_UP_ROUNDS = 2
const PICTURES_IN_A_ROW = 50

const LONGEST_TASK_MILLISECONDS = 50
const LOWEST_LIKENESS = 0.985
/** The best qualities lie up to a quarter apart in bytes. */
const LOWEST_SHARE_OF_BUDGET = 0.75
const MEMORY_LEFT_MEGABYTES = 50
/** Workers end when they were idle for a while, and the browser gives memory back when it finds time. */
const MEMORY_TIMEOUT_MILLISECONDS = 60_000

const SLOT_NAMES: BenchSlot[] = ['avatar', 'banner', 'background']
const WAYS: Way[] = ['plumage', 'pica', 'compression']

interface Bench {
  browser: Browser
  page: Page
  served: BenchPage
  files: Map<string, string>
}

/** Prints one bound, and says whether it is held. */
function check(name: string, measured: string, isHeld: boolean): boolean {
  console.log(`  ${isHeld ? 'held    ' : 'NOT HELD'} ${name.padEnd(48)} ${measured}`)
  return isHeld
}

const run = ({ page }: Bench, way: Way, picture: string, slot: BenchSlot): Promise<Timed> =>
  page.evaluate(([how, name, where]) => window.bench.run(how, name, where), [way, picture, slot] as const)

async function resultOf({ page, served }: Bench, way: Way, slot: BenchSlot): Promise<Buffer> {
  await page.evaluate(([how, where]) => window.bench.handOver(how, where), [way, slot] as const)
  return served.result(`${way}-${slot}`)
}

/** Turn by turn, so that all three meet the same machine. */
async function measureTimes(bench: Bench, slot: BenchSlot): Promise<boolean[]> {
  const timed: Record<Way, Timed[]> = { plumage: [], pica: [], compression: [] }
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const way of WAYS) {
      const result = await run(bench, way, LARGE_PHOTO, slot)
      if (round >= 0) timed[way].push(result)
    }
  }
  const median = (way: Way) =>
    Math.round(
      quantile(
        timed[way].map(({ milliseconds }) => milliseconds),
        0.5,
      ),
    )
  const longTasks = timed.plumage.flatMap((result) => result.longTasks)
  const slowerPeer = Math.max(median('pica'), median('compression'))
  const times = WAYS.map((way) => `${way} ${median(way)} ms`).join(', ')
  return [
    check(
      `${slot}: tasks over ${LONGEST_TASK_MILLISECONDS} ms on the page`,
      `${longTasks.length}`,
      longTasks.length === 0,
    ),
    check(`${slot}: time at most a peer's`, times, median('plumage') <= slowerPeer),
  ]
}

/** SSIM over luma in windows of 8 × 8 pixels, at full size. Source: Wang et al., 2004. */
const OPTIONS = { ssim: 'weber', windowSize: 8, downsample: false } as const

interface Image {
  data: Uint8ClampedArray
  width: number
  height: number
}

/** A source picture cut for a slot and scaled by sharp's Lanczos3: what a result should look like. */
async function idealFor(file: string, slot: BenchSlot): Promise<Image> {
  const { width, height } = await sharp(file).metadata()
  const { part, widthPixels, heightPixels } = partFor(slot, width, height)
  return await pixelsOf(
    sharp(file).extract(part).resize(widthPixels, heightPixels, { fit: 'fill', kernel: 'lanczos3' }),
  )
}

async function pixelsOf(image: Sharp): Promise<Image> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height }
}

/** How alike a result is to the ideal, 1 for the same. Throws when it has another size. */
async function likeness(result: Buffer, ideal: Image): Promise<number> {
  const shown = await pixelsOf(sharp(result))
  if (shown.width !== ideal.width || shown.height !== ideal.height) {
    throw new Error(`${shown.width} × ${shown.height} instead of ${ideal.width} × ${ideal.height}.`)
  }
  return ssim(shown, ideal, OPTIONS).mssim
}

/** How alike a result of exactly so many bytes would be, between one with fewer and, where there is one, with more. */
async function likenessAt(bytes: number, below: Buffer, above: Buffer | null, ideal: Image): Promise<number> {
  const atBelow = await likeness(below, ideal)
  if (!above) return atBelow
  const share = (bytes - below.length) / (above.length - below.length)
  return atBelow + share * ((await likeness(above, ideal)) - atBelow)
}

async function measureLikeness(bench: Bench, slot: 'avatar' | 'banner'): Promise<boolean> {
  const found: number[] = []
  for (const picture of TEN_PHOTOS) {
    await run(bench, 'plumage', picture, slot)
    const ideal = await idealFor(bench.files.get(picture) ?? '', slot)
    found.push(await likeness(await resultOf(bench, 'plumage', slot), ideal))
  }
  const lowest = Math.min(...found)
  return check(
    `${slot}: likeness at least ${LOWEST_LIKENESS}`,
    `${lowest.toFixed(4)} at worst`,
    lowest >= LOWEST_LIKENESS,
  )
}

async function measureBackgrounds(bench: Bench): Promise<boolean[]> {
  const { maxBytes } = SLOTS.background
  const checks: boolean[] = []
  for (const picture of TEN_PHOTOS) {
    const { bytes } = await run(bench, 'plumage', picture, 'background')
    const ideal = await idealFor(bench.files.get(picture) ?? '', 'background')
    const result = await resultOf(bench, 'plumage', 'background')
    const ours = await likeness(result, ideal)
    const handedOver = await bench.page.evaluate(([count, name]) => window.bench.peersAround(count, name), [
      bytes,
      picture,
    ] as const)
    const peerAt = (way: Way) => {
      const above = handedOver.includes(`${way}-above`) ? bench.served.result(`${way}-above`) : null
      return likenessAt(bytes, bench.served.result(`${way}-below`), above, ideal)
    }
    const pica = await peerAt('pica')
    const compression = await peerAt('compression')
    const name = path.basename(picture, '.jpg')
    const measured = `${bytes} bytes: plumage ${ours.toFixed(4)}, pica ${pica.toFixed(4)}, compression ${compression.toFixed(4)}`
    checks.push(
      check(
        `${name}: likeness not below either at equal bytes`,
        measured,
        ours >= pica && ours >= compression,
      ),
    )
    const share = bytes / maxBytes
    // Calm photos fit at the best quality; there it is not the bytes that limit.
    if (await isOfBestQuality(result)) continue
    checks.push(
      check(
        `${name}: bytes within the budget`,
        `${(share * 100).toFixed(1)} %`,
        share >= LOWEST_SHARE_OF_BUDGET && share <= 1,
      ),
    )
  }
  return checks
}

/** Only at its best quality a result has every pixel's own colour. */
async function isOfBestQuality(result: Buffer): Promise<boolean> {
  return (await sharp(result).metadata()).chromaSubsampling === '4:4:4'
}

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
async function rendererMegabytes(browser: Browser, page: Page): Promise<number> {
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

async function measureMemory(bench: Bench): Promise<boolean> {
  const { browser, page } = bench
  const before = await rendererMegabytes(browser, page)
  for (let count = 0; count < PICTURES_IN_A_ROW; count += 1) {
    const slot = SLOT_NAMES[count % SLOT_NAMES.length] ?? 'avatar'
    const picture = count % 2 ? LARGE_PHOTO : TEN_PHOTOS[(count / 2) % TEN_PHOTOS.length]
    await run(bench, 'plumage', picture ?? LARGE_PHOTO, slot)
  }
  await page.evaluate(() => window.bench.forget())
  const until = Date.now() + MEMORY_TIMEOUT_MILLISECONDS
  let left = (await rendererMegabytes(browser, page)) - before
  while (left > MEMORY_LEFT_MEGABYTES && Date.now() < until) {
    left = (await rendererMegabytes(browser, page)) - before
  }
  const measured = `${left.toFixed(0)} MB more than the ${before.toFixed(0)} MB at the start`
  return check(`memory after ${PICTURES_IN_A_ROW} pictures`, measured, left <= MEMORY_LEFT_MEGABYTES)
}

async function open(served: BenchPage, files: Map<string, string>): Promise<Bench> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser() })
  const page = await browser.newPage()
  await page.goto(served.origin)
  await page.waitForFunction(() => window.bench !== undefined)
  return { browser, page, served, files }
}

const PARTS: Record<string, (bench: Bench) => Promise<boolean[]>> = {
  times: async (bench) => {
    const checks: boolean[] = []
    for (const slot of SLOT_NAMES) checks.push(...(await measureTimes(bench, slot)))
    return checks
  },
  likeness: async (bench) => [await measureLikeness(bench, 'avatar'), await measureLikeness(bench, 'banner')],
  backgrounds: measureBackgrounds,
  memory: async (bench) => [await measureMemory(bench)],
}

await runCommand(async () => {
  const named = process.argv.slice(2)
  const parts = named.length > 0 ? named : Object.keys(PARTS)
  const names = [LARGE_PHOTO, ...TEN_PHOTOS]
  const made = await makeTestPictures(path.join(tmpdir(), 'plumage-test-pictures'), names)
  const files = new Map(names.map((name, index) => [name, made[index] ?? '']))
  const served = await serveBenchPage(files)
  const checks: boolean[] = []
  for (const part of parts) {
    const measure = PARTS[part]
    if (!measure) throw new Error(`There is no part ${part}; there are ${Object.keys(PARTS).join(', ')}.`)
    // A browser of its own for each: what one leaves behind is no matter of the next.
    const bench = await open(served, files)
    checks.push(...(await measure(bench)))
    await bench.browser.close()
  }
  await served.close()
  return checks.every(Boolean) ? 0 : 1
})
