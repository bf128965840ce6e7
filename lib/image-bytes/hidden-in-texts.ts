import type { HiddenData } from '../profile/chosen-picture'
import { byteReader, lettersOf } from './byte-reader'

/** More of a text is not looked at; what lies further back is removed all the same, only not named. */
const MAX_SEARCHED_BYTES = 262_144

/** Names of XMP properties by what they tell. Source: XMP 2014 parts 1 and 2; IPTC Photo Metadata 2023. */
const XMP_PROPERTIES: readonly [HiddenData, RegExp][] = [
  ['place', /GPSL(?:at|ong)itude|LocationCreated|LocationShown|photoshop:(?:City|State|Country)|:Location\b/],
  ['time', /Create(?:d|Date)|ModifyDate|MetadataDate|DateTime(?:Original|Digitized)/],
  ['device', /tiff:(?:Make|Model)|CreatorTool|SerialNumber|aux:Lens|LensModel|softwareAgent/],
  [
    'person',
    /dc:creator|dc:rights|OwnerName|photoshop:(?:AuthorsPosition|Credit)|PersonInImage|xmpRights:Owner/,
  ],
]

/** What an XMP packet tells, by the names of its properties; `other` when none of them is known. */
export function hiddenInXmp(packet: Uint8Array): HiddenData[] {
  const text = lettersOf(packet.subarray(0, MAX_SEARCHED_BYTES))
  const found = XMP_PROPERTIES.filter(([, names]) => names.test(text)).map(([kind]) => kind)
  return found.length > 0 ? found : ['other']
}

/** Datasets of IPTC's record 2 by what they tell. Source: IPTC-NAA Information Interchange Model 4.2. */
const IPTC_DATASETS = new Map<number, HiddenData>([
  ...([26, 27, 90, 92, 95, 100, 101] as const).map((set) => [set, 'place'] as const),
  ...([55, 60, 62, 63] as const).map((set) => [set, 'time'] as const),
  ...([65, 70] as const).map((set) => [set, 'device'] as const),
  ...([80, 85, 110, 115, 116, 118, 122] as const).map((set) => [set, 'person'] as const),
])

const IPTC_TAG_MARKER = 0x1c
const IPTC_APPLICATION_RECORD = 2

/** What the IPTC datasets in a Photoshop segment tell; `other` for a caption or for whatever is not known. */
export function hiddenInPhotoshopSegment(segment: Uint8Array): HiddenData[] {
  const reader = byteReader(segment.subarray(0, MAX_SEARCHED_BYTES))
  const found = new Set<HiddenData>()
  // The datasets lie inside Photoshop's resources. They are found by their own marker, which needs no trust in
  // the lengths around them.
  for (let at = 0; at + 5 <= reader.length; at += 1) {
    if (reader.u8(at) !== IPTC_TAG_MARKER || reader.u8(at + 1) !== IPTC_APPLICATION_RECORD) continue
    const dataset = reader.u8(at + 2)
    if (dataset !== 0) found.add(IPTC_DATASETS.get(dataset) ?? 'other')
  }
  return found.size > 0 ? [...found] : ['other']
}

/** Keywords of PNG's text chunks by what they tell. Source: PNG 3rd edition, 11.3.3; ImageMagick's dates. */
const TEXT_KEYWORDS: readonly [HiddenData, RegExp][] = [
  ['time', /^(?:creation time|date:|exif:datetime|create-date|modify-date)/i],
  ['device', /^(?:software|source|exif:(?:make|model|software))$/i],
  ['person', /^(?:author|copyright|artist)$/i],
  ['place', /^(?:exif:gps|location|gps)/i],
]

/** What a text chunk of a PNG tells, by its keyword. */
export function hiddenInPngText(keyword: string): HiddenData {
  return TEXT_KEYWORDS.find(([, pattern]) => pattern.test(keyword))?.[0] ?? 'other'
}
