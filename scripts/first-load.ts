import { gzipSync } from 'node:zlib'

/** What a page makes a browser fetch before it runs: its scripts, and their sizes in bytes. */
export type FirstLoad = { scripts: number; rawBytes: number; gzipBytes: number }

/**
 * The distinct scripts a page's HTML names, as absolute addresses, without those for browsers that know no modules:
 * no browser of today loads them.
 */
export function scriptsOf(html: string, pageUrl: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
  const addresses = tags
    .filter((tag) => !/\snomodule\b/i.test(tag))
    .flatMap((tag) => tag.match(/\ssrc="([^"]+)"/)?.[1] ?? [])
  return [...new Set(addresses.map((address) => new URL(address.replaceAll('&amp;', '&'), pageUrl).href))]
}

/** Fetches a page and its scripts and adds up their sizes, each packed by gzip -9. Throws when one is not a 200. */
export async function measureFirstLoad(pageUrl: string, cookie = ''): Promise<FirstLoad> {
  const read = async (url: string) => {
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
    if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}.`)
    return Buffer.from(await response.arrayBuffer())
  }
  const urls = scriptsOf((await read(pageUrl)).toString(), pageUrl)
  if (urls.length === 0) throw new Error(`${pageUrl} has no scripts: this is not the page that was meant.`)
  const scripts = await Promise.all(urls.map(read))
  return {
    scripts: scripts.length,
    rawBytes: scripts.reduce((sum, script) => sum + script.length, 0),
    gzipBytes: scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0),
  }
}
