import { decodeUtf8, percentDecode } from './encoding'

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
  if (!/^\s*multipart\/form-data\s*([;,]|$)/i.test(contentType)) return null
  return headerParameter(contentType, 'boundary')
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
    const found = findDelimiter(body, delimiter, start + 1)
    const next = found === -1 ? unbrokenEnd(body, delimiter, start + 1) : found
    if (next === -1) return 'broken multipart'
    const isUnbroken = found === -1
    const end = isUnbroken ? next : endOfContent(body, next, start + 1)
    const part = parsePart(body.subarray(start + 1, end))
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

/** Where the last delimiter stands when the client forgot the line break before it; -1 when there is none. */
function unbrokenEnd(body: Buffer, delimiter: Buffer, from: number): number {
  const at = body.lastIndexOf(delimiter)
  const rest = at < from ? '' : body.toString('latin1', at + delimiter.length)
  return /^--\s*$/.test(rest) ? at : -1
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
  if (head.length > MAX_PART_HEAD_BYTES) return null
  // Old clients write file names as their system does, which is not always UTF-8.
  const text = decodeUtf8(head) ?? head.toString('latin1')
  const headers = new Map<string, string>()
  // A header may go on in a line that begins with a blank.
  for (const line of text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headers.get('content-disposition') ?? ''
  const name = headerParameter(disposition, 'name')
  if (name === null) return null
  return {
    name,
    filename: extendedFilename(disposition) ?? headerParameter(disposition, 'filename'),
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

/**
 * One parameter of a Content-Type or Content-Disposition. Read from the left, so that text within another value's
 * quotes is no parameter. Quotes may be double, single or missing; a comma or a blank may stand for the semicolon.
 */
function headerParameter(header: string, wanted: string): string | null {
  const pair = /(?:^|[;,\s])([\w*-]+)\s*=\s*(?:"((?:\\"|[^"])*)"|'([^']*)'|([^\s;,"]*))/g
  for (const [, name, double, single, bare] of header.matchAll(pair)) {
    if (name?.toLowerCase() !== wanted) continue
    const value = double ?? single ?? bare ?? ''
    if (value === '' && wanted === 'boundary') return null
    // Browsers escape quotes and line breaks as %XX, older clients quotes with a backslash.
    return value
      .replaceAll('\\"', '"')
      .replace(/%(22|0D|0A)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
  return null
}

/** RFC 5987's `filename*=utf-8''caf%C3%A9.png`, which .NET sends beside the plain one. */
function extendedFilename(disposition: string): string | null {
  const found = /[;,\s]filename\*\s*=\s*"?utf-8'[\w-]*'([^\s;,"]+)/i.exec(disposition)
  return found?.[1] === undefined ? null : percentDecode(found[1])
}

/** The boundary that a body itself begins with, whatever was announced; null when it looks like no multipart body. */
export function boundaryInBody(body: Buffer): string | null {
  const start = body.toString('latin1', 0, MAX_PART_HEAD_BYTES)
  return /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:[\w-]+ ?:[^\r\n]*\r?\n)*content-/i.exec(start)?.[1] ?? null
}
