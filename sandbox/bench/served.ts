import { type ChildProcess, fork } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { percentEncode } from '../http/encoding'

/** What the process has used: memory in bytes, once garbage is collected, and time on a processor. */
export interface Usage {
  rss: number
  heapUsed: number
  cpuSeconds: number
}

/** A server in a process of its own, so that it shares nothing with the one that measures. */
export interface Served {
  port: number
  usage(): Promise<Usage>
  end(): Promise<void>
}

/** Starts a sandbox in memory. */
export async function serve(): Promise<Served> {
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  })
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    usage: async () => {
      child.send('usage')
      const [usage] = (await once(child, 'message')) as [Usage]
      return usage
    },
    end: () => ended(child),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}

/**
 * Sends requests over this many connections, each one after the answer to the one before, until the source is dry.
 * Speaks HTTP by hand, so that the measuring side costs as little as it can.
 *
 * @returns how many were answered 2xx, how many otherwise, and the time it took.
 */
export async function run(
  port: number,
  connections: number,
  nextRequest: () => Buffer | null,
): Promise<{ good: number; bad: number; seconds: number }> {
  const counts = { good: 0, bad: 0 }
  const beganAtMs = performance.now()
  await Promise.all(Array.from({ length: connections }, () => talk(port, nextRequest, counts)))
  return { ...counts, seconds: (performance.now() - beganAtMs) / 1000 }
}

function talk(
  port: number,
  nextRequest: () => Buffer | null,
  counts: { good: number; bad: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let waiting: Buffer = Buffer.alloc(0)
    const sendNext = () => {
      const request = nextRequest()
      if (request) socket.write(request)
      else socket.end()
    }
    socket.once('connect', sendNext)
    socket.on('data', (chunk: Buffer) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const headEnd = waiting.indexOf('\r\n\r\n')
      if (headEnd === -1) return
      const head = waiting.toString('latin1', 0, headEnd)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (waiting.length < headEnd + 4 + length) return
      waiting = waiting.subarray(headEnd + 4 + length)
      if (head.startsWith('HTTP/1.1 2')) counts.good += 1
      else counts.bad += 1
      sendNext()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve())
  })
}

const KEY = 'sandbox-secret&wrenSandboxAccessTokenSecret'

/** A signed request for wren as it goes over the wire; every one with a nonce of its own. */
export function signedRequest(
  port: number,
  method: 'GET' | 'POST',
  path: string,
  body?: { type: string; bytes: Buffer },
): Buffer {
  const oauth: [string, string][] = [
    ['oauth_consumer_key', 'sandbox-key'],
    ['oauth_nonce', randomBytes(12).toString('hex')],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(Math.floor(Date.now() / 1000))],
    ['oauth_token', '1001-wrenSandboxAccessToken'],
    ['oauth_version', '1.0'],
  ]
  const pairs = oauth.map((pair) => pair.join('=')).join('&')
  const base = [method, `http://127.0.0.1:${port}${path}`, pairs].map(percentEncode).join('&')
  const signature = createHmac('sha1', KEY).update(base).digest('base64')
  const header = [...oauth, ['oauth_signature', percentEncode(signature)]]
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')
  const length = body?.bytes.length ?? 0
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Accept: */*',
    `Authorization: OAuth ${header}`,
    ...(body ? [`Content-Type: ${body.type}`, `Content-Length: ${length}`] : []),
  ].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body?.bytes ?? Buffer.alloc(0)])
}

/** A multipart body with one picture. */
export function pictureBody(field: 'image' | 'banner', picture: Buffer): { type: string; bytes: Buffer } {
  const head = `--bench\r\nContent-Disposition: form-data; name="${field}"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`
  return {
    type: 'multipart/form-data; boundary=bench',
    bytes: Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n--bench--\r\n')]),
  }
}
