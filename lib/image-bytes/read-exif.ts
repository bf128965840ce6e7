import type { HiddenData } from '../profile/chosen-picture'
import { type ByteReader, byteReader } from './byte-reader'
import type { Orientation } from './image-inspection'

interface ExifFacts {
  orientation: Orientation
  /** How many fields name an orientation, in whatever form. */
  orientationFields: number
  /** True when each of them is one 16-bit number from 1 to 8. */
  hasPlainOrientation: boolean
  hidden: Set<HiddenData>
}

/** No camera writes more fields into one directory; a file that claims more is not believed. */
const MAX_FIELDS = 1000
/** IFD0, IFD1, Exif, GPS and interoperability are five. */
const MAX_DIRECTORIES = 8

const ORIENTATION = 0x0112
/** The type of a field of 16-bit numbers. Source: TIFF 6.0, section 2. */
const SHORT = 3
const EXIF_DIRECTORY = 0x8769
const GPS_DIRECTORY = 0x8825
const INTEROPERABILITY_DIRECTORY = 0xa005

/** How the picture is drawn and what says so; of no person, place or device. Source: Exif 2.32, 4.6. */
const TECHNICAL_TAGS = new Set([
  ...[0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, ORIENTATION, 0x0115, 0x0116, 0x0117, 0x011a, 0x011b],
  ...[0x011c, 0x0128, 0x012d, 0x013e, 0x013f, 0x0211, 0x0212, 0x0213, 0x0214],
  ...[EXIF_DIRECTORY, GPS_DIRECTORY, INTEROPERABILITY_DIRECTORY],
  ...[0x9000, 0x9101, 0xa000, 0xa001, 0xa002, 0xa003, 0xa500],
])

/** Tags of IFD0, IFD1 and the Exif directory. Source: Exif 2.32, 4.6.4 to 4.6.5; XPAuthor: Windows. */
const TAG_MEANINGS = new Map<number, HiddenData>([
  ...named('time', [0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292]),
  ...named('device', [0x010f, 0x0110, 0x0131, 0x013c, 0x927c]),
  ...named('device', [0xa420, 0xa431, 0xa432, 0xa433, 0xa434, 0xa435]),
  ...named('person', [0x013b, 0x8298, 0x9c9d, 0xa430]),
])

/** The GPS directory: 0 is its version, 7 and 29 are the satellites' time and date. Source: Exif 2.32, 4.6.6. */
const GPS_VERSION = 0
const GPS_TIMES = new Set([7, 29])

function named(kind: HiddenData, tags: readonly number[]): [number, HiddenData][] {
  return tags.map((tag) => [tag, kind])
}

/**
 * Reads Exif data, which is a TIFF file: how the picture was held, and what it tells about a person.
 * Broken offsets, loops and endless directories end the reading; what was found until then counts.
 */
export function readExif(bytes: Uint8Array): ExifFacts {
  const facts: ExifFacts = {
    orientation: 1,
    orientationFields: 0,
    hasPlainOrientation: true,
    hidden: new Set(),
  }
  const reader = byteReader(bytes)
  const byteOrder = reader.letters(0, 2)
  if (byteOrder !== 'II' && byteOrder !== 'MM') return facts
  const isLittleEndian = byteOrder === 'II'
  if (reader.u16(2, isLittleEndian) !== 42) return facts

  const visited = new Set<number>()
  const waiting: Directory[] = [{ offset: reader.u32(4, isLittleEndian), kind: 'main' }]
  for (let next = waiting.pop(); next && visited.size < MAX_DIRECTORIES; next = waiting.pop()) {
    if (visited.has(next.offset)) continue
    visited.add(next.offset)
    waiting.push(...readDirectory(reader, isLittleEndian, next, facts))
  }
  return facts
}

interface Directory {
  offset: number
  /** `main` leads to the others; the thumbnail's says how a copy of the picture is stored. */
  kind: 'main' | 'thumbnail' | 'exif' | 'gps'
}

/** Notes the fields of one directory, and gives the directories it points to. */
function readDirectory(
  reader: ByteReader,
  isLittleEndian: boolean,
  { offset, kind }: Directory,
  facts: ExifFacts,
): Directory[] {
  const found: Directory[] = []
  if (offset < 8 || offset + 2 > reader.length) return found
  const declared = reader.u16(offset, isLittleEndian)
  const present = Math.floor((reader.length - offset - 2) / 12)
  const fields = Math.min(declared, present, MAX_FIELDS)
  for (let index = 0; index < fields; index += 1) {
    const at = offset + 2 + index * 12
    const tag = reader.u16(at, isLittleEndian)
    if (tag === EXIF_DIRECTORY) found.push({ offset: reader.u32(at + 8, isLittleEndian), kind: 'exif' })
    if (tag === GPS_DIRECTORY) found.push({ offset: reader.u32(at + 8, isLittleEndian), kind: 'gps' })
    if (tag === ORIENTATION && kind === 'main') {
      facts.orientationFields += 1
      // Browsers follow one number of 16 bits and nothing else, whatever the number would be.
      const isOneShort =
        reader.u16(at + 2, isLittleEndian) === SHORT && reader.u32(at + 4, isLittleEndian) === 1
      const value = isOneShort ? reader.u16(at + 8, isLittleEndian) : 0
      const orientation = asOrientation(value)
      facts.orientation = orientation ?? facts.orientation
      facts.hasPlainOrientation &&= orientation !== null
    }
    const meaning = meaningOf(tag, kind)
    if (meaning) facts.hidden.add(meaning)
  }
  if (kind === 'main') {
    // The directory behind the first one describes a small copy, which may show what was cut from the picture.
    const behind = reader.u32(offset + 2 + declared * 12, isLittleEndian)
    if (behind !== 0) {
      facts.hidden.add('other')
      found.push({ offset: behind, kind: 'thumbnail' })
    }
  }
  return found
}

function meaningOf(tag: number, kind: Directory['kind']): HiddenData | null {
  if (kind === 'gps') {
    if (tag === GPS_VERSION) return null
    return GPS_TIMES.has(tag) ? 'time' : 'place'
  }
  if (TECHNICAL_TAGS.has(tag)) return null
  return TAG_MEANINGS.get(tag) ?? 'other'
}

function asOrientation(value: number): Orientation | null {
  const known: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8]
  return known.find((orientation) => orientation === value) ?? null
}
