/** What a file is by its first bytes (one a character, from `at`), with the words for it. */
const FORMATS: readonly { name: string; at?: number; starts: readonly string[] }[] = [
  { name: 'a PNG picture', starts: ['\x89PNG\r\n\x1a\n'] },
  { name: 'a JPEG picture', starts: ['\xff\xd8\xff'] },
  { name: 'a GIF picture', starts: ['GIF8'] },
  { name: 'a WebP picture', at: 8, starts: ['WEBP'] },
  { name: 'an AVIF picture', at: 4, starts: ['ftypavif', 'ftypavis'] },
  { name: 'a HEIC picture', at: 4, starts: ['ftyphei', 'ftyphev', 'ftypmif1', 'ftypmsf1'] },
  { name: 'an MP4 video', at: 4, starts: ['ftyp'] },
  { name: 'a TIFF picture', starts: ['II*\0', 'MM\0*'] },
  { name: 'a BMP picture', at: 6, starts: ['\0\0\0\0'] },
  { name: 'a PDF file', starts: ['%PDF-'] },
  { name: 'a ZIP archive', starts: ['PK\x03\x04'] },
  { name: 'gzip data', starts: ['\x1f\x8b'] },
]

const MARKUP: readonly { name: string; pattern: RegExp }[] = [
  {
    name: 'an SVG drawing',
    pattern: /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*>\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg/i,
  },
  { name: 'an HTML page', pattern: /^\s*<(!doctype html|html)/i },
  { name: 'an XML document', pattern: /^\s*<\?xml/i },
]

/** So many of the first bytes decide. */
const DECIDING_BYTES = 512

/** `a WebP picture`; null when the bytes are of no known format. */
export function nameOfFormat(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, DECIDING_BYTES)
  const found = FORMATS.find(
    ({ name, at = 0, starts }) =>
      starts.some((magic) => start.startsWith(magic, at)) &&
      (name !== 'a BMP picture' || start.startsWith('BM')),
  )
  return found?.name ?? MARKUP.find(({ pattern }) => pattern.test(start))?.name ?? null
}

/** What a text is that came where a picture was wanted, and what to do; the first that fits is named. */
const TEXTS: readonly { pattern: RegExp; sentence: string }[] = [
  {
    pattern: /^\s*data:/i,
    sentence: 'is a data: address, which X refuses. Send only the base64 behind its comma.',
  },
  {
    pattern: /^b(['"])[\w+/=\s]*\1$/,
    sentence: "is Python’s b'…' around base64. Decode the bytes to text first, with .decode().",
  },
  {
    pattern: /^\s*\d{6,25}\s*$/,
    sentence: 'is a number, such as a media id of media/upload. This call takes the picture itself.',
  },
  {
    pattern: /^\s*(https?|ftp):\/\//i,
    sentence: 'is a web address. X fetches none: download the picture and send its bytes.',
  },
  {
    pattern:
      /^\s*(@|file:|~\/|\.{1,2}[\\/]|[a-z]:\\)|^[^\n<>{}]{1,300}\.(png|jpe?g|gif|webp|bmp|svg|heic)\s*$/i,
    sentence: 'is the path of a file, not its content. Open the file and send its bytes.',
  },
  {
    pattern:
      /^\s*(\[object \w+\]|undefined|null|None|nil|NaN|Array|Resource id #\d+|true|false|<Buffer .*|#<File.*|<_io\..*)\s*$/,
    sentence: 'is the name of a value that your language wrote as text. Send the bytes of the file.',
  },
  { pattern: /^\s*[[{]/, sentence: 'is JSON. Send the bytes of the file, or their base64.' },
  {
    pattern: /^.{1,2}PNG|^(\ufffd{2,}|\u00ff\u00d8\u00ff)|^.{0,12}(JFIF|Exif)/s,
    sentence:
      'is a picture whose bytes were turned into text, which damaged them. Read the file as bytes, not as text.',
  },
]

/**
 * What bytes look like that came where a picture was wanted, as a sentence without its subject. Quotes nothing of them.
 *
 * @param sent as they arrived. @param decoded the same, out of base64 where they were base64.
 */
export function describeNoPicture(sent: Buffer, decoded: Buffer): string {
  const start = sent.toString('utf8', 0, DECIDING_BYTES)
  const text = TEXTS.find(({ pattern }) => pattern.test(start))
  const known = nameOfFormat(decoded)
  // Numbers are base64 too, so the format counts first.
  if (known !== null) {
    return /PNG|JPEG picture|GIF/.test(known)
      ? `begins as ${known}, but cannot be decoded: it is damaged or cut off.`
      : `is ${known}. X takes GIF, JPEG and PNG only: convert it first.`
  }
  if (text) return text.sentence
  const compact = start.trim()
  if (/^[0-9a-f]{8,}$/i.test(compact) && nameOfFormat(Buffer.from(compact, 'hex')) !== null) {
    return 'is a picture in hexadecimal digits. Send it as base64, or as the bytes of a multipart part.'
  }
  if (/^[\w+/-]*%(25|2B|2F|3D|0A)/i.test(sent.toString('latin1'))) {
    return 'is base64 that was percent-encoded twice. Encode it once; most HTTP libraries do so by themselves.'
  }
  if (!sent.equals(decoded) && nameOfFormat(Buffer.from(decoded.toString('latin1'), 'base64')) !== null) {
    return 'is base64 of base64. Encode the picture once; some clients do so by themselves.'
  }
  const bytes = `${decoded.length} bytes`
  if (!sent.equals(decoded)) return `is base64 of ${bytes} that are no picture. X takes GIF, JPEG and PNG.`
  const first = sent.toString('hex', 0, 4)
  return `is ${bytes} that begin with ${first} (hex) and are no picture. X takes GIF, JPEG and PNG.`
}
