import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site that is not ours, for as long as a test needs it. */
export type OtherSite = { origin: string; close(): Promise<void> }

/**
 * Serves one empty page at every address of `host`. By the address instead of the name it is another site, to which
 * cookies with SameSite do not go along; by the name it is a neighbour on another port, and they do.
 */
export async function startOtherSite(host: '127.0.0.1' | 'localhost'): Promise<OtherSite> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Other</title><p>Other')
  })
  await new Promise<void>((listening) => server.listen(0, host, listening))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${host}:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Eight ways in which a page can make a browser send a request that changes something, or try to. */
export const WAYS_TO_SEND = [
  'a form',
  'a multipart form',
  'a form of plain text',
  'a form in a frame',
  'fetch without CORS',
  'fetch with CORS',
  'an XMLHttpRequest',
  'a beacon',
] as const
export type WayToSend = (typeof WAYS_TO_SEND)[number]

/** What a page of the other site runs: sends to every address in one way. Stands alone, as it goes to the browser. */
export function sendFromPage({ way, urls }: { way: WayToSend; urls: string[] }): void {
  const fields = { name: 'Taken over', description: 'Taken over', json: 'true', callbackUrl: '/' }
  const body = new URLSearchParams(fields)
  const submit = (url: string, enctype: string, target: string) => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'POST', action: url, enctype, target })
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      form.append(input)
    }
    document.body.append(form)
    form.submit()
  }
  const inFrame = (url: string) => {
    const frame = document.createElement('iframe')
    frame.name = `frame for ${url}`
    document.body.append(frame)
    submit(url, 'application/x-www-form-urlencoded', frame.name)
  }
  const byXmlHttpRequest = (url: string) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.withCredentials = true
    request.send(body)
  }
  const byFetch = (url: string, init: RequestInit) =>
    void fetch(url, { method: 'POST', credentials: 'include', ...init }).catch(() => undefined)
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }
  const send: Record<WayToSend, (url: string) => void> = {
    'a form': (url) => submit(url, 'application/x-www-form-urlencoded', '_blank'),
    'a multipart form': (url) => submit(url, 'multipart/form-data', '_blank'),
    'a form of plain text': (url) => submit(url, 'text/plain', '_blank'),
    'a form in a frame': inFrame,
    'fetch without CORS': (url) => byFetch(url, { mode: 'no-cors', body }),
    'fetch with CORS': (url) => byFetch(url, json),
    'an XMLHttpRequest': byXmlHttpRequest,
    'a beacon': (url) => void navigator.sendBeacon(url, body),
  }
  for (const url of urls) send[way](url)
}
