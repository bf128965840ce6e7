import type { HiddenData } from '../profile/chosen-picture'
import { byteReader } from './byte-reader'
import { colorProfileOfIcc } from './color-profile'
import { hiddenInXmp } from './hidden-in-texts'
import { type FormatFacts, hiddenDataInOrder, PLAIN_FACTS } from './image-inspection'
import { readExif } from './read-exif'

/** An animation has one chunk a frame; more chunks than this are not walked. */
const MAX_CHUNKS = 100_000
const FIRST_CHUNK = 12

const HARMLESS_CHUNKS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']

/**
 * Reads a WebP's chunks. Null when it ends or breaks before its picture begins.
 * Source: RFC 9649.
 */
export function inspectWebp(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  // Chunks have an even length, and the RIFF header counts itself without its first 8 bytes.
  const declaredEnd = 8 + reader.u32(4, true)
  const facts: FormatFacts = {
    ...PLAIN_FACTS,
    widthPixels: 0,
    heightPixels: 0,
    isComplete: bytes.length >= declaredEnd,
    trailingBytes: Math.max(0, bytes.length - declaredEnd),
  }
  const hidden = new Set<HiddenData>(facts.trailingBytes > 0 ? ['other'] : [])
  let frames = 0
  let at = FIRST_CHUNK
  for (let count = 0; count < MAX_CHUNKS && at + 8 <= Math.min(bytes.length, declaredEnd); count += 1) {
    const type = reader.letters(at, 4)
    const dataStart = at + 8
    const dataEnd = dataStart + reader.u32(at + 4, true)
    const data = reader.part(dataStart, dataEnd)
    const size = sizeOfChunk(type, data)
    // The first chunk with a size is the one that counts: VP8X where there is one.
    if (size && facts.widthPixels === 0) Object.assign(facts, size)
    else if (size?.hasAlphaChannel) facts.hasAlphaChannel = true
    if (type === 'ANMF') frames += 1
    else if (type === 'ICCP') facts.colorProfile = colorProfileOfIcc(data)
    // Browsers show a WebP as it is stored; only a decoder can tell whether one follows its Exif data.
    else if (type === 'EXIF' && readExif(withoutExifPrefix(data)).orientationFields > 0)
      facts.orientationTag = 'unusual'
    for (const kind of hiddenInChunk(type, data)) hidden.add(kind)
    at = dataEnd + (dataEnd % 2)
  }
  facts.frames = Math.max(1, frames)
  return facts.widthPixels > 0 && facts.heightPixels > 0
    ? { ...facts, hidden: hiddenDataInOrder(hidden) }
    : null
}

/** Some writers put JPEG's prefix before the Exif data, against the specification. */
function withoutExifPrefix(data: Uint8Array): Uint8Array {
  return byteReader(data).letters(0, 6) === 'Exif\0\0' ? data.subarray(6) : data
}

function hiddenInChunk(type: string, data: Uint8Array): Iterable<HiddenData> {
  if (type === 'EXIF') return readExif(withoutExifPrefix(data)).hidden
  if (type === 'XMP ') return hiddenInXmp(data)
  return HARMLESS_CHUNKS.includes(type) ? [] : ['other']
}

type Size = Pick<FormatFacts, 'widthPixels' | 'heightPixels' | 'hasAlphaChannel'>

/** The size a chunk tells; null for one that tells none, or is cut off before it. */
function sizeOfChunk(type: string, data: Uint8Array): Size | null {
  const reader = byteReader(data)
  if (type === 'VP8X' && data.length >= 10) {
    const u24 = (at: number) => reader.u16(at, true) + reader.u8(at + 2) * 0x10000
    return {
      widthPixels: u24(4) + 1,
      heightPixels: u24(7) + 1,
      hasAlphaChannel: (reader.u8(0) & 0x10) !== 0,
    }
  }
  if (type === 'VP8L' && data.length >= 5 && reader.u8(0) === 0x2f) {
    const bits = reader.u32(1, true)
    return {
      widthPixels: (bits & 0x3fff) + 1,
      heightPixels: ((bits >>> 14) & 0x3fff) + 1,
      hasAlphaChannel: ((bits >>> 28) & 1) === 1,
    }
  }
  // A key frame: three bytes of flags, the start code 9D 01 2A, then 14 bits of width and of height.
  if (type === 'VP8 ' && data.length >= 10 && reader.u16(3) === 0x9d01 && reader.u8(5) === 0x2a) {
    return {
      widthPixels: reader.u16(6, true) & 0x3fff,
      heightPixels: reader.u16(8, true) & 0x3fff,
      hasAlphaChannel: false,
    }
  }
  return null
}
