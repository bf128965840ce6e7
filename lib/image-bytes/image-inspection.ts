import type { HiddenData } from '../profile/chosen-picture'

export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'heic' | 'avif' | 'bmp' | 'ico'

/** How the eight ways to hold a camera are numbered. Source: Exif 2.32, tag 0x0112; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** `none`: the file names no colours, which everyone reads as sRGB. */
export type ColorProfile = 'srgb' | 'other' | 'none'

/** What the bytes of a picture tell without being decoded. */
export interface ImageInspection {
  format: ImageFormat
  /** As people call it: `JPEG`, `HEIC`. */
  typeName: string
  /** As stored, before `orientation` is followed. Of HEIC and AVIF as decoders hand them out. */
  widthPixels: number
  heightPixels: number
  /** Always 1 where decoders turn the picture themselves without being asked: HEIC, AVIF. */
  orientation: Orientation
  /**
   * What the file says of its orientation: nothing; in the one form and place that every decoder follows; or in another,
   * which some follow and some do not, so that only a decoder can tell.
   */
  orientationTag: 'none' | 'plain' | 'unusual'
  /** More than 1: an animation, or a burst. As the file declares it, where it declares it. */
  frames: number
  /** Colours a pixel, without alpha: 1 grey, 3 red, green and blue, 4 CMYK. Null when it is not told. */
  components: 1 | 3 | 4 | null
  /** Bits of each colour of a pixel; 8 for palettes, whose colours have 8. */
  bitDepth: number
  /** True when pixels can be see-through, whether or not any is. */
  hasAlphaChannel: boolean
  colorProfile: ColorProfile
  /** A progressive JPEG, an interlaced PNG or GIF. */
  isProgressive: boolean
  /** What else the file tells, each once. */
  hidden: HiddenData[]
  /** False when the file ends before its picture does. */
  isComplete: boolean
  /** Bytes behind the place where the picture ends. */
  trailingBytes: number
}

/** What a reader of one format finds out, or null when the file ends or breaks before its picture begins. */
export type FormatFacts = Omit<ImageInspection, 'format' | 'typeName'>

/** What holds of a still picture in colours of one byte each that tells nothing besides. */
export const PLAIN_FACTS = {
  orientation: 1,
  orientationTag: 'none',
  frames: 1,
  components: 3,
  bitDepth: 8,
  hasAlphaChannel: false,
  colorProfile: 'none',
  isProgressive: false,
  hidden: [],
  trailingBytes: 0,
} satisfies Partial<FormatFacts>

const HIDDEN_DATA_ORDER: readonly HiddenData[] = ['place', 'time', 'device', 'person', 'other']

/** Each kind once, the gravest first. */
export function hiddenDataInOrder(found: Iterable<HiddenData>): HiddenData[] {
  const kinds = new Set(found)
  return HIDDEN_DATA_ORDER.filter((kind) => kinds.has(kind))
}
