import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { SANDBOX_FOLDER } from '../folder'

const resolvePackageFile = createRequire(SANDBOX_FOLDER).resolve

const FONTS = '@fontsource-variable/atkinson-hyperlegible-'

/** What pages load, by name: nothing else below /assets/ exists. */
const ASSETS: Readonly<Record<string, { type: string; file: () => string | URL }>> = {
  'fonts.css': stylesheet('fonts.css'),
  'sandbox.css': stylesheet('sandbox.css'),
  'front-page.css': stylesheet('front-page.css'),
  'forms.css': stylesheet('forms.css'),
  'tables.css': stylesheet('tables.css'),
  'profile.css': stylesheet('profile.css'),
  'cancelled-page.js': { type: 'text/javascript; charset=utf-8', file: () => own('cancelled-page.js') },
  'front-page.js': { type: 'text/javascript; charset=utf-8', file: () => own('front-page.js') },
  'icon.svg': { type: 'image/svg+xml', file: () => own('icon.svg') },
  'next.woff2': font('next', 'latin'),
  'next-ext.woff2': font('next', 'latin-ext'),
  'mono.woff2': font('mono', 'latin'),
}

function own(name: string): URL {
  return new URL(`assets/${name}`, SANDBOX_FOLDER)
}

function stylesheet(name: string) {
  return { type: 'text/css; charset=utf-8', file: () => own(name) }
}

function font(family: 'next' | 'mono', subset: string) {
  const file = `${FONTS}${family}/files/atkinson-hyperlegible-${family}-${subset}-wght-normal.woff2`
  return { type: 'font/woff2', file: () => resolvePackageFile(file) }
}

/** A file that pages load; null when there is none of that name. */
export async function serveAsset(name: string): Promise<Response | null> {
  const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined
  if (!asset) return null
  const isFont = asset.type.startsWith('font/')
  return new Response(new Uint8Array(await readFile(asset.file())), {
    headers: {
      'content-type': asset.type,
      'x-content-type-options': 'nosniff',
      // Fonts never change within a version; the rest is being worked on.
      'cache-control': isFont ? 'public, max-age=86400' : 'no-cache',
    },
  })
}
