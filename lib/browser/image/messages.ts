import type {
  ChosenPicture,
  HiddenData,
  PictureProblem,
  PictureSource,
  PreparingProgress,
} from '@/lib/chosen-picture'
import type { Placement } from '@/lib/placement'
import type { Result } from '@/lib/result'
import type { Slot } from '@/lib/slots'

/** A file that was looked at: what it is, and whether the slot wants another shape. */
export interface LookedAtPicture {
  source: PictureSource
  hasSlotShape: boolean
  /** True when it moves; only its first frame will be used. */
  isAnimated: boolean
  /** What the file tells besides its picture. */
  hidden: HiddenData[]
}

/** An upright copy that every browser shows. */
export interface WorkingCopy {
  blob: Blob
  widthPixels: number
  heightPixels: number
}

/** What the worker is asked for; each kind has its result in `TaskResults`. */
export type ImageTask = { kind: 'look'; file: File; slot: Slot } | { kind: 'copy'; file: File } | PrepareTask

export interface PrepareTask {
  kind: 'prepare'
  file: File
  slot: Slot
  placement: Placement | null
  keepsBytes: boolean
}

export interface TaskResults {
  look: LookedAtPicture
  copy: WorkingCopy
  prepare: ChosenPicture
}

export type TaskResult = { [Kind in ImageTask['kind']]: Result<TaskResults[Kind], PictureProblem> }

/** What the worker says: any number of steps, then one result. */
export type ImageAnswer =
  | { kind: 'progress'; progress: PreparingProgress }
  | { kind: 'done'; result: TaskResult[ImageTask['kind']] }
