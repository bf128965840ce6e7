import { type BrowserContext, expect, type Page } from '@playwright/test'

type ScriptFile = { headers: Record<string, string>; text: string }

const OF_THE_TRANSFER = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'transfer-encoding',
])

/** Asks the server past the browser: what is fetched on behalf of a page is given up when the page is reloaded. */
async function fetchScript(url: string): Promise<ScriptFile> {
  const response = await fetch(url)
  expect(response.status, url).toBe(200)
  const headers = [...response.headers].filter(([name]) => !OF_THE_TRANSFER.has(name))
  return { headers: Object.fromEntries(headers), text: await response.text() }
}

/** Gives every script of the app, those of workers too, as `rewrite` makes it. Each is fetched once. */
export async function rewriteScripts(
  target: BrowserContext | Page,
  rewrite: (script: string) => string | Promise<string>,
): Promise<void> {
  const scripts = new Map<string, Promise<ScriptFile>>()
  await target.route('**/_next/static/**/*.js*', async (route) => {
    const url = route.request().url()
    const script = scripts.get(url) ?? fetchScript(url)
    scripts.set(url, script)
    const { headers, text } = await script
    const body = await rewrite(text)
    // A page that goes on to the next one no longer wants its scripts.
    await route.fulfill({ headers, body }).catch(() => undefined)
  })
}

/** Puts code in front of the script of the workers that prepare pictures. */
export const beforePictureWorkers = (code: string) => (script: string) =>
  script.includes('OffscreenCanvas') ? code + script : script
