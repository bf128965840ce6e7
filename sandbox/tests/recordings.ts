import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { encode, type Pair } from './client'
import { picture } from './pictures'

/** A request that a real server was asked, its answer, and what stood in its database right after. */
export interface Recording {
  name: string
  request: {
    method: 'GET' | 'POST' | 'PUT' | 'DELETE'
    path: string
    auth: string
    oauth?: Record<string, string>
    parameters?: string | Record<string, SentValue | string[]>
    encoding?: 'query string' | 'multipart/form-data'
    file?: RecordedFile
  }
  answer: RecordedAnswer
  stored?: {
    fullname?: RecordedText
    homepage?: RecordedText
    bio?: RecordedText
    location?: RecordedText
    backgroundimage?: string | null
    /** Of StatusNet's design: 1 is shown, 4 is tiled. */
    disposition?: number | null
  }
  /** Fields of the User object that verify_credentials gave right after. */
  readAgain?: Record<string, unknown>
  pictures?: Record<
    string,
    { contentType?: string; image?: string; size?: string; bytes?: number; middleRow?: string }
  >
}

/** `{origin}`, `{host}` and `{site}` stand for the server's own. A page's markup was not kept. */
export interface RecordedAnswer {
  status: number
  contentType: string
  location?: string
  authenticate?: string
  body?: string
  title?: string
  message?: string
  fields?: [name: string, type: string][]
  pinDigits?: number
}

type SentValue = string | { text: string; characters: number } | { percentEncoded: string }
type RecordedText = string | null | { text: string; characters: number }

interface RecordedFile {
  field: string
  filename: string
  type: string
  bytes: number
  is?: string
}

export function readRecordings(name: string): Recording[] {
  const lines = readFileSync(new URL(`recorded/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Recording)
}

/** The whole of a text that was shortened for the record. */
export function wholeText(text: RecordedText | undefined): string {
  if (text === null || text === undefined) return ''
  return typeof text === 'string' ? text : (text.text[0] ?? '').repeat(text.characters)
}

function encodedValue(value: SentValue): string {
  if (typeof value === 'string') return encode(value)
  return 'percentEncoded' in value ? value.percentEncoded : encode(wholeText(value))
}

/** Everything that was sent beside OAuth's own parameters. */
export function pairsOf(parameters: Recording['request']['parameters']): Pair[] {
  if (parameters === undefined || typeof parameters === 'string') return []
  return Object.entries(parameters).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [encode(name), encodedValue(one)] as const),
  )
}

export const joinPairs = (pairs: readonly Pair[]) =>
  pairs.map(([name, value]) => `${name}=${value}`).join('&')

/** A file like the recorded one: the same kind, sides and (where it counts) size in bytes. */
export async function fileLike({ filename, bytes, is = '' }: RecordedFile): Promise<Buffer> {
  if (bytes < 10) return Buffer.from('hello'.slice(0, bytes))
  if (is === 'a JPEG') return picture(400, 400).jpeg().toBuffer()
  if (is.startsWith('first')) {
    const whole = await picture(400, 400).png({ compressionLevel: 0 }).toBuffer()
    return whole.subarray(0, whole.length / 2)
  }
  if (filename === 'big.png')
    return Buffer.concat([await picture(8, 8).png().toBuffer(), Buffer.alloc(bytes)]).subarray(0, bytes)
  if (filename === 'noise6m.png') return noise(1450)
  if (filename === 'noise9m.png') return noise(1800)
  if (filename === 'stripes.png') return stripes()
  return drawn(filename)
}

function drawn(filename: string): Promise<Buffer> {
  const sides = /(\d+)(?:x(\d+))?\.(\w+)$/.exec(filename)
  const [, width = '', height = width, ending = ''] = sides ?? []
  const drawing = filename.startsWith('alpha')
    ? picture(Number(width), Number(height)).ensureAlpha(0.5)
    : picture(Number(width), Number(height))
  return drawing.toFormat(ending === 'jpg' ? 'jpeg' : (ending as 'png' | 'gif' | 'webp')).toBuffer()
}

/** Random pixels, which no format makes smaller. */
function noise(side: number): Promise<Buffer> {
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
}

function stripes(): Promise<Buffer> {
  const row = [...Array(300).keys()].flatMap((x) =>
    [0, 1, 2].map((channel) => (Math.floor(x / 100) === channel ? 255 : 0)),
  )
  const raw = Buffer.from(Array(200).fill(row).flat())
  return sharp(raw, { raw: { width: 300, height: 200, channels: 3 } })
    .png()
    .toBuffer()
}

/** The runs of a picture's middle row, as `red 16, green 16, blue 16`. */
export async function middleRow(bytes: Buffer): Promise<string> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const counts = { red: 0, green: 0, blue: 0 }
  const y = Math.floor(info.height / 2)
  for (let x = 0; x < info.width; x += 1) {
    const at = (y * info.width + x) * 3
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    if (red > green && red > blue) counts.red += 1
    else if (green > blue) counts.green += 1
    else counts.blue += 1
  }
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
