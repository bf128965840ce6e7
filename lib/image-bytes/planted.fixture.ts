import sharp, { type Sharp } from 'sharp'
import { bytesOfLetters, joinBytes } from './byte-reader'

/** Invented words that a test plants in a file and looks for afterwards. */
export const PLANTED = {
  camera: 'Featherlens Nine',
  artist: 'Imogen Quillfeather',
  date: '2019:07:14 09:26:53',
  place: 'Upper Wrenbury',
  caption: 'A caption nobody should read',
  trailer: 'bytes behind the end',
}

/** A small picture with many colours, made anew for each test. */
export function scene(widthPixels = 48, heightPixels = 32): Sharp {
  const pixels = Buffer.alloc(widthPixels * heightPixels * 3)
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = (at * 37 + (at >> 5) * 11) & 0xff
  return sharp(pixels, { raw: { width: widthPixels, height: heightPixels, channels: 3 } })
}

/** Exif as a camera writes it: device, person, time and place, none of them true. */
export const EXIF = {
  IFD0: { Make: PLANTED.camera, Artist: PLANTED.artist, DateTime: PLANTED.date },
  IFD2: { DateTimeOriginal: PLANTED.date },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '12/1 34/1 56/1', GPSAreaInformation: PLANTED.place },
}

export const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${PLANTED.place}"/></rdf:RDF></x:xmpmeta>`

/** A JPEG segment, marker and length included. */
export function jpegSegment(marker: number, data: string): Uint8Array {
  const length = data.length + 2
  return joinBytes([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), bytesOfLetters(data)])
}

/** Puts segments behind a JPEG's first marker. */
export function withSegments(jpeg: Uint8Array, segments: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** IPTC as photo agencies write it, inside a Photoshop segment. */
export function iptcSegment(): Uint8Array {
  const dataset = (number: number, text: string) =>
    `\x1c\x02${String.fromCharCode(number)}\0${String.fromCharCode(text.length)}${text}`
  const datasets = dataset(120, PLANTED.caption) + dataset(80, PLANTED.artist) + dataset(90, PLANTED.place)
  return jpegSegment(
    0xed,
    `Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0${String.fromCharCode(datasets.length)}${datasets}`,
  )
}

/** A PNG chunk. Its checksum is left empty: nothing here reads it, and libpng forgives it in ancillary chunks. */
export function pngChunk(type: string, data: string): Uint8Array {
  const length = Uint8Array.of(0, 0, data.length >> 8, data.length & 0xff)
  return joinBytes([length, bytesOfLetters(type + data), Uint8Array.of(0, 0, 0, 0)])
}

const PNG_HEADER_END = 33

/** Puts chunks behind a PNG's first one. */
export function withChunks(png: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes([png.subarray(0, PNG_HEADER_END), ...chunks, png.subarray(PNG_HEADER_END)])
}

/** Puts blocks in front of a GIF's trailer, or right behind its colours. */
export function gifExtension(label: number, texts: readonly string[]): Uint8Array {
  const blocks = texts.map((text) => bytesOfLetters(String.fromCharCode(text.length) + text))
  return joinBytes([Uint8Array.of(0x21, label), ...blocks, Uint8Array.of(0)])
}

/** The pixels of a picture's first frame, as stored: what its Exif says of its orientation is not followed. */
export async function pixelsOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { failOn: 'error' }).ensureAlpha().raw().toBuffer()
}
