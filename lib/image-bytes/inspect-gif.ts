import type { HiddenData } from '../profile/chosen-picture'
import { byteReader } from './byte-reader'
import { type GifBlock, gifBlocks } from './gif-blocks'
import { hiddenInXmp } from './hidden-in-texts'
import { type FormatFacts, hiddenDataInOrder } from './image-inspection'

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
    widthPixels,
    heightPixels,
    orientation: 1,
    orientationTag: 'none',
    frames,
    components: 3,
    bitDepth: 8,
    hasAlphaChannel,
    colorProfile: 'none',
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
