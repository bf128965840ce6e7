import {
  type ChosenPicture,
  type HiddenData,
  MAX_FILE_BYTES,
  type PictureNote,
  type PictureProblem,
  type PreparingProgress,
  type VisibilityNote,
} from '@/lib/profile/chosen-picture'
import { PICTURE_TYPE_NAMES, type PictureFacts, SLOT_TARGETS, type Slot } from '@/lib/profile/slots'
import { countOf, FIELD_LABELS, listOf } from './fields'

/** What a slot's picture is called in the middle of a sentence. */
const SLOT_WORDS: Record<Slot, string> = {
  avatar: FIELD_LABELS.avatar.toLowerCase(),
  banner: FIELD_LABELS.banner.toLowerCase(),
  background: FIELD_LABELS.background.toLowerCase(),
}

const TAKEN_TYPES = 'PNG, JPEG, GIF, WebP, AVIF or HEIC'

/** A sentence or two for a file that cannot be used, by its name: what is wrong, and what to do. */
export function wordsForPictureProblem(fileName: string, slot: Slot, problem: PictureProblem): string {
  switch (problem.rule) {
    case 'several_files':
      return `That’s ${problem.count} files. Choose one picture.`
    case 'unreadable':
      return `${fileName} can’t be read. Choose it again, or another file.`
    case 'empty':
      return `${fileName} is empty. Choose another file, or download it again.`
    case 'not_a_picture':
      return wordsForOtherType(fileName, problem.typeName)
    case 'unsupported_picture':
      return `${fileName} is ${articleFor(problem.typeName)} ${problem.typeName} file, which browsers can’t open. Export it as a JPEG and choose that.`
    case 'damaged':
      return `${fileName} can’t be opened. It seems to be cut off or damaged. Open it on your device, save it again, and choose the new file.`
    case 'too_heavy':
      return `${fileName} is ${sizeAboveInWords(problem.bytes, MAX_FILE_BYTES)}. The maximum is 30 MB. Save it as JPEG or make it smaller, then choose it again.`
    case 'too_many_pixels':
      return `${fileName} is very large (${Math.round(problem.megapixels)} megapixels). The maximum is 100. Make it smaller on your device, for example 4000 pixels wide, then choose it again.`
    case 'too_long':
      return `${fileName} is ${problem.sidePixels} pixels long. The maximum is 16384. Crop it on your device, then choose it again.`
    case 'too_small':
      return `${fileName} is only ${problem.widthPixels} × ${problem.heightPixels}. Choose one of at least 24 × 24.`
    case 'no_decoder':
      return `This browser can’t open ${problem.typeName} pictures. Save yours as JPEG (on an iPhone: share it as “Most Compatible”) and choose that.`
    case 'cannot_fit':
      return `${fileName} has too much fine detail to fit into ${sizeInWords(problem.maxBytes)}. Choose a simpler picture, or crop a smaller part.`
    case 'canvas_protected': {
      const { widthPixels, heightPixels, maxBytes } = SLOT_TARGETS[slot]
      const size =
        slot === 'background' ? `at most ${widthPixels} pixels wide` : `${widthPixels} × ${heightPixels}`
      return `Your browser’s privacy protection changes pictures edited here, so we stopped before yours was damaged. Allow “canvas” for this site (the icon in the address bar) and choose the picture again. Or choose one that is already ${size} and under ${sizeInWords(maxBytes)}: it needs no editing.`
    }
    case 'took_too_long':
      return `Preparing ${fileName} took too long, so we stopped. Close other tabs, or choose a smaller picture.`
    case 'no_worker':
      return `The browser couldn’t start the picture tools, so ${fileName} wasn’t opened. Choose it again, or reload the page. Your edits are kept.`
    case 'out_of_memory':
      return `This device ran out of memory while opening ${fileName}. Close other tabs or choose a smaller picture. Your text and other pictures are kept.`
  }
}

function wordsForOtherType(fileName: string, typeName: string | null): string {
  if (typeName === 'SVG') {
    return `${fileName} is an SVG drawing, which profiles can’t show. Export it as PNG, 400 × 400 or larger.`
  }
  const what = typeName ? `is ${articleFor(typeName)} ${typeName}, not a picture` : 'is not a picture'
  return `${fileName} ${what}. Choose a ${TAKEN_TYPES} file.`
}

/** "an MP4 video", "a PDF": by how the name is said. */
const articleFor = (name: string) => (/^(?:[aeio]|[AEFHILMNORSX](?=[A-Z]))/.test(name) ? 'an' : 'a')

/** How the line under a prepared picture begins. */
export const preparedTitle = ({ isUntouched }: ChosenPicture) =>
  isUntouched ? 'Fits as it is:' : 'Prepared:'

/**
 * The line under a prepared picture, after its title: `HEIC, 4032 × 3024, 2.9 MB → JPEG, 2048 × 1536, 712 kB of
 * 790 kB; place and time removed`.
 */
