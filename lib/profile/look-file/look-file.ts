import { z } from 'zod/mini'
import { TEXT_MAX_UNITS, wellFormed } from '../bounded-text'
import { PICTURE_TYPES, type PictureType, type Slot } from '../slots'

/** A text in a file: one that is too long is refused, not cut. */
const FileTextSchema = z.pipe(z.string().check(z.maxLength(TEXT_MAX_UNITS)), z.transform(wellFormed))

/**
 * The texts and switches of a look: a whole profile, whichever server it was worn on. A text may be longer than any
 * server takes: drafts may, and a look keeps them as they are, up to the bound of all texts.
 */
const LookValuesSchema = z.strictObject({
  name: FileTextSchema,
  bio: FileTextSchema,
  location: FileTextSchema,
  website: FileTextSchema,
  tileBackground: z.boolean(),
  showBackground: z.boolean(),
})
export type LookValues = z.infer<typeof LookValuesSchema>

/** The largest file of looks that is read: it is held in memory whole. */
export const LOOK_ARCHIVE_MAX_BYTES = 100_000_000

/** The longest name of a look, in UTF-16 units. */
export const LOOK_NAME_MAX_LENGTH = 80

/** A look with the bytes of its pictures, as it goes into a file and comes out of one. */
export interface LookContent {
  name: string
  /** ISO 8601. */
  madeAt: string
  values: LookValues
  /** Null where the look has no picture. */
  pictures: Record<Slot, LookPicture | null>
}

export interface LookPicture {
  bytes: Uint8Array<ArrayBuffer>
  type: PictureType
  widthPixels: number
  heightPixels: number
}

/** The entry that says what else is in the archive. Documented in docs/look-file.md. */
export const INDEX_NAME = 'plumage-looks.json'
export const LOOK_FILE_FORMAT = 'plumage-looks'
export const LOOK_FILE_VERSION = 1

/** More looks than this are not taken from one file. */
const LOOK_FILE_MAX_LOOKS = 200

/**
 * The sum of the pixels of all pictures in one file. Each has to be decoded for its small copy, and a few thousand bytes
 * may hold a hundred million pixels. 200 looks with a photo and a header in X's sizes are two thirds of it.
 */
export const LOOK_FILE_MAX_PIXELS = 300_000_000

/** The longest side of a picture in a look, in pixels: more than a server shows, and little enough for every device. */
const LOOK_PICTURE_MAX_SIDE_PIXELS = 8192

const SidePixelsSchema = z.int().check(z.positive(), z.maximum(LOOK_PICTURE_MAX_SIDE_PIXELS))

const FilePictureSchema = z.strictObject({
  file: z.string().check(z.maxLength(100)),
  type: z.enum(PICTURE_TYPES),
  widthPixels: SidePixelsSchema,
  heightPixels: SidePixelsSchema,
  bytes: z.int().check(z.positive()),
})
export type FilePicture = z.infer<typeof FilePictureSchema>

const FileLookSchema = z.strictObject({
  folder: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z.pipe(
    z.string().check(z.trim(), z.minLength(1), z.maxLength(LOOK_NAME_MAX_LENGTH)),
    z.transform(wellFormed),
  ),
  madeAt: z.iso.datetime(),
  values: LookValuesSchema,
  pictures: z.strictObject({
    avatar: z.nullable(FilePictureSchema),
    banner: z.nullable(FilePictureSchema),
    background: z.nullable(FilePictureSchema),
  }),
})
export type FileLook = z.infer<typeof FileLookSchema>

export const LookFileSchema = z.strictObject({
  format: z.literal(LOOK_FILE_FORMAT),
  version: z.literal(LOOK_FILE_VERSION),
  exportedAt: z.iso.datetime(),
  looks: z.array(FileLookSchema).check(z.minLength(1), z.maxLength(LOOK_FILE_MAX_LOOKS)),
})
export type LookFile = z.infer<typeof LookFileSchema>

/** What says only whose file it is, and of which time. Read first, so that a newer file is called newer and not wrong. */
export const LookFileHeadSchema = z.object({
  format: z.literal(LOOK_FILE_FORMAT),
  version: z.int().check(z.positive()),
})
