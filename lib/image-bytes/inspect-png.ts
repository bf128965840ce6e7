import { unzlibSync } from 'fflate'
import type { HiddenData } from '../profile/chosen-picture'
import { byteReader, lettersOf } from './byte-reader'
import { colorProfileOfCodePoints, colorProfileOfIcc } from './color-profile'
import { hiddenInPngText, hiddenInXmp } from './hidden-in-texts'
import { type ColorProfile, type FormatFacts, hiddenDataInOrder } from './image-inspection'
import { readExif } from './read-exif'

/** Colours a pixel by colour type. A palette's entries have three. Source: PNG 3rd edition, table 8. */
const COMPONENTS = new Map<number, 1 | 3>([
  [0, 1],
  [2, 3],
  [3, 3],
  [4, 1],
  [6, 3],
])
const PALETTE = 3
const COLOR_TYPES_WITH_ALPHA = [4, 6]

/** Without these the picture would look different or not be one. */
const PICTURE_CHUNKS = 'IHDR PLTE tRNS sRGB gAMA cHRM iCCP cICP sBIT pHYs IDAT IEND'.split(' ')
/** These say nothing of anybody: an animation's further frames, and hints for showing the picture. */
const HARMLESS_CHUNKS = ['acTL', 'fcTL', 'fdAT', 'bKGD', 'hIST', 'sPLT', 'iDOT', 'mDCV', 'cLLI']

/** True for what a still picture needs to look as it was meant. */
export const isPngPictureChunk = ({ type }: PngChunk) => PICTURE_CHUNKS.includes(type)

/** Reads a PNG's chunks up to its end. Null when it ends or breaks before its first pixels. */
export function inspectPng(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const chunks = [...pngChunks(bytes)]
  const first = (name: string) => chunks.find(({ type }) => type === name)
  const [header, pixels, animation, end] = ['IHDR', 'IDAT', 'acTL', 'IEND'].map(first)
  const exif = chunks
    .filter(({ type }) => type === 'eXIf')
    .map(({ start, dataStart, dataEnd }) => ({ start, ...readExif(reader.part(dataStart, dataEnd)) }))
  if (!header || !pixels) return null
  const image = readHeader(bytes, header.dataStart)
  if (image.widthPixels === 0 || image.heightPixels === 0) return null
  // Only what stands before the pixels makes a PNG an animation.
  const isAnimated = animation !== undefined && animation.start < pixels.start
  const trailingBytes = end ? bytes.length - end.end : 0
  const hidden = chunks.flatMap((chunk) => hiddenInPngChunk(bytes, chunk))
  if (trailingBytes > 0) hidden.push('other')
  return {
    ...image,
    // Browsers follow what stands before the pixels, and not all of them do.
    orientation: exif.find(({ start }) => start < pixels.start)?.orientation ?? 1,
    orientationTag: exif.some(({ orientationFields }) => orientationFields > 0) ? 'unusual' : 'none',
    frames: isAnimated ? Math.max(1, reader.u32(animation.dataStart)) : 1,
    hasAlphaChannel: image.hasAlphaChannel || first('tRNS') !== undefined,
    colorProfile: strongestColorProfile(bytes, chunks),
    hidden: hiddenDataInOrder(hidden),
    isComplete: end !== undefined,
    trailingBytes,
  }
}

function readHeader(bytes: Uint8Array, at: number) {
  const reader = byteReader(bytes)
  const colorType = reader.u8(at + 9)
  return {
    widthPixels: reader.u32(at),
    heightPixels: reader.u32(at + 4),
    bitDepth: colorType === PALETTE ? 8 : reader.u8(at + 8),
    components: COMPONENTS.get(colorType) ?? null,
    hasAlphaChannel: COLOR_TYPES_WITH_ALPHA.includes(colorType),
    isProgressive: reader.u8(at + 12) === 1,
  }
}

/** The order in which readers believe the chunks that name colours. Source: PNG 3rd edition, 4.3, table 1. */
function strongestColorProfile(bytes: Uint8Array, chunks: readonly PngChunk[]): ColorProfile {
  // Each kind may stand there once; reading only the first bounds what a file can make us unpack.
  const declared = (name: string) => {
    const chunk = chunks.find(({ type }) => type === name)
    return chunk ? colorProfileOfChunk(bytes, chunk) : null
  }
  const named = declared('cICP') ?? declared('iCCP') ?? declared('sRGB')
  if (named) return named
  const measured = [declared('gAMA'), declared('cHRM')]
  if (measured.includes('other')) return 'other'
  return measured.includes('srgb') ? 'srgb' : 'none'
}

