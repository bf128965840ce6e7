import { createHash } from 'node:crypto'
import type { ReceivedImage } from '../control/request-log'
import type { Received } from '../wire/received'
import { sniffImageType } from './image-type'
import { openPicture } from './open-picture'

/** A picture as it was sent, before anything was done to it. */
export interface SentImage {
  filename: string | null
  bytes: Buffer
}

/**
 * The picture of a request: raw or base64 in a multipart part, base64 in a form field or the query. What it is is
 * decided by its bytes, not by how it travelled. Null when the parameter is absent or empty.
 */
export function readImage(received: Received, name: string): SentImage | null {
  const part = received.parts.find((candidate) => candidate.name === name)
  if (part) {
    if (part.bytes.length === 0) return null
    const isRaw = sniffImageType(part.bytes) !== null
    const decoded = isRaw ? null : decodeBase64(part.bytes.toString('latin1'))
    return { filename: part.filename, bytes: decoded ?? part.bytes }
  }
  const field =
    received.form.find((candidate) => candidate.name === name) ??
    received.query.find((candidate) => candidate.name === name)
  if (!field || field.value === '') return null
  return { filename: null, bytes: decodeBase64(field.value) ?? Buffer.from(field.value) }
}

/** Null when the text is not base64. A `data:` prefix is cut; a space is a `+` that a careless form made. */
function decodeBase64(text: string): Buffer | null {
  const compact = text
    .replace(/^\s*data:image\/[a-z0-9.+-]+;base64,/i, '')
    .trim()
    .replaceAll(/[\r\n\t]/g, '')
    .replaceAll(' ', '+')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null
}

/** What the request log tells about a picture. */
export async function describeImage(image: SentImage): Promise<ReceivedImage> {
  const type = sniffImageType(image.bytes)
  const size = type === null ? null : await pixelSize(image.bytes)
  return {
    name: image.filename,
    bytes: image.bytes.length,
    sha256: createHash('sha256').update(image.bytes).digest('hex'),
    type,
    width: size?.width ?? null,
    height: size?.height ?? null,
  }
}

/** Width and height from the head of the file, undecoded and unrotated; null when it cannot be read. */
export async function pixelSize(bytes: Buffer): Promise<{ width: number; height: number } | null> {
  try {
    const { width, height } = await headOf(bytes)
    return { width, height }
  } catch {
    return null
  }
}

/** As {@link pixelSize}, of the picture as a person sees it: turned as its orientation says. */
export async function uprightSize(bytes: Buffer): Promise<{ width: number; height: number } | null> {
  try {
    const { autoOrient } = await headOf(bytes)
    return autoOrient
  } catch {
    return null
  }
}

/** Nothing is decoded for it, so the bound on pixels comes after, where it can be told apart from damage. */
async function headOf(bytes: Buffer) {
  const picture = await openPicture(bytes, { limitInputPixels: false })
  return picture.metadata()
}
