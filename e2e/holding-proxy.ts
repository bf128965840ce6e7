import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** An answer, or a request, that is kept back on its way. */
export type Held = {
  /** It is here and goes no further. */
  isHere: Promise<void>
  /** Lets it go on; does nothing a second time. */
  release(): void
}

/** A forward proxy of a browser, for as long as a test needs it. */
export type HoldingProxy = {
  /** For the `proxy.server` of a browser context. */
  server: string
  /** Keeps back the next answer to a request whose address matches, its cookies included. */
  holdAnswer(address: RegExp): Held
  /** Keeps back the next request whose address matches before anybody has seen it. */
  holdRequest(address: RegExp): Held
  close(): Promise<void>
}

type Hold = { address: RegExp; stored: 'request' | 'answer'; arrive: () => void; released: Promise<void> }

/**
 * A slow network: the browser's own requests reach the app unchanged, and single ones are kept back. What the app sets
 * as a cookie then truly arrives late, which an interception inside the browser would not show.
 */
export async function startHoldingProxy(): Promise<HoldingProxy> {
  const holds: Hold[] = []

  async function pass(incoming: IncomingMessage, stored: Hold['stored']): Promise<void> {
    const index = holds.findIndex((hold) => hold.stored === stored && hold.address.test(incoming.url ?? ''))
    const [hold] = index < 0 ? [] : holds.splice(index, 1)
    hold?.arrive()
    await hold?.released
  }

  async function forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    await pass(incoming, 'request')
    const { hostname, port, pathname, search } = new URL(incoming.url ?? '')
    const options = { host: hostname, port, path: pathname + search, method: incoming.method, agent: false }
    const outgoing = request({ ...options, headers: { ...incoming.headers, connection: 'close' } })
    outgoing.once('response', async (response) => {
      await pass(incoming, 'answer')
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.once('error', () => answer.destroy())
    answer.once('close', () => {
      if (!answer.writableFinished) outgoing.destroy()
    })
    // Whoever has given up meanwhile sends nothing on.
    if (answer.destroyed) outgoing.destroy()
    else incoming.pipe(outgoing)
  }

  function hold(stored: Hold['stored'], address: RegExp): Held {
    let arrive = () => {}
    let release = () => {}
    const isHere = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    holds.push({ address, stored, arrive, released })
    return { isHere, release }
  }

  const proxy = createServer((incoming, answer) => void forward(incoming, answer))
  // Calls of a test without a page come through a tunnel, and nothing in it is kept back.
  proxy.on('connect', ({ url = '' }, socket) => {
    const { hostname, port } = new URL(`http://${url}`)
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(tunnel).pipe(socket)
    })
    tunnel.on('error', () => socket.destroy())
    socket.on('error', () => tunnel.destroy())
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    holdAnswer: (address) => hold('answer', address),
    holdRequest: (address) => hold('request', address),
    close: async () => {
      proxy.closeAllConnections()
      await new Promise((closed) => proxy.close(closed))
    },
  }
}
