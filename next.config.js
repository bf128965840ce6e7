import { createRequire } from 'node:module'
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'

const SECURITY_HEADERS = Object.entries(createRequire(import.meta.url)('./lib/security-headers.json')).map(
  ([key, value]) => ({ key, value }),
)

/** @type {import('next').NextConfig} */
const settings = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Pictures come as they are; nothing of ours fetches and resizes what somebody names.
  images: { unoptimized: true },
  // In development the page may also be opened by these addresses; without this it never hydrates there.
  allowedDevOrigins: ['127.0.0.1', '[::1]', ...(process.env.PLUMAGE_DEVELOPMENT_HOSTS?.split(' ') ?? [])],
  // A development server that is ended while it writes this cache leaves one on which the next start hangs for good.
  // Source: github.com/vercel/next.js/issues/96093.
  experimental: { turbopackFileSystemCacheForDev: false },
  // The way back from the server carries a verifier in its address, which belongs in no terminal.
  logging: { incomingRequests: { ignore: [/^\/api\/auth\//] } },
  async headers() {
    return [
      // A platform that answers by itself (files, redirects, errors) knows only these. Files below _next/static have no
      // policy of their own: under one, workers could not compile WebAssembly.
      { source: '/:path*', headers: SECURITY_HEADERS },
      {
        // Pages get their policy, with a nonce, from proxy.ts. What is not a page runs nothing at all.
        source: '/api/:path*',
        headers: [
          { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
          { key: 'Cache-Control', value: 'no-store' },
        ],
      },
    ]
  },
}

/** Vercel starts no server that could refuse to start, so there a build ends with what is wrong with the environment. */
async function checkEnvironment() {
  const { tsImport } = await import('tsx/esm/api')
  /** @type {typeof import('./lib/environment')} */
  const { parseEnvironment } = await tsImport('./lib/environment.ts', import.meta.url)
  const environment = parseEnvironment({ ...process.env, NODE_ENV: 'production' })
  if (!environment.ok) throw new Error(environment.error.join('\n'))
}

/** @param {string} phase */
export default async function configure(phase) {
  if (process.env.VERCEL && phase === PHASE_PRODUCTION_BUILD) await checkEnvironment()
  return settings
}
