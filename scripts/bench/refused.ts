/**
 * `npm run bench:refused`: what a request costs that is refused, however it is made. Each kind of body is sent short and
 * eight times as long; the longer one may cost eight times as much, and not more. The quickest of some tries counts: on
 * a machine that does something else besides, every other one is a measurement of that.
 */

import { ensureBuild } from '../build'
import { runCommand } from '../run-command'
import { signInOverHttp } from '../sign-in'
import { startAppAndSandbox } from '../start-app'

const TRIES = 5
const SHORT_BYTES = 200_000
const TIMES_LONGER = 8
/** Beside the bytes, whatever they are: the session is opened, the answer made. */
const ALLOWANCE_MILLISECONDS = 20
const SCREEN_NAME = 'wren'

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW'
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`
const ENCODED = 'application/x-www-form-urlencoded'
const END = `--${BOUNDARY}--\r\n`
const part = (name: string, content: string, more = '') =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`
const FILE = '; filename="picture.png"'
const filled = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / piece.length))
const hex = (text: string) => Buffer.from(text, 'hex').toString('latin1')

/** A picture of one chunk, again and again, is what a reader of pictures has to walk through. */
const PNG_HEAD = hex('89504e470d0a1a0a0000000d49484452000000080000000808060000000000000000')
const PNG_CHUNK = hex('000000007445587400000000')
const JPEG_HEAD = hex('ffd8')
const GIF_HEAD = `GIF89a${hex('08000800000000')}`

const KINDS: { name: string; type: string; bodyOf: (bytes: number) => string; path?: string }[] = [
  {
    name: 'one file that is no picture',
    type: MULTIPART,
    bodyOf: (bytes) => part('file', filled('x', bytes), FILE) + END,
  },
  { name: 'empty parts', type: MULTIPART, bodyOf: (bytes) => filled(part('file', ''), bytes) + END },
  { name: 'empty files', type: MULTIPART, bodyOf: (bytes) => filled(part('file', '', FILE), bytes) + END },
  {
    name: 'lines of headers',
    type: MULTIPART,
    bodyOf: (bytes) => `--${BOUNDARY}\r\n${filled('a: b\r\n', bytes)}`,
  },
  { name: 'a very long name', type: MULTIPART, bodyOf: (bytes) => part(filled('%22', bytes), '') + END },
  {
    name: 'beginnings of boundaries',
    type: MULTIPART,
    bodyOf: (bytes) => part('file', filled(`\r\n--${BOUNDARY.slice(0, -1)}`, bytes)),
  },
  {
    name: 'a PNG of empty chunks',
    type: MULTIPART,
    bodyOf: (bytes) => part('file', PNG_HEAD + filled(PNG_CHUNK, bytes), FILE) + END,
  },
  {
    name: 'a JPEG of empty segments',
    type: MULTIPART,
    bodyOf: (bytes) => part('file', JPEG_HEAD + filled(hex('ffe10002'), bytes), FILE) + END,
  },
  {
    name: 'a GIF of empty comments',
    type: MULTIPART,
    bodyOf: (bytes) => part('file', GIF_HEAD + filled(hex('21fe014100'), bytes), FILE) + END,
  },
  { name: 'encoded parameters', type: ENCODED, bodyOf: (bytes) => filled('a=%41%42&', bytes) },
  { name: 'one encoded parameter', type: ENCODED, bodyOf: (bytes) => `a=${filled('%41', bytes)}` },
  { name: 'JSON', type: 'application/json', bodyOf: (bytes) => filled('[', bytes) },
  {
    name: 'a sign-in with a long form',
    type: ENCODED,
    bodyOf: (bytes) => filled('a=%41&', bytes),
    path: '/api/auth/signin/twitter',
  },
]

interface Target {
  origin: string
  cookie: string
}

/** Milliseconds until a refusal is there, of the quickest of some tries. Throws for an answer that is no refusal. */
async function refusedIn({ origin, cookie }: Target, kind: (typeof KINDS)[number], bytes: number) {
  const url = `${origin}${kind.path ?? '/api/account/update_profile_banner'}`
  const body = Buffer.from(kind.bodyOf(bytes), 'latin1')
  let quickest = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const startedAt = performance.now()
    const headers = { cookie, origin, 'content-type': kind.type }
    const response = await fetch(url, { method: 'POST', headers, body })
    await response.arrayBuffer()
    quickest = Math.min(quickest, performance.now() - startedAt)
    const isRefused = response.status >= 400 && response.status < 500
    if (!isRefused) throw new Error(`${kind.name}: answered with ${response.status}.`)
  }
  return quickest
}

await runCommand(async () => {
  ensureBuild()
  const { appOrigin, close } = await startAppAndSandbox()
  const target = { origin: appOrigin, cookie: await signInOverHttp(appOrigin, SCREEN_NAME) }
  let isBounded = true
  const [short, long] = [SHORT_BYTES, SHORT_BYTES * TIMES_LONGER]
  console.log(`${'A refused request with'.padEnd(32)} ${short / 1000} kB      ${long / 1_000_000} MB`)
  for (const kind of KINDS) {
    const shortMilliseconds = await refusedIn(target, kind, short)
    const longMilliseconds = await refusedIn(target, kind, long)
    const isKindBounded = longMilliseconds <= TIMES_LONGER * shortMilliseconds + ALLOWANCE_MILLISECONDS
    isBounded &&= isKindBounded
    const figures = [shortMilliseconds, longMilliseconds].map((figure) =>
      `${figure.toFixed(1)} ms`.padStart(10),
    )
    console.log(
      `${kind.name.padEnd(32)} ${figures.join(' ')}${isKindBounded ? '' : '   grows faster than its bytes'}`,
    )
  }
  await close()
  return isBounded ? 0 : 1
})
