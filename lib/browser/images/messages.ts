import type {
  ChosenPicture,
  HiddenData,
  PictureProblem,
  PictureSource,
  PreparingProgress,
} from '@/lib/profile/chosen-picture'
import type { Placement } from '@/lib/profile/crop-geometry'
import type { PixelSize, Slot } from '@/lib/profile/slots'
import type { Result } from '@/lib/result'

/** A file that was inspected: what it is, and whether the slot wants another shape. */
export interface InspectedPicture {
  source: PictureSource
  hasSlotShape: boolean
  /** True when it moves; only its first frame will be used. */
  isAnimated: boolean
  /** What the file tells besides its picture. */
  hidden: HiddenData[]
}

/** An upright copy that every browser shows. */
export interface WorkingCopy extends PixelSize {
  blob: Blob
}

/** What the worker can do; each kind has its result in `TaskResults`. */
export type ImageTask = { kind: 'inspect'; file: File; slot: Slot } | CopyTask | PrepareTask

export interface CopyTask {
  kind: 'copy'
  file: File
  /** The same for each task with the same file, which is then decoded once. */
  pictureId: number
}

export interface PrepareTask {
  kind: 'prepare'
  file: File
  pictureId: number
  slot: Slot
  placement: Placement | null
  keepsBytes: boolean
}

export interface TaskResults {
  inspect: InspectedPicture
  copy: WorkingCopy
  prepare: ChosenPicture
}

export type TaskResult = { [Kind in ImageTask['kind']]: Result<TaskResults[Kind], PictureProblem> }

/**
 * What the worker sends: any number of steps, then one result. After `failed` something was thrown, and the worker is not
 * to be used again: a decoder that did not load, or broke off, stays so as long as its worker lives.
 */
export type WorkerMessage =
  | { kind: 'progress'; progress: PreparingProgress }
  | { kind: 'done' | 'failed'; result: TaskResult[ImageTask['kind']] }
