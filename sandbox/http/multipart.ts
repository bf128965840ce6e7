import { decodeUtf8 } from './encoding'

/** One part of a multipart/form-data body, its content byte for byte. */
export interface Part {
  name: string
  filename: string | null
  /** The declared type, which nothing here believes. */
  type: string | null
  bytes: Buffer
}

const CR = 13
const LF = 10

/** The boundary named by a Content-Type, null when that is not multipart/form-data or names none. */
export function multipartBoundary(contentType: string): string | null {
  if (!/^\s*multipart\/form-data\s*(;|$)/i.test(contentType)) return null
  const found = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType)
  return found?.[1] ?? found?.[2] ?? null
}

/**
 * The parts of a body. Takes what real clients send: parts without a filename or a type, bare line feeds, whatever
 * stands before the first and after the last boundary. The platform's own reader will not do: it turns a part
 * without a filename into text and so breaks an image.
 *
 * Refused when the body is cut off, a part has no name, or there are more parts than `maxParts`.
 */
export function parseMultipart(
  body: Buffer,
  boundary: string,
  maxParts: number,
): Part[] | 'broken multipart' | 'too many parameters' {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  const parts: Part[] = []
  let at = findDelimiter(body, delimiter, 0)
  while (at !== -1) {
    const afterDelimiter = at + delimiter.length
    if (body.toString('latin1', afterDelimiter, afterDelimiter + 2) === '--') return parts
    if (parts.length === maxParts) return 'too many parameters'
    const start = body.indexOf(LF, afterDelimiter)
    if (start === -1) return 'broken multipart'
    const next = findDelimiter(body, delimiter, start + 1)
    if (next === -1) return 'broken multipart'
    const part = parsePart(body.subarray(start + 1, endOfContent(body, next, start + 1)))
    if (!part) return 'broken multipart'
    parts.push(part)
    at = next
  }
  return 'broken multipart'
}

/** A delimiter counts only at the start of a line and only when its line ends there; image bytes may contain it. */
function findDelimiter(body: Buffer, delimiter: Buffer, from: number): number {
  for (let at = body.indexOf(delimiter, from); at !== -1; at = body.indexOf(delimiter, at + 1)) {
    const lineStarts = at === 0 || body[at - 1] === LF
    const rest = body.toString('latin1', at + delimiter.length, at + delimiter.length + 64)
    if (lineStarts && /^(--|[ \t]*\r?\n)/.test(rest)) return at
  }
  return -1
}

/** The line break before a delimiter belongs to the delimiter. */
function endOfContent(body: Buffer, delimiterAt: number, start: number): number {
  const withoutLf = Math.max(delimiterAt - 1, start)
  return withoutLf > start && body[withoutLf - 1] === CR ? withoutLf - 1 : withoutLf
}

/** The head of a part holds three short headers; more would be kept with the name of a picture. */
const MAX_PART_HEAD_BYTES = 8_000

function parsePart(raw: Buffer): Part | null {
  const { head, content } = splitHead(raw)
  const text = head.length > MAX_PART_HEAD_BYTES ? null : decodeUtf8(head)
  if (text === null) return null
  const headers = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headers.get('content-disposition') ?? ''
  const name = dispositionParameter(disposition, 'name')
  if (name === null) return null
  return {
    name,
    filename: dispositionParameter(disposition, 'filename'),
    type: headers.get('content-type') ?? null,
    bytes: content,
  }
}

function splitHead(raw: Buffer): { head: Buffer; content: Buffer } {
  // A part may have no headers' end at all; then it has no name either and is refused by the caller.
  const crlf = raw.indexOf('\r\n\r\n')
  const lf = raw.indexOf('\n\n')
  if (crlf === -1 && lf === -1) return { head: raw, content: raw.subarray(raw.length) }
  const useCrlf = crlf !== -1 && (lf === -1 || crlf < lf)
  const at = useCrlf ? crlf : lf
  return { head: raw.subarray(0, at), content: raw.subarray(at + (useCrlf ? 4 : 2)) }
}

function dispositionParameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:\\\\.|[^"\\\\])*)"|([^\\s;"]+))`, 'i').exec(
    disposition,
  )
  const value = found?.[1] ?? found?.[2]
  if (value === undefined) return null
  // Browsers escape quotes and line breaks as %XX, older clients quotes with a backslash.
  return value
    .replace(/\\(.)/g, '$1')
    .replace(/%(22|0D|0A)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
