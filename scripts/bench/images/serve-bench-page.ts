import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline as pipe } from 'node:stream/promises'
import { build } from 'esbuild'

const ROOT = path.join(import.meta.dirname, '..', '..', '..')
const require = createRequire(import.meta.url)

/** The product's code, by the names under which the page and the worker ask for it. */
const ENTRIES = {
  page: path.join(import.meta.dirname, 'page.ts'),
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

export interface BenchPage {
  origin: string
  /** What the page handed over last under a name. Throws when there is nothing. */
  result(id: string): Buffer
  close(): Promise<void>
}

/** Bundles the pipeline with the bench's page, minified as the product is, and serves both with the given pictures. */
export async function serveBenchPage(pictures: Map<string, string>): Promise<BenchPage> {
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
