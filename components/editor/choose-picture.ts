import type { WorkingCopy } from '@/lib/browser/images/messages'
import {
  inspectPicture,
  keepDecoded,
  makeWorkingCopy,
  preparePicture,
} from '@/lib/browser/images/prepare-picture'
import { fetchFormerPictures } from '@/lib/browser/storage/former-pictures'
import { isolated } from '@/lib/messages/fields'
import {
  oldPictureStays,
  wordsForFinds,
  wordsForPictureProblem,
  wordsForProgress,
} from '@/lib/messages/pictures'
import { type NotAFile, wordsForNotAFile } from '@/lib/messages/transfers'
import type { ChosenPicture, PictureProblem, PictureSource } from '@/lib/profile/chosen-picture'
import type { Placement } from '@/lib/profile/crop-geometry'
import type { Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'

/** A picture that is to be cropped. */
interface Question {
  source: PictureSource
  /** Where it was left last time. */
  placement: Placement | null
  /** What the person should know of the file before it is prepared. */
  finds: string[]
  copying: Promise<Result<WorkingCopy, PictureProblem> | null>
}

/** Asks the person which part of a picture to use; null when they leave it. */
export type AskPlacement = (question: Question) => Promise<Placement | null>

export interface Choosing {
  slot: Slot
  /** False where the server encodes pictures again. */
  keepsBytes: boolean
  /** True when there is a picture, which then stays whatever goes wrong. */
  hasPicture: boolean
  signal: AbortSignal
  onProgress: (words: string) => void
  askPlacement: AskPlacement
}

/**
 * From the files a person chose to the picture that will be sent: looked at, cropped where its shape is not the
 * slot's, prepared. Gives a sentence when it cannot be used, null when the person cancelled.
 */
export async function choosePicture(
  files: File[],
  choosing: Choosing,
): Promise<Result<ChosenPicture, string> | null> {
  const [file] = files
  if (!file) return null
  const { slot } = choosing
  const refuse = (problem: PictureProblem) => refuseFile(file, problem, choosing)
  if (files.length > 1) return refuse({ rule: 'several_files', count: files.length })
  const looked = await inspectPicture(file, slot)
  if (!looked.ok) return refuse(looked.error)
  if (choosing.signal.aborted) return null
  const finds = wordsForFinds(looked.value)
  // A background may have any shape, and is cropped only when the person asks for it.
  if (slot === 'background' || looked.value.hasSlotShape) {
    const onProgress = (words: string) => choosing.onProgress([words, ...finds].join(' '))
    return prepare(file, null, { ...choosing, onProgress })
  }
  return cropPicture(looked.value.source, null, choosing, finds)
}

/** Lets the person crop a picture, again or for the first time, and prepares what they decided. */
export async function cropPicture(
  source: PictureSource,
  placement: Placement | null,
  choosing: Choosing,
  finds: string[] = [],
): Promise<Result<ChosenPicture, string> | null> {
  const letGo = keepDecoded()
  const leaving = new AbortController()
  // A dialog that is taken away with its page is never answered.
  choosing.signal.addEventListener('abort', () => {
    leaving.abort()
    letGo()
  })
  try {
    const copying = makeWorkingCopy(source.file, {
      signal: leaving.signal,
      onProgress: (progress) => choosing.onProgress(wordsForProgress(progress)),
    })
    const asking = choosing.askPlacement({ source, placement, finds, copying })
    // Who leaves while a picture is still being opened does not wait for it.
    asking.then((decided) => !decided && leaving.abort())
    const copy = await copying
    if (copy && !copy.ok) return refuseFile(source.file, copy.error, choosing)
    const decided = await asking
    return decided && (await prepare(source.file, decided, choosing))
  } finally {
    letGo()
  }
}

/** Lets the person crop the picture that `account` (an id) has published now. */
export async function cropPublished(
  account: string,
  choosing: Choosing,
): Promise<Result<ChosenPicture, string> | null> {
  const { slot, signal } = choosing
  const { [slot]: published } = await fetchFormerPictures(account, [slot])
  if (published?.state !== 'kept') return err(NOT_FETCHED)
  const file = new File([published.blob], `published-${slot}`, { type: published.type })
  const looked = await inspectPicture(file, slot)
  if (!looked.ok) return refuseFile(file, looked.error, choosing)
  return signal.aborted ? null : cropPicture(looked.value.source, null, choosing)
}

const NOT_FETCHED = 'The published picture couldn’t be loaded. Try again in a minute, or choose a file.'

async function prepare(file: File, placement: Placement | null, choosing: Choosing) {
  const { slot, keepsBytes, signal, onProgress } = choosing
  const prepared = await preparePicture({
    file,
    slot,
    placement,
    keepsBytes,
    signal,
    onProgress: (progress) => onProgress(wordsForProgress(progress)),
  })
  if (!prepared) return null
  return prepared.ok ? ok(prepared.value) : refuseFile(file, prepared.error, choosing)
}

/** What is wrong with a file, what to do, and that nothing has changed. */
function refuseFile(file: File, problem: PictureProblem, { slot, hasPicture }: Choosing) {
  return err(withOldPicture(wordsForPictureProblem(isolated(file.name), slot, problem), slot, hasPicture))
}

/** The same for what was dropped or pasted and is no file. */
export function refuseNotAFile(kind: NotAFile, slot: Slot, hasPicture: boolean): string {
  return withOldPicture(wordsForNotAFile(kind, 'picture'), slot, hasPicture)
}

const withOldPicture = (words: string, slot: Slot, hasPicture: boolean) =>
  hasPicture ? `${words} ${oldPictureStays(slot)}` : words
