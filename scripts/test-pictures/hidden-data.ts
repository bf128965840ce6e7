import { bigEndian, join, jpegSegment, pngChunk, withChunks, withSegments } from './byte-parts'
import { CAMERA_QUALITY, type MakePicture, photo } from './photos'

/** Invented words, so that a test can look for them wherever a picture arrives. */
export const PLANTED = {
  camera: 'Featherlens Nine',
  artist: 'Imogen Quillfeather',
  date: '2019:07:14 09:26:53',
  place: 'Upper Wrenbury',
  caption: 'A caption nobody should read',
}

/** A field of a TIFF directory. */
type Field = [tag: number, type: 'ascii' | 'long' | 'rational', values: string | readonly number[]]

const FIELD_TYPES = { ascii: 2, long: 4, rational: 5 } as const
const EXIF_DIRECTORY = 0x8769
const GPS_DIRECTORY = 0x8825

/** One directory at a place in the file, with the values that do not fit into it behind it. */
function directory(place: number, fields: readonly Field[]): Buffer {
  const entries: Buffer[] = []
  const values: Buffer[] = []
  let valuePlace = place + 2 + fields.length * 12 + 4
  for (const [tag, type, value] of fields) {
    const content =
      typeof value === 'string' ? join(value, '\0') : join(...value.map((number) => bigEndian(number, 4)))
    const count = type === 'ascii' ? content.length : content.length / (type === 'long' ? 4 : 8)
    const head = join(bigEndian(tag, 2), bigEndian(FIELD_TYPES[type], 2), bigEndian(count, 4))
    if (content.length <= 4) {
      entries.push(join(head, content, Buffer.alloc(4 - content.length)))
    } else {
      entries.push(join(head, bigEndian(valuePlace, 4)))
      const padded = join(content, Buffer.alloc(content.length % 2))
      values.push(padded)
      valuePlace += padded.length
    }
  }
  return join(bigEndian(fields.length, 2), ...entries, bigEndian(0, 4), ...values)
}

const GPS_FIELDS: Field[] = [
  [1, 'ascii', 'N'],
  [2, 'rational', [12, 1, 34, 1, 56, 1]],
  [3, 'ascii', 'E'],
  [4, 'rational', [98, 1, 7, 1, 6, 1]],
  [28, 'ascii', PLANTED.place],
]
const EXIF_FIELDS: Field[] = [[0x9003, 'ascii', PLANTED.date]]
const mainFields = (exifPlace: number, gpsPlace: number): Field[] => [
  [0x010f, 'ascii', PLANTED.camera],
  [0x0132, 'ascii', PLANTED.date],
  [0x013b, 'ascii', PLANTED.artist],
  [EXIF_DIRECTORY, 'long', [exifPlace]],
  [GPS_DIRECTORY, 'long', [gpsPlace]],
]

/** Exif data as a camera writes them: device, person, time and place. Source: Exif 2.32, 4.6. */
export const EXIF = (() => {
  const exifPlace = 8 + directory(8, mainFields(0, 0)).length
  const exif = directory(exifPlace, EXIF_FIELDS)
  const gpsPlace = exifPlace + exif.length
  const main = directory(8, mainFields(exifPlace, gpsPlace))
  return join('MM\0*', bigEndian(8, 4), main, exif, directory(gpsPlace, GPS_FIELDS))
})()

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${PLANTED.place}" photoshop:Headline="${PLANTED.caption}"/></rdf:RDF></x:xmpmeta>`

/** A dataset of IPTC's application record. */
const iptc = (dataset: number, text: string) => join(Buffer.of(0x1c, 2, dataset, 0, text.length), text)

function photoshopSegment(): Buffer {
  const datasets = join(iptc(80, PLANTED.artist), iptc(90, PLANTED.place), iptc(120, PLANTED.caption))
  const padded = join(datasets, Buffer.alloc(datasets.length % 2))
  return jpegSegment(0xed, 'Photoshop 3.0\0', '8BIM\x04\x04\0\0', bigEndian(datasets.length, 4), padded)
}

const withEverything = (jpeg: Buffer) =>
  withSegments(
    jpeg,
    jpegSegment(0xe1, 'Exif\0\0', EXIF),
    jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', XMP),
    photoshopSegment(),
    jpegSegment(0xfe, PLANTED.caption),
  )

const FILM = join(
  bigEndian(24, 4),
  'ftypmp42',
  bigEndian(0, 4),
  'mp42isom',
  bigEndian(64, 4),
  'mdat',
  PLANTED.place,
)

/** Pictures that tell more than they show. Those that fit a slot need nothing but their secrets cut out. */
export const PICTURES_WITH_HIDDEN_DATA: Record<string, MakePicture> = {
  'hidden-data.jpg': async () =>
    withEverything(await photo('city', 1600, 1200).jpeg({ quality: CAMERA_QUALITY }).toBuffer()),
  'hidden-data-square.jpg': async () =>
    withEverything(await photo('portrait', 400, 400).jpeg({ quality: CAMERA_QUALITY }).toBuffer()),
  'hidden-data.png': async () =>
    withChunks(
      await photo('lights', 400, 400).png().toBuffer(),
      pngChunk('tEXt', `Author\0${PLANTED.artist}`),
      pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${XMP}`),
      pngChunk('eXIf', EXIF),
    ),
  'motion-photo.jpg': async () => join(await photo('water', 400, 400).jpeg().toBuffer(), FILM),
  'cropped-in-place.png': async () => {
    const former = await photo('clouds', 600, 600).png().toBuffer()
    const cropped = await photo('clouds', 400, 400).png().toBuffer()
    return join(cropped, former.subarray(cropped.length))
  },
}