export function preparationInWords(slot: Slot, picture: ChosenPicture): string {
  const { file, source, isUntouched, removed } = picture
  const result = pictureInWords(picture, file.size)
  const hidden = removed.length > 0 ? `; ${hiddenInWords(removed)} removed` : ''
  if (isUntouched) return `${result}${hidden}`
  const { typeName, widthPixels, heightPixels } = source
  const from = `${typeName}, ${widthPixels} × ${heightPixels}, ${sizeInWords(source.file.size)}`
  return `${from} → ${result} of ${sizeInWords(SLOT_TARGETS[slot].maxBytes)}${hidden}`
}

const HIDDEN_WORDS: Record<HiddenData, string> = {
  place: 'location',
  time: 'time',
  device: 'device',
  person: 'author',
  other: 'other hidden data',
}

const HIDDEN_ORDER: HiddenData[] = ['place', 'time', 'device', 'person', 'other']

/** What was found hidden in a file, in a row: "place, time and device". */
export function hiddenInWords(hidden: HiddenData[]): string {
  return listOf(HIDDEN_ORDER.filter((one) => hidden.includes(one)).map((one) => HIDDEN_WORDS[one]))
}

const FIRST_FRAME = 'Only the first frame is used. Profiles don’t play animations.'

/** What a person should know of a file before it is prepared: what it tells besides its picture, and whether it moves. */
export function wordsForFinds({
  hidden,
  isAnimated,
}: {
  hidden: HiddenData[]
  isAnimated: boolean
}): string[] {
  const found =
    hidden.length > 0 && `This file also contains ${hiddenInWords(hidden)}. We remove that before sending.`
  return [found, isAnimated && FIRST_FRAME].filter((words) => words !== false)
}

/** A sentence for something a person should know about how their picture was prepared. */
export function wordsForPictureNote(note: PictureNote, slot: Slot, picture: ChosenPicture): string {
  switch (note.kind) {
    case 'first_frame':
      return FIRST_FRAME
    case 'soft': {
      const { widthPixels, heightPixels } = SLOT_TARGETS[slot]
      return `This picture is ${picture.widthPixels} × ${picture.heightPixels}. It needs ${widthPixels} × ${heightPixels} to look sharp when opened large.`
    }
    case 'made_smaller':
      return `To stay under ${sizeInWords(SLOT_TARGETS[slot].maxBytes)} it was made ${note.widthPixels} pixels wide.`
    case 'misnamed':
      return `The file extension is wrong (this is ${articleFor(picture.source.typeName)} ${picture.source.typeName}). That is fine.`
    case 'invisible':
    case 'plain_first_frame':
    case 'thin':
      return wordsForVisibility(note, picture)
  }
}

const INVISIBLE_WORDS = {
  any: 'This picture is transparent, so nobody will see it.',
  white: 'This picture is white, so nobody will see it on a white page.',
  black: 'This picture is black, so nobody will see it on a black page.',
}

function wordsForVisibility(note: VisibilityNote, { widthPixels, heightPixels }: PictureFacts): string {
  switch (note.kind) {
    case 'invisible':
      return INVISIBLE_WORDS[note.on]
    case 'plain_first_frame':
      return 'The first frame is one plain colour. The rest of the animation isn’t shown.'
    case 'thin':
      return `This picture is only ${widthPixels} × ${heightPixels}. Unless it is tiled, it will be hard to see.`
  }
}

/** What a person should hear once more before they publish a picture: that hardly anything of it will be seen. */
export function visibilityWarnings(picture: ChosenPicture): string[] {
  return picture.notes.flatMap((note) => (isAboutVisibility(note) ? [wordsForVisibility(note, picture)] : []))
}

const isAboutVisibility = (note: PictureNote): note is VisibilityNote =>
  note.kind === 'invisible' || note.kind === 'plain_first_frame' || note.kind === 'thin'

export const oldPictureStays = (slot: Slot) => `Your current ${SLOT_WORDS[slot]} stays.`

/** One sentence for how far a picture is. */
export function wordsForProgress(progress: PreparingProgress): string {
  switch (progress.step) {
    case 'opening':
      return 'Opening the picture.'
    case 'opening_slowly':
      return 'Opening your picture. This takes a few seconds.'
    case 'loading_decoder':
      return 'Converting your iPhone photo, a few seconds. This loads a converter (0.7 MB) once.'
    case 'converting':
      return 'Converting your iPhone photo, a few seconds.'
    case 'resizing':
      return 'Making it the right size.'
    case 'fitting':
      return progress.attempt === 1
        ? 'Saving it at the best quality.'
        : `Fitting the file into ${sizeInWords(progress.maxBytes)}, try ${progress.attempt}.`
  }
}

/** A file's size for reading: `6 kB`, `1.9 MB`. A kilobyte is 1000 bytes. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte')
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A file's size above a maximum, which rounding must not make look like that maximum. */
export function sizeAboveInWords(bytes: number, maxBytes: number): string {
  const words = sizeInWords(bytes)
  return words === sizeInWords(maxBytes) ? `a little over ${words}` : words
}

/** A picture for reading: `PNG, 128 × 128, 6 kB`. */
export function pictureInWords(facts: PictureFacts, bytes: number): string {
  const { type, widthPixels, heightPixels } = facts
  return `${PICTURE_TYPE_NAMES[type]}, ${widthPixels} × ${heightPixels}, ${sizeInWords(bytes)}`
}
