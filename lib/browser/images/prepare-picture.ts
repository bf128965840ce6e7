import type { ChosenPicture, PictureProblem } from '@/lib/profile/chosen-picture'
import type { Placement } from '@/lib/profile/crop-geometry'
import type { Slot } from '@/lib/profile/slots'
import { ok, type Result } from '@/lib/result'
import type { CopyTask, InspectedPicture, PrepareTask, WorkingCopy } from './messages'
import { createWorkerQueue, type TaskOptions } from './worker-queue'

const startWorker = () => new Worker(new URL('./image.worker.ts', import.meta.url), { type: 'module' })

/** Nothing is decoded while a file is inspected; only a device that is out of breath takes this long. */
const INSPECTING_LIMIT_MILLISECONDS = 10_000
/** Some thirty times what a telephone of today takes for its own largest photo. */
const PREPARING_LIMIT_MILLISECONDS = 60_000
/** Long enough for the next picture of the same profile to find everything ready. */
const IDLE_LIMIT_MILLISECONDS = 8_000
/** Long enough to crop a picture once more that was decoded already. */
const DECODED_LIMIT_MILLISECONDS = 30_000

/** Apart from the other, so that a file is inspected while another one is being prepared. */
const inspecting = createWorkerQueue(startWorker, {
  timeLimitMilliseconds: INSPECTING_LIMIT_MILLISECONDS,
  idleLimitMilliseconds: IDLE_LIMIT_MILLISECONDS,
})
const preparing = createWorkerQueue(startWorker, {
  timeLimitMilliseconds: PREPARING_LIMIT_MILLISECONDS,
  idleLimitMilliseconds: DECODED_LIMIT_MILLISECONDS,
})

const pictureIds = new WeakMap<File, number>()
let lastPictureId = 0

/** Files lose their identity on the way to a worker; by this number it knows which one it has decoded already. */
function pictureIdOf(file: File): number {
  const known = pictureIds.get(file)
  if (known !== undefined) return known
  lastPictureId += 1
  pictureIds.set(file, lastPictureId)
  return lastPictureId
}

/**
 * Inspects a file a person chose, without decoding it: what it is, what it tells, and whether it has to be cropped.
 * Answers within a moment whatever the bytes are.
 */
export async function inspectPicture(
  file: File,
  slot: Slot,
): Promise<Result<InspectedPicture, PictureProblem>> {
  const result = await inspecting.run({ kind: 'inspect', file, slot })
  if (!result) throw new Error('Nobody can cancel an inspection.')
  if (!result.ok) return result
  // Whoever chooses a good file will want it prepared; by then the worker is there.
  preparing.warm()
  return ok({ ...result.value, source: { ...result.value.source, file } })
}

/** Keeps a picture decoded between its copy and its preparing, until the function it gives is called. */
export const keepDecoded = () => preparing.hold()

/** A picture that takes longer than this to open is said to. */
const SLOW_OPENING_MILLISECONDS = 1_500

/** Does a task, and says so when a picture takes long to open. Null when it was cancelled. */
async function runTask<Task extends CopyTask | PrepareTask>(
  task: Task,
  { signal, onProgress = () => {} }: TaskOptions,
) {
  let isSlow = false
  const timer = setTimeout(() => {
    isSlow = true
    onProgress({ step: 'opening_slowly' })
  }, SLOW_OPENING_MILLISECONDS)
  const result = await preparing.run(task, {
    signal,
    onProgress(progress) {
      if (progress.step !== 'opening') clearTimeout(timer)
      // A worker that came late, or had another picture first, only begins: that takes no word back.
      else if (isSlow) return
      onProgress(progress)
    },
  })
  clearTimeout(timer)
  return result
}

/**
 * An upright copy for looking at while cropping, at most 2048 pixels a side, of whatever format the file has.
 * Null when it was cancelled.
 */
export function makeWorkingCopy(
  file: File,
  options: TaskOptions,
): Promise<Result<WorkingCopy, PictureProblem> | null> {
  return runTask({ kind: 'copy', file, pictureId: pictureIdOf(file) }, options)
}

export interface Preparing extends TaskOptions {
  file: File
  slot: Slot
  /** Null: all of it, or the largest part in the middle where the slot wants another shape. */
  placement: Placement | null
  /** False towards X, which encodes anew what is above quality 85. */
  keepsBytes: boolean
}

/** Makes a chosen file into the very bytes that will be sent, in a worker: the best that fit the slot. Null when it was cancelled. */
export async function preparePicture({
  signal,
  onProgress,
  ...task
}: Preparing): Promise<Result<ChosenPicture, PictureProblem> | null> {
  const { file } = task
  const result = await runTask(
    { kind: 'prepare', ...task, pictureId: pictureIdOf(file) },
    { signal, onProgress },
  )
  return result?.ok ? ok({ ...result.value, source: { ...result.value.source, file } }) : result
}
