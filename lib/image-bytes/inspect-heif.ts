import type { HiddenData } from '../profile/chosen-picture'
import { byteReader } from './byte-reader'
import { colorProfileOfCodePoints, colorProfileOfIcc } from './color-profile'
import { behindVersion, heifItemBytes, heifItems, heifProperties, primaryItemId } from './heif-items'
import { hiddenInXmp } from './hidden-in-texts'
import { type ColorProfile, type FormatFacts, hiddenDataInOrder } from './image-inspection'
import { findIsoBox, type IsoBox, isoBoxes } from './iso-boxes'
import { readExif } from './read-exif'

/** Boxes at the top of a file that belong to its pictures, or are empty. */
const PICTURE_BOXES = ['ftyp', 'meta', 'mdat', 'moov', 'free', 'skip']

const ALPHA_TYPES = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1']

/**
 * Reads the boxes of a HEIC or AVIF. Null when it ends or breaks before its picture is described.
 * Sizes are told as decoders hand pictures out: turned where the file wants that.
 * Source: ISO/IEC 23008-12; AV1 Image File Format 1.1.
 */
export function inspectHeif(bytes: Uint8Array): FormatFacts | null {
  const reader = byteReader(bytes)
  const boxes = [...isoBoxes(bytes, 0, bytes.length)]
  const meta = boxes.find(({ type }) => type === 'meta')
  if (!meta) return null
  const { own, all } = heifProperties(bytes, meta, primaryItemId(bytes, meta))
  const property = (name: string) => own.find(({ type }) => type === name)
  const size = property('ispe')
  if (!size) return null
  const rotation = property('irot')
  const isOnItsSide = rotation !== undefined && (reader.u8(rotation.dataStart) & 1) === 1
  const [width, height] = [reader.u32(behindVersion(size)), reader.u32(behindVersion(size) + 4)]
  if (width === 0 || height === 0) return null

  const lastEnd = boxes.at(-1)?.end ?? 0
  const trailingBytes = Math.max(0, bytes.length - lastEnd)
  const hidden = new Set(hiddenInItems(bytes, meta))
  if (trailingBytes > 0 || boxes.some(({ type }) => !PICTURE_BOXES.includes(type))) hidden.add('other')
  return {
    widthPixels: isOnItsSide ? height : width,
    heightPixels: isOnItsSide ? width : height,
    orientation: 1,
    orientationTag: 'none',
    frames: framesOf(bytes),
    ...depthOf(bytes, property('pixi'), own.concat(all)),
    hasAlphaChannel: all.some((box) => isAlpha(bytes, box)),
    colorProfile: colorProfileOf(bytes, own),
    isProgressive: false,
    hidden: hiddenDataInOrder(hidden),
    isComplete: lastEnd <= bytes.length && boxes.some(({ type }) => type === 'mdat'),
    trailingBytes,
  }
}

function isAlpha(bytes: Uint8Array, box: IsoBox): boolean {
  if (box.type !== 'auxC') return false
  const reader = byteReader(bytes)
  return ALPHA_TYPES.some((type) => reader.letters(behindVersion(box), type.length) === type)
}

/** An animation is a track of samples beside the still picture. */
function framesOf(bytes: Uint8Array): number {
  let box: IsoBox = { type: '', dataStart: 0, end: bytes.length }
  for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz']) {
    const inner = findIsoBox(bytes, type, box.dataStart, box.end)
    if (!inner) return 1
    box = inner
  }
  // Behind the version: the size all samples share, or 0, and then how many there are.
  return Math.max(1, byteReader(bytes).u32(behindVersion(box) + 4))
}

/** Colours and their bits, told by `pixi`, or else by the settings of either decoder. */
function depthOf(
  bytes: Uint8Array,
  declared: IsoBox | undefined,
  properties: readonly IsoBox[],
): Pick<FormatFacts, 'components' | 'bitDepth'> {
  const reader = byteReader(bytes)
  if (declared) {
    const channels = reader.u8(behindVersion(declared))
    const bitDepth = reader.u8(behindVersion(declared) + 1)
    return { components: channels === 1 || channels === 3 ? channels : null, bitDepth: bitDepth || 8 }
  }
  const av1 = properties.find(({ type }) => type === 'av1C')
  if (av1) {
    const flags = reader.u8(av1.dataStart + 2)
    const isDeep = (flags & 0x40) !== 0
    return {
      components: (flags & 0x10) === 0 ? 3 : 1,
      bitDepth: isDeep ? ((flags & 0x20) === 0 ? 10 : 12) : 8,
    }
  }
  const hevc = properties.find(({ type }) => type === 'hvcC')
  return { components: null, bitDepth: hevc ? 8 + (reader.u8(hevc.dataStart + 17) & 0x7) : 8 }
}

/** Where a profile and numbers are both given, the profile counts. */
function colorProfileOf(bytes: Uint8Array, properties: readonly IsoBox[]): ColorProfile {
  const reader = byteReader(bytes)
  const colors = properties.filter(({ type }) => type === 'colr')
  const kindOf = ({ dataStart }: IsoBox) => reader.letters(dataStart, 4)
  const profile = colors.find((box) => kindOf(box) === 'prof' || kindOf(box) === 'rICC')
  if (profile) return colorProfileOfIcc(reader.part(profile.dataStart + 4, profile.end))
  const numbers = colors.find((box) => kindOf(box) === 'nclx')
  if (!numbers) return 'none'
  return colorProfileOfCodePoints(reader.u16(numbers.dataStart + 4), reader.u16(numbers.dataStart + 6))
}

/** Cameras write one item of Exif data and one of XMP. */
const MAX_DESCRIPTIONS = 16

function hiddenInItems(bytes: Uint8Array, meta: IsoBox): HiddenData[] {
  const descriptions = heifItems(bytes, meta).filter(({ type }) => type === 'Exif' || type === 'mime')
  return descriptions.slice(0, MAX_DESCRIPTIONS).flatMap(({ id, type, contentType }) => {
    const data = heifItemBytes(bytes, meta, id)
    // The first four bytes tell how far behind them the Exif data begins.
    if (type === 'Exif') return [...readExif(data.subarray(4 + byteReader(data).u32(0))).hidden]
    return contentType === 'application/rdf+xml' ? hiddenInXmp(data) : ['other']
  })
}
