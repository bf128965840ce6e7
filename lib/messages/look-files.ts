import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import {
  LOOK_ARCHIVE_MAX_BYTES,
  LOOK_FILE_MAX_PIXELS,
  LOOK_PICTURE_MAX_BYTES,
  type LookArchiveProblem,
} from '@/lib/profile/look-file'
import { sizeAboveInWords, sizeInWords } from './pictures'

/** One sentence or two for a file no look was taken from: what is wrong, and what to do. */
export function wordsForArchiveProblem(fileName: string, problem: LookArchiveProblem): string {
  switch (problem.rule) {
    case 'no_zip':
      return `${fileName} isn’t a zip file. Choose the file that Export saved.`
    case 'no_look_file':
      return `${fileName} contains no Plumage looks. Choose the file that Export saved.`
    case 'newer_version':
      return `${fileName} was made by a newer version of Plumage. Reload this page and choose it again.`
    case 'damaged':
      return `${fileName} is damaged or was changed. Export it again from the device it came from.`
    case 'unsafe_name':
      return `${fileName} refers to files outside itself, so we didn’t open it. Plumage didn’t make it.`
    case 'wrong_index':
      return `${fileName} isn’t in Plumage’s format${problem.at && ` (at ${problem.at})`}. Export it again from the device it came from.`
    case 'text_too_long':
      return `${fileName} contains a text of more than ${TEXT_MAX_UNITS.toLocaleString('en')} characters (at ${problem.at}). Shorten it, then export again.`
    case 'too_many_pixels':
      return `The pictures in ${fileName} have more than ${LOOK_FILE_MAX_PIXELS / 1_000_000} megapixels together. Export fewer looks into one file.`
    case 'too_large':
      return `${fileName} contains more than ${sizeInWords(LOOK_ARCHIVE_MAX_BYTES)}. Export fewer looks into one file.`
    case 'picture_missing':
      return `${fileName} is missing a picture: ${problem.file}. Export it again from the device it came from.`
    case 'no_picture':
      return `In ${fileName}, ${problem.file} isn’t the picture it should be. Export it again from the device it came from.`
    case 'picture_too_large':
      return `In ${fileName}, ${problem.file} has ${sizeAboveInWords(problem.bytes, LOOK_PICTURE_MAX_BYTES)}. The maximum is ${sizeInWords(LOOK_PICTURE_MAX_BYTES)}.`
  }
}
