import { createHash } from 'node:crypto'
import type { Sharp, SharpOptions } from 'sharp'
import type { HttpRequest } from '../http/request'
import type { ReceivedImage } from '../state/request-log'
import type { ImageType } from '../state/schema'

/** A picture as it was sent, before anything was done to it. */
export interface UploadedImage {
  filename: string | null
  bytes: Buffer
}

/**
 * The picture of a request: raw or base64 in a multipart part, base64 in a form field or the query. What it is is
 * decided by its bytes, not by how it travelled. Null when the parameter is absent or empty.
 */
export function readImage(request: HttpRequest, name: string): UploadedImage | null {
  const part = request.parts.find((candidate) => candidate.name === name)
  if (part) {
    if (part.bytes.length === 0) return null
    const isRaw = sniffImageType(part.bytes) !== null
    const decoded = isRaw ? null : decodeBase64(part.bytes.toString('latin1'))
    return { filename: part.filename, bytes: decoded ?? part.bytes }
  }
  const field =
    request.form.find((candidate) => candidate.name === name) ??
    request.query.find((candidate) => candidate.name === name)
  if (!field || field.value === '') return null
  return { filename: null, bytes: decodeBase64(field.value) ?? Buffer.from(field.value) }
}

/** Null when the text is not base64, as a `data:` address is not. A space is a `+` that a careless form made. */
export function decodeBase64(text: string): Buffer | null {
  const compact = text
    .trim()
    .replaceAll(/[\r\n\t]/g, '')
    .replaceAll(' ', '+')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null
}

/** What the request log holds of a picture. */
export async function describeImage(image: UploadedImage): Promise<ReceivedImage> {
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

/** Nothing is decoded for it, so the bound on pixels comes after, where the two can be distinguished. */
async function headOf(bytes: Buffer) {
  const picture = await openPicture(bytes, { limitInputPixels: false })
  return picture.metadata()
}

/** sharp over a picture's bytes. It is loaded with the first picture: it would be a quarter of the sandbox's start. */
export async function openPicture(bytes: Buffer, options?: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, options)
}

const MAGIC: readonly { type: ImageType; bytes: readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', bytes: [0x47, 0x49, 0x46, 0x38] },
]

/** The type by the first bytes, never the declared one; null when they are none of the three. */
export function sniffImageType(bytes: Uint8Array): ImageType | null {
  const found = MAGIC.find((magic) => magic.bytes.every((byte, index) => bytes[index] === byte))
  return found?.type ?? null
}

/** X's file endings. Avatars must never be called `.jpeg`: next-auth cuts `_normal` only before jpg, png and gif. */
export const EXTENSIONS: Record<ImageType, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
}