/** sRGB in the units of gAMA and cHRM. Source: PNG 3rd edition, 11.3.2.5. */
const SRGB_GAMMA = 45_455
const SRGB_CHROMATICITIES = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
const MEASURE_TOLERANCE = 500

function colorProfileOfChunk(bytes: Uint8Array, chunk: PngChunk): ColorProfile | null {
  const reader = byteReader(bytes)
  const { type, dataStart } = chunk
  const isNear = (offset: number, expected: number) =>
    Math.abs(reader.u32(dataStart + offset) - expected) <= MEASURE_TOLERANCE
  if (type === 'sRGB') return 'srgb'
  if (type === 'cICP') return colorProfileOfCodePoints(reader.u8(dataStart), reader.u8(dataStart + 1))
  if (type === 'gAMA') return isNear(0, SRGB_GAMMA) ? 'srgb' : 'other'
  if (type === 'cHRM') {
    return SRGB_CHROMATICITIES.every((value, index) => isNear(index * 4, value)) ? 'srgb' : 'other'
  }
  return type === 'iCCP' ? colorProfileOfIcc(embeddedProfile(bytes, chunk)) : null
}

/** A profile of sRGB's kind takes 3 kB. What is larger is made of tables, and not worth unpacking blindly. */
const MAX_PACKED_PROFILE_BYTES = 8192

function embeddedProfile(bytes: Uint8Array, { dataStart, dataEnd }: PngChunk): Uint8Array {
  const packedStart = bytes.indexOf(0, dataStart) + 2
  const nothing = new Uint8Array()
  if (dataEnd - packedStart > MAX_PACKED_PROFILE_BYTES) return nothing
  try {
    return unzlibSync(bytes.subarray(packedStart, dataEnd))
  } catch {
    // Not a compressed stream: as good as a profile that cannot be read.
    return nothing
  }
}

const XMP_KEYWORD = 'XML:com.adobe.xmp'
/** PNG allows a keyword 79 letters. */
const MAX_KEYWORD_BYTES = 79

/** What a chunk tells that is not needed to draw the picture. */
export function hiddenInPngChunk(bytes: Uint8Array, chunk: PngChunk): HiddenData[] {
  const { type, dataStart, dataEnd } = chunk
  if (PICTURE_CHUNKS.includes(type) || HARMLESS_CHUNKS.includes(type)) return []
  if (type === 'tIME') return ['time']
  const data = bytes.subarray(dataStart, dataEnd)
  if (type === 'eXIf') return [...readExif(data).hidden]
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return ['other']
  const [keyword = ''] = byteReader(data)
    .letters(0, MAX_KEYWORD_BYTES + 1)
    .split('\0')
  return keyword === XMP_KEYWORD ? hiddenInXmp(data) : [hiddenInPngText(keyword)]
}

const SIGNATURE = '\x89PNG\r\n\x1a\n'
export const PNG_SIGNATURE_BYTES = SIGNATURE.length

/** One chunk of a PNG: its four letters, its data, and the place behind its checksum. */
interface PngChunk {
  type: string
  start: number
  dataStart: number
  dataEnd: number
  end: number
}

/** Encoders write pieces of 8 kB and more; 30 MB of them are some four thousand. */
const MAX_CHUNKS = 100_000

/** True when the bytes begin as every PNG does. */
export const hasPngSignature = (bytes: Uint8Array) =>
  lettersOf(bytes.subarray(0, PNG_SIGNATURE_BYTES)) === SIGNATURE

/**
 * The chunks of a PNG from IHDR to IEND. Ends early, without IEND, where the file does. Checksums are not checked.
 * Source: PNG 3rd edition, 5.3.
 */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  if (!hasPngSignature(bytes)) return
  const reader = byteReader(bytes)
  let start = PNG_SIGNATURE_BYTES
  for (let count = 0; count < MAX_CHUNKS && start + 12 <= bytes.length; count += 1) {
    const type = reader.letters(start + 4, 4)
    const dataStart = start + 8
    const dataEnd = dataStart + reader.u32(start)
    const end = dataEnd + 4
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return
    yield { type, start, dataStart, dataEnd, end }
    if (type === 'IEND') return
    start = end
  }
}
