/**
 * `npm run bench:images [times|likeness|backgrounds…]`: the picture pipeline in the real browser, beside two
 * libraries that do the same job; all of it, or the parts that are named. Each bound is printed with what was measured;
 * exits 1 when one is not held.
 */

import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline as pipe } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import sharp, { type Sharp } from 'sharp'
import { ssim } from 'ssim.js'
import { ensureBrowser } from '../browser'
import { runCommand } from '../run-command'
import { makeTestPictures } from '../test-pictures'
import { PHOTOS } from '../test-pictures/photos'
import type { Timed, Way } from './images/page'
import { type BenchSlot, partFor, SLOTS } from './images/slots'
import { quantile } from './quantile'

const LARGE_PHOTO = 'photo-12mp.jpg'
const PHOTO_NAMES = Object.keys(PHOTOS).filter((name) => !/-\d+mp\./.test(name))

const ROUNDS = 7
const WARM_UP_ROUNDS = 2

const LONGEST_TASK_MILLISECONDS = 50
const LOWEST_LIKENESS = 0.985
/** The best qualities lie up to a quarter apart in bytes. */
const LOWEST_SHARE_OF_BUDGET = 0.75

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
  for (const picture of PHOTO_NAMES) {
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
  for (const picture of PHOTO_NAMES) {
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

async function open(served: BenchPage, files: Map<string, string>): Promise<Bench> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser() })
  const page = await browser.newPage()
  await page.goto(served.origin)
  await page.waitForFunction(() => window.bench !== undefined)
  return { browser, page, served, files }
}

const ROOT = path.join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)

/** The product's code, by the names under which the page and the worker ask for it. */
const ENTRIES = {
  page: path.join(import.meta.dirname, 'images', 'page.ts'),
  pipeline: path.join(ROOT, 'lib/browser/images/prepare-picture.ts'),
  'image.worker': path.join(ROOT, 'lib/browser/images/image.worker.ts'),
}

/** What the codecs fetch beside their own code, and the peer's worker its library. */
const ASSETS: Record<string, string> = {
  '/squoosh_oxipng_bg.wasm': '@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm',
  '/mozjpeg_enc.wasm': '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
  '/browser-image-compression.js': 'browser-image-compression/dist/browser-image-compression.js',
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.ts': 'text/javascript',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
}

const PAGE = '<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>'

interface BenchPage {
  origin: string
  /** What the page handed over last under a name. Throws when there is nothing. */
  result(id: string): Buffer
  close(): Promise<void>
}

/** Bundles the pipeline with the bench's page, minified as the product is, and serves both with the given pictures. */
async function serveBenchPage(pictures: Map<string, string>): Promise<BenchPage> {
  const bundle = await mkdtemp(path.join(tmpdir(), 'bench-images-'))
  await build({
    entryPoints: ENTRIES,
    outdir: bundle,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    logLevel: 'error',
  })
  const results = new Map<string, Buffer>()

  function fileFor(address: string): string | undefined {
    const asset = ASSETS[address]
    if (asset) return require.resolve(asset)
    const [, folder, name] = address.split('/')
    if (folder === 'pictures') return pictures.get(name ?? '')
    // The pipeline names its workers as their sources are named.
    return path.join(bundle, path.basename(address).replace(/\.ts$/, '.js'))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'POST') {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part)
      results.set(path.basename(address), Buffer.concat(parts))
      response.end()
      return
    }
    if (address === '/') {
      response.setHeader('content-type', 'text/html')
      response.end(PAGE)
      return
    }
    response.setHeader('content-type', TYPES[path.extname(address)] ?? 'application/octet-stream')
    response.setHeader('cache-control', 'max-age=600')
    await pipe(createReadStream(fileFor(address) ?? ''), response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.statusCode = 404
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    result: (id) => {
      const result = results.get(id)
      if (!result) throw new Error(`The page handed over nothing under ${id}.`)
      return result
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(bundle, { recursive: true })
    },
  }
}

const PARTS: Record<string, (bench: Bench) => Promise<boolean[]>> = {
  times: async (bench) => {
    const checks: boolean[] = []
    for (const slot of SLOT_NAMES) checks.push(...(await measureTimes(bench, slot)))
    return checks
  },
  likeness: async (bench) => [await measureLikeness(bench, 'avatar'), await measureLikeness(bench, 'banner')],
  backgrounds: measureBackgrounds,
}

await runCommand(async () => {
  const { positionals: named } = parseArgs({ allowPositionals: true })
  const parts = named.length > 0 ? named : Object.keys(PARTS)
  const names = [LARGE_PHOTO, ...PHOTO_NAMES]
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
