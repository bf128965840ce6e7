import { bigEndian, join } from './bytes'
import { hevcPicture, PROFILE_AND_LEVEL, paddedToBlocks } from './hevc-intra-pcm'

const PICTURE_ITEM = 1
const EXIF_ITEM = 2

const box = (type: string, ...content: (Buffer | string)[]) => {
  const data = join(...content)
  return join(bigEndian(data.length + 8, 4), type, data)
}
const fullBox = (type: string, version: number, ...content: (Buffer | string)[]) =>
  box(type, bigEndian(version * 0x1000000, 4), ...content)

/** How a HEIC is written. */
interface HeicOptions {
  /** Exif data, from its byte order mark on. */
  exif?: Buffer
  /** How often a viewer turns the picture by 90 degrees, against the clock. */
  quarterTurns?: 0 | 1 | 2 | 3
}

/**
 * A HEIC of three bytes a pixel of sRGB. Sides must be even.
 * Source: ISO/IEC 23008-12 and 14496-12; ISO/IEC 14496-15, 8.3.3 for the decoder's settings.
 */
export function heicOf(
  pixels: Buffer,
  widthPixels: number,
  heightPixels: number,
  { exif, quarterTurns = 0 }: HeicOptions = {},
): Buffer {
  const { parameterSets, slice } = hevcPicture(
    widthPixels,
    heightPixels,
    planesOf(pixels, widthPixels, heightPixels),
  )
  const picture = join(bigEndian(slice.length, 4), slice)
  const exifItem = exif ? join(bigEndian(0, 4), exif) : null

  const arrays = parameterSets.map(({ type, nal }) =>
    join(Buffer.of(0x80 | type), bigEndian(1, 2), bigEndian(nal.length, 2), nal),
  )
  // Version 1; profile and level; no parallelism told; 4:2:0 of 8 bits; no frame rate; four bytes a length.
  const settings = join(
    Buffer.of(1),
    PROFILE_AND_LEVEL,
    Buffer.of(0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, arrays.length),
    ...arrays,
  )
  const properties = [
    box('hvcC', settings),
    fullBox('ispe', 0, bigEndian(widthPixels, 4), bigEndian(heightPixels, 4)),
    box('colr', 'nclx', Buffer.of(0, 1, 0, 13, 0, 6, 0x80)),
    fullBox('pixi', 0, Buffer.of(3, 8, 8, 8)),
    ...(quarterTurns > 0 ? [box('irot', Buffer.of(quarterTurns))] : []),
  ]
  const item = (id: number, type: string) => fullBox('infe', 2, bigEndian(id, 2), bigEndian(0, 2), type, '\0')
  const items = [item(PICTURE_ITEM, 'hvc1'), ...(exifItem ? [item(EXIF_ITEM, 'Exif')] : [])]
  const file = box('ftyp', 'heic', bigEndian(0, 4), 'mif1heic')
  const meta = (picturePlace: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, bigEndian(0, 4), 'pict', Buffer.alloc(12), '\0'),
      fullBox('pitm', 0, bigEndian(PICTURE_ITEM, 2)),
      fullBox('iinf', 0, bigEndian(items.length, 2), ...items),
      ...(exifItem
        ? [
            fullBox(
              'iref',
              0,
              box('cdsc', bigEndian(EXIF_ITEM, 2), bigEndian(1, 2), bigEndian(PICTURE_ITEM, 2)),
            ),
          ]
        : []),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          bigEndian(1, 4),
          bigEndian(PICTURE_ITEM, 2),
          // Counted from 1; the highest bit is for what a viewer must understand.
          Buffer.of(
            properties.length,
            ...properties.map((_, index) => (index === 0 || index === 4 ? 0x80 : 0) | (index + 1)),
          ),
        ),
      ),
      fullBox(
        'iloc',
        0,
        Buffer.of(0x44, 0),
        bigEndian(items.length, 2),
        placeOf(PICTURE_ITEM, picturePlace, picture.length),
        ...(exifItem ? [placeOf(EXIF_ITEM, picturePlace + picture.length, exifItem.length)] : []),
      ),
    )
  const mediaHeaderBytes = 8
  const picturePlace = file.length + meta(0).length + mediaHeaderBytes
  return join(file, meta(picturePlace), box('mdat', picture, exifItem ?? ''))
}

const placeOf = (id: number, offset: number, length: number) =>
  join(bigEndian(id, 2), bigEndian(0, 2), bigEndian(1, 2), bigEndian(offset, 4), bigEndian(length, 4))

/** Brightness, and colours at half the size, by BT.601 in full range. Edges are repeated up to whole blocks. */
function planesOf(pixels: Buffer, widthPixels: number, heightPixels: number): [Buffer, Buffer, Buffer] {
  const [width, height] = [paddedToBlocks(widthPixels), paddedToBlocks(heightPixels)]
  const color = (column: number, row: number) => {
    const at = (Math.min(row, heightPixels - 1) * widthPixels + Math.min(column, widthPixels - 1)) * 3
    return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0] as const
  }
  const fill = (scale: 1 | 2, value: (red: number, green: number, blue: number) => number) => {
    const plane = Buffer.alloc((width / scale) * (height / scale))
    for (let at = 0; at < plane.length; at += 1) {
      const [column, row] = [(at % (width / scale)) * scale, Math.floor(at / (width / scale)) * scale]
      plane[at] = Math.min(255, Math.max(0, Math.round(value(...color(column, row)))))
    }
    return plane
  }
  return [
    fill(1, (red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue),
    fill(2, (red, green, blue) => 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue),
    fill(2, (red, green, blue) => 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue),
  ]
}
