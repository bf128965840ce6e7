import {
  LOOK_PICTURE_MAX_BYTES,
  type LookArchiveProblem,
} from '@/lib/browser/storage/look-archive/unpack-looks'
import { sizeInWords } from '@/lib/messages/pictures'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { LOOK_ARCHIVE_MAX_BYTES, LOOK_FILE_MAX_PIXELS } from '@/lib/profile/look-file/look-file'

/** One sentence or two for a file no look was taken from: what is wrong, and what to do. */
export function wordsForArchiveProblem(fileName: string, problem: LookArchiveProblem): string {
  switch (problem.rule) {
    case 'no_zip':
      return `${fileName} is no zip file. Choose the file that was saved by Export.`
    case 'no_look_file':
      return `${fileName} holds no looks of Plumage. Choose the file that was saved by Export.`
    case 'newer_version':
      return `${fileName} was made by a newer version of Plumage. Reload this page and choose it again.`
    case 'damaged':
      return `${fileName} is damaged or was changed. Export it again where it came from.`
    case 'unsafe_name':
      return `${fileName} names files outside itself. It was not made by Plumage and was not opened.`
    case 'wrong_index':
      return `${fileName} does not say what it holds in the way Plumage writes it${problem.at && ` (at ${problem.at})`}.`
    case 'text_too_long':
      return `${fileName} holds a text of more than ${TEXT_MAX_UNITS.toLocaleString('en')} characters (at ${problem.at}). Shorten it where it came from.`
    case 'too_many_pixels':
      return `The pictures in ${fileName} have more than ${LOOK_FILE_MAX_PIXELS / 1_000_000} megapixels together. Export fewer looks into one file.`
    case 'too_large':
      return `${fileName} holds more than ${sizeInWords(LOOK_ARCHIVE_MAX_BYTES)}. Export fewer looks into one file.`
    case 'picture_missing':
      return `${fileName} lacks a picture it promises: ${problem.file}.`
    case 'no_picture':
      return `In ${fileName}, ${problem.file} is not the picture it is said to be.`
    case 'picture_too_large':
      return `In ${fileName}, ${problem.file} has ${sizeInWords(problem.bytes)}; up to ${sizeInWords(LOOK_PICTURE_MAX_BYTES)} are taken.`
  }
}
