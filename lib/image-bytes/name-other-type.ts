import { byteReader } from './byte-reader'
import { isoBrands } from './iso-boxes'

/** How files begin that are not one of our formats, and what people call them. */
const SIGNATURES: readonly [letters: string, typeName: string][] = [
  ['%PDF', 'PDF'],
  ['%!PS', 'PostScript file'],
  ['BM', 'BMP'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['\0\0\x01\0', 'ICO'],
  ['8BPS', 'PSD'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['PK\x03\x04', 'ZIP archive'],
  ['PK\x05\x06', 'ZIP archive'],
  ['Rar!', 'RAR archive'],
  ['7z\xbc\xaf', '7z archive'],
  ['\x1f\x8b', 'gzip archive'],
  ['\x1aE\xdf\xa3', 'WebM video'],
  ['OggS', 'Ogg file'],
  ['ID3', 'MP3 sound'],
  ['fLaC', 'FLAC sound'],
  ['\x7fELF', 'program'],
]

/** A signature of two letters needs more: a BMP tells its own length behind it. */
const isBmp = (bytes: Uint8Array) => byteReader(bytes).u32(2, true) === bytes.length || bytes[6] === 0

/**
 * What a file is that is none of the six picture formats, as people call it; null when its first bytes do not tell.
 */
export function nameOtherType(bytes: Uint8Array): string | null {
  const reader = byteReader(bytes)
  const [, name = null] = SIGNATURES.find(([letters]) => reader.letters(0, letters.length) === letters) ?? []
  if (name !== null && (name !== 'BMP' || isBmp(bytes))) return name
  if (reader.letters(0, 4) === 'RIFF') return reader.letters(8, 4) === 'WAVE' ? 'WAV sound' : 'AVI video'
  const [brand] = isoBrands(bytes)
  if (brand !== undefined) return nameOfBrand(brand)
  return nameOfText(bytes)
}

function nameOfBrand(brand: string): string {
  if (brand === 'qt  ') return 'MOV video'
  if (brand === 'crx ') return 'CR3 photo'
  return brand.startsWith('M4A') ? 'M4A sound' : 'MP4 video'
}

const SEARCHED_BYTES = 4096

/** Tells pages and drawings from other text; null for what holds bytes no text has. */
function nameOfText(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, SEARCHED_BYTES)
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  const text = isWide
    ? new TextDecoder(start[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(start)
    : utf8(start, bytes.length > SEARCHED_BYTES)
  if (text === null) return null
  const markup = text.replace(/^[\ufeff\s]+/, '').toLowerCase()
  if (markup.startsWith('<')) {
    const [root] = /<(?:svg|html|head|body|script|!doctype\s+(?:svg|html))\b/.exec(markup) ?? []
    if (root?.endsWith('svg')) return 'SVG'
    if (root !== undefined) return 'web page'
    if (markup.startsWith('<?xml')) return 'XML file'
  }
  return 'text'
}

/** What no text holds: control characters but for tab, line feed, form feed, return and escape. */
const isControl = (code: number) => code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(code)

/** The text, or null when it is none. `isCut`: the last letter may be in halves. */
function utf8(bytes: Uint8Array, isCut: boolean): string | null {
  if (bytes.some(isControl)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return null
  }
}
