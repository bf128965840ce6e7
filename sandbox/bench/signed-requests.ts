import { createHmac, randomBytes } from 'node:crypto'
import { percentEncode } from '../wire/encoding'

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
