import { z } from 'zod/mini'
import { err, ok, parseJson, type Result } from '../result'
import { TEXT_MAX_UNITS, wellFormed } from './bounded-text'
import type { ProfileValues } from './profile'
import {
  PICTURE_ENDINGS,
  PICTURE_TYPE_NAMES,
  PICTURE_TYPES,
  type PictureFacts,
  SLOTS,
  type Slot,
} from './slots'

/** A text in a file: one that is too long is refused, not cut. */
const FileTextSchema = z.pipe(z.string().check(z.maxLength(TEXT_MAX_UNITS)), z.transform(wellFormed))

/**
 * The texts and switches of a look: a whole profile, whichever server it was applied on. A text may be longer than any
 * server takes: drafts may, and a look keeps them as they are, up to the bound of all texts.
 */
const VALUES_OF_VERSION_1 = {
  name: FileTextSchema,
  bio: FileTextSchema,
  location: FileTextSchema,
  website: FileTextSchema,
  tileBackground: z.boolean(),
  showBackground: z.boolean(),
}

const LookValuesSchema = z.strictObject({
  ...VALUES_OF_VERSION_1,
  /** `#` and six hex digits; empty where it is not known, and then applying the look leaves the colour as it is. */
  linkColor: z.string().check(z.regex(/^(#[0-9A-F]{6})?$/)),
})

/** Before version 2 a look had no colour. */
const OldLookValuesSchema = z.pipe(
  z.strictObject(VALUES_OF_VERSION_1),
  z.transform((values): ProfileValues => ({ ...values, linkColor: '' })),
)

/** The largest file of looks that is read: it is held in memory whole. */
export const LOOK_ARCHIVE_MAX_BYTES = 100_000_000

/** The largest picture in a look. More than X takes in any slot, because other servers take more. */
export const LOOK_PICTURE_MAX_BYTES = 5_000_000

/** The longest name of a look, in UTF-16 units. */
export const LOOK_NAME_MAX_LENGTH = 80

/** A look with the bytes of its pictures, as it goes into a file and comes out of one. */
export interface LookContent {
  name: string
  /** ISO 8601. */
  madeAt: string
  values: ProfileValues
  /** Null where the look has no picture. */
  pictures: Record<Slot, LookPicture | null>
}

export interface LookPicture extends PictureFacts {
  bytes: Uint8Array<ArrayBuffer>
}

/** The entry that says what else is in the archive. Documented in docs/look-file.md. */
export const INDEX_NAME = 'plumage-looks.json'
const LOOK_FILE_FORMAT = 'plumage-looks'
const LOOK_FILE_VERSION = 2 as const

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

const FILE_LOOK = {
  folder: z.string().check(z.minLength(1), z.maxLength(100)),
  name: z.pipe(
    z.string().check(z.trim(), z.minLength(1), z.maxLength(LOOK_NAME_MAX_LENGTH)),
    z.transform(wellFormed),
  ),
  madeAt: z.iso.datetime(),
  pictures: z.strictObject({
    avatar: z.nullable(FilePictureSchema),
    banner: z.nullable(FilePictureSchema),
    background: z.nullable(FilePictureSchema),
  }),
}
const FileLookSchema = z.strictObject({ ...FILE_LOOK, values: LookValuesSchema })
const OldFileLookSchema = z.strictObject({ ...FILE_LOOK, values: OldLookValuesSchema })
export type FileLook = z.infer<typeof FileLookSchema>

const INDEX_HEAD = { format: z.literal(LOOK_FILE_FORMAT), exportedAt: z.iso.datetime() }
const sizeOfList = [z.minLength(1), z.maxLength(LOOK_FILE_MAX_LOOKS)] as const

const LookFileSchema = z.strictObject({
  ...INDEX_HEAD,
  version: z.literal(LOOK_FILE_VERSION),
  looks: z.array(FileLookSchema).check(...sizeOfList),
})
type LookFile = z.infer<typeof LookFileSchema>

/** The schema of an index by its version; every earlier one stays readable. */
const LOOK_FILE_SCHEMAS = {
  1: z.strictObject({
    ...INDEX_HEAD,
    version: z.pipe(
      z.literal(1),
      z.transform(() => LOOK_FILE_VERSION),
    ),
    looks: z.array(OldFileLookSchema).check(...sizeOfList),
  }),
  2: LookFileSchema,
} as const satisfies Record<number, z.ZodMiniType<LookFile>>

/** What says only whose file it is, and of which time. Read first, so that a newer file is called newer and not wrong. */
const LookFileHeadSchema = z.object({
  format: z.literal(LOOK_FILE_FORMAT),
  version: z.int().check(z.positive()),
})

/** The longest name an entry of an archive may have, in UTF-16 units. */
const ENTRY_NAME_MAX_LENGTH = 200

/** Characters that no file system we know of minds, in any language. */
const UNSAFE_CHARACTERS = /[\p{C}\\:*?"<>|]/u

/**
 * True when an entry's name stays inside the folder it is unpacked into, on every system: relative, with `/` between
 * its parts, none of them `.` or `..` or empty, without control and direction-changing characters.
 */
export function isSafeEntryName(name: string): boolean {
  if (name.length === 0 || name.length > ENTRY_NAME_MAX_LENGTH || UNSAFE_CHARACTERS.test(name)) return false
  const parts = name.endsWith('/') ? name.slice(0, -1).split('/') : name.split('/')
  return parts.every((part) => part !== '' && part !== '.' && part !== '..')
}

/** Windows keeps these names for devices, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/

/**
 * Folder names for looks, in their order: what is left of each name in plain letters and digits, and a number where two
 * would be the same.
 */
export function folderNames(lookNames: readonly string[]): string[] {
  const taken = new Set<string>()
  return lookNames.map((lookName) => {
    const plain = plainName(lookName)
    let folder = plain
    for (let number = 2; taken.has(folder); number++) folder = `${plain}-${number}`
    taken.add(folder)
    return folder
  })
}

/** A name in plain small letters, digits and dashes, for a file or a folder. */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return plain === '' || RESERVED.test(plain) ? `look${plain && `-${plain}`}` : plain
}

/** Names of the picture files in a look's folder, without their endings. */
export const PICTURE_FILE_NAMES: Record<Slot, string> = {
  avatar: 'profile-photo',
  banner: 'header-image',
  background: 'background-image',
}

const SLOT_WORDS: Record<Slot, string> = {
  avatar: 'Profile photo',
  banner: 'Header image',
  background: 'Background image',
}

/**
 * A look as a page to copy from, where a profile has to be changed by hand: each text on lines of its own, and which
 * file goes where. Lines end with `\r\n`, so that every editor shows them.
 */
export function lookAsText(look: LookContent): string {
  const { name, bio, location, website, tileBackground, showBackground, linkColor } = look.values
  const texts = { Name: name, Bio: bio, Location: location, Website: website }
  const lines = [look.name, '', 'To use it: open Plumage, go to Looks and choose “Import looks”.', '']
  for (const [label, text] of Object.entries(texts)) {
    lines.push(`${label}:`, ...(text === '' ? ['(empty)'] : text.split(/\r\n?|\n/)), '')
  }
  for (const slot of SLOTS) {
    const picture = look.pictures[slot]
    const where = picture
      ? `${PICTURE_FILE_NAMES[slot]}.${PICTURE_ENDINGS[picture.type]} (${PICTURE_TYPE_NAMES[picture.type]}, ${picture.widthPixels} × ${picture.heightPixels})`
      : 'none'
    lines.push(`${SLOT_WORDS[slot]}: ${where}`)
  }
  lines.push(
    `Tile background: ${onOrOff(tileBackground)}`,
    `Show background: ${onOrOff(showBackground)}`,
    `Link colour: ${linkColor || 'not known'}`,
    '',
  )
  return lines.join('\r\n')
}

const onOrOff = (isOn: boolean) => (isOn ? 'on' : 'off')

/** A look's name, with a number behind it where it is taken; never longer than a name may be. */
export function freeLookName(name: string, taken: readonly string[]): string {
  const isTaken = new Set(taken)
  let free = name
  for (let number = 2; isTaken.has(free); number++) {
    const suffix = ` (${number})`
    // Half a character may be left where the name is cut.
    const beginning = name.slice(0, LOOK_NAME_MAX_LENGTH - suffix.length).replace(/[\uD800-\uDBFF]$/, '')
    free = beginning + suffix
  }
  return free
}

/** Why the index of a look file cannot be followed. */
type IndexProblem =
  | { rule: 'no_look_file' }
  | { rule: 'newer_version'; version: number }
  /** `at` names the first place that is not as documented: `looks.0.values.bio`. */
  | { rule: 'wrong_index'; at: string }
  /** A text of a look is longer than texts are. */
  | { rule: 'text_too_long'; at: string }

/** Why an archive is not opened. */
export type ZipProblem = { rule: 'no_zip' } | { rule: 'unsafe_name'; name: string } | { rule: 'damaged' }

/** Why no look was taken from a file. */
export type LookArchiveProblem =
  | ZipProblem
  | IndexProblem
  | { rule: 'too_large'; bytes: number }
  /** All pictures together have more pixels than are decoded for one file. */
  | { rule: 'too_many_pixels' }
  /** The index names a file that is not there, or tells of it what is not so. */
  | { rule: 'picture_missing'; file: string }
  | { rule: 'no_picture'; file: string }
  | { rule: 'picture_too_large'; file: string; bytes: number }

/** Reads the index of a look file from its text, strictly: what the document does not name is refused. */
export function readIndex(text: string): Result<LookFile, IndexProblem> {
  const json = parseJson(text)
  const head = LookFileHeadSchema.safeParse(json)
  if (!head.success) return err({ rule: 'no_look_file' })
  if (head.data.version > LOOK_FILE_VERSION) {
    return err({ rule: 'newer_version', version: head.data.version })
  }
  const parsed = LOOK_FILE_SCHEMAS[head.data.version === 1 ? 1 : LOOK_FILE_VERSION].safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const at = issue?.path.join('.') ?? ''
    const isText = issue?.code === 'too_big' && issue.path[2] === 'values'
    return err({ rule: isText ? 'text_too_long' : 'wrong_index', at })
  }
  const folders = new Set(parsed.data.looks.map(({ folder }) => folder))
  return folders.size === parsed.data.looks.length
    ? ok(parsed.data)
    : err({ rule: 'wrong_index', at: 'looks' })
}

/** An entry of the archive: its name, and what stands in it. */
export interface FileEntry {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * Everything a look file holds, in its order: the index, then for each look its texts and its pictures.
 * `exportedAt` is ISO 8601.
 */
export function writeLookFile(looks: readonly LookContent[], exportedAt: string): FileEntry[] {
  const folders = folderNames(looks.map(({ name }) => name))
  const index: LookFile = {
    format: LOOK_FILE_FORMAT,
    version: LOOK_FILE_VERSION,
    exportedAt,
    looks: [],
  }
  const entries: FileEntry[] = []
  looks.forEach((look, at) => {
    const folder = folders[at] ?? ''
    const pictures: Record<Slot, FilePicture | null> = {
      avatar: null,
      banner: null,
      background: null,
    }
    entries.push({ name: `${folder}/profile.txt`, bytes: encode(lookAsText(look)) })
    for (const slot of SLOTS) {
      const picture = look.pictures[slot]
      if (!picture) continue
      const { bytes, ...facts } = picture
      const file = `${PICTURE_FILE_NAMES[slot]}.${PICTURE_ENDINGS[picture.type]}`
      pictures[slot] = { file, ...facts, bytes: bytes.byteLength }
      entries.push({ name: `${folder}/${file}`, bytes })
    }
    index.looks.push({ folder, name: look.name, madeAt: look.madeAt, values: look.values, pictures })
  })
  return [{ name: INDEX_NAME, bytes: encode(`${JSON.stringify(index, null, 2)}\n`) }, ...entries]
}

const encode = (text: string) => new TextEncoder().encode(text)
