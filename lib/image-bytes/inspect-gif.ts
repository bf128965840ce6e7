import type { HiddenData } from '../profile/chosen-picture'
import { byteReader } from './byte-reader'
import { hiddenInXmp } from './hidden-in-texts'
import { type FormatFacts, hiddenDataInOrder, PLAIN_FACTS } from './image-inspection'

/** Applications whose data say how the picture is shown. */
const HARMLESS_APPLICATIONS = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']
const XMP_APPLICATION = 'XMP DataXMP'

/** Reads a GIF's blocks up to its end. Null when no whole frame is in it. */
export function inspectGif(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const hidden = new Set<HiddenData>()
  let frames = 0
  let hasAlphaChannel = false
  let isProgressive = false
  let end: number | null = null
  let lastEnd = 0
  for (const block of gifBlocks(bytes)) {
    if (block.kind === 'frame') {
      frames += 1
      isProgressive ||= (reader.u8(block.start + 9) & 0x40) !== 0
    } else if (block.kind === 'graphic_control') {
      hasAlphaChannel ||= (reader.u8(block.start + 3) & 0x01) !== 0
    } else if (block.kind === 'trailer') {
      end = block.end
    }
    lastEnd = block.end
    for (const kind of hiddenInGifBlock(bytes, block)) hidden.add(kind)
  }
  const widthPixels = reader.u16(6, true)
  const heightPixels = reader.u16(8, true)
  if (frames === 0 || widthPixels === 0 || heightPixels === 0) return null
  const trailingBytes = end === null ? 0 : bytes.length - end
  if (trailingBytes > 0) hidden.add('other')
  return {
    ...PLAIN_FACTS,
    widthPixels,
    heightPixels,
    frames,
    hasAlphaChannel,
    isProgressive,
    hidden: hiddenDataInOrder(hidden),
    // Some programs leave the trailer out; what ends with a whole block has lost nothing.
    isComplete: end !== null || lastEnd === bytes.length,
    trailingBytes,
  }
}

/** What a block tells that is not needed to draw the picture. */
export function hiddenInGifBlock(bytes: Uint8Array, block: GifBlock): HiddenData[] {
  if (block.kind === 'comment' || block.kind === 'plain_text' || block.kind === 'unknown') return ['other']
  if (block.kind !== 'application') return []
  const application = byteReader(bytes).letters(block.start + 3, 11)
  if (application === XMP_APPLICATION) return hiddenInXmp(bytes.subarray(block.start, block.end))
  return HARMLESS_APPLICATIONS.includes(application) ? [] : ['other']
}

/** One block of a GIF behind its header: a frame's pixels, an extension, or the trailer. */
interface GifBlock {
  kind: 'frame' | 'graphic_control' | 'comment' | 'plain_text' | 'application' | 'unknown' | 'trailer'
  start: number
  end: number
}

const EXTENSION_KINDS = new Map<number, GifBlock['kind']>([
  [0xf9, 'graphic_control'],
  [0xfe, 'comment'],
  [0x01, 'plain_text'],
  [0xff, 'application'],
])

const SCREEN_DESCRIPTOR_END = 13

/** Enough for an animation of an hour; a file with more is held to be cut off behind them. */
const MAX_BLOCKS = 100_000

/** True when the bytes begin as every GIF does. */
export const hasGifSignature = (bytes: Uint8Array) => /^GIF8[79]a$/.test(byteReader(bytes).letters(0, 6))

/** Where the first block begins: behind the header and the colours all frames share. */
export const startOfGifBlocks = (bytes: Uint8Array) =>
  SCREEN_DESCRIPTOR_END + colorTableBytes(byteReader(bytes).u8(10))

/** The size of a table of colours, by the byte that announces it. */
function colorTableBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 0x07) + 1)
}

/**
 * The blocks of a GIF up to its trailer. Ends early, without it, where the file does or where something stands that
 * is no block.
 * Source: GIF89a specification, 17 to 27.
 */
export function* gifBlocks(bytes: Uint8Array): Generator<GifBlock> {
  const reader = byteReader(bytes)
  let start = startOfGifBlocks(bytes)
  for (let count = 0; count < MAX_BLOCKS && start < bytes.length; count += 1) {
    const introducer = reader.u8(start)
    if (introducer === 0x3b) {
      yield { kind: 'trailer', start, end: start + 1 }
      return
    }
    if (introducer !== 0x21 && introducer !== 0x2c) return
    const isFrame = introducer === 0x2c
    // A frame: ten bytes of place and size, its own colours, and one byte that opens the pixels.
    const dataStart = isFrame ? start + 11 + colorTableBytes(reader.u8(start + 9)) : start + 2
    const end = endOfSubBlocks(bytes, dataStart)
    if (end === null) return
    const kind = isFrame ? 'frame' : (EXTENSION_KINDS.get(reader.u8(start + 1)) ?? 'unknown')
    yield { kind, start, end }
    start = end
  }
}

/** Behind the empty sub-block that ends a run of them; null when the file ends before it. */
function endOfSubBlocks(bytes: Uint8Array, from: number): number | null {
  let at = from
  while (at < bytes.length) {
    const length = bytes[at] ?? 0
    if (length === 0) return at + 1
    at += 1 + length
  }
  return null
}
