import type { ChosenPicture, PictureProblem, PreparingProgress } from '@/lib/chosen-picture'
import type { Placement } from '@/lib/placement'
import type { Result } from '@/lib/result'
import type { Slot } from '@/lib/slots'
import type { LookedAtPicture, WorkingCopy } from './messages'
import { createWorkerLane } from './worker-lane'

const startWorker = () => new Worker(new URL('./image.worker.ts', import.meta.url), { type: 'module' })

/** Nothing is decoded while a file is looked at; only a device that is out of breath takes this long. */
const LOOKING_LIMIT_MILLISECONDS = 10_000
/** Some thirty times what a telephone of today takes for its own largest photo. */
const PREPARING_LIMIT_MILLISECONDS = 60_000
/** Long enough for the next picture of the same profile to find everything ready. */
const IDLE_LIMIT_MILLISECONDS = 8_000

/** Apart from the other, so that a file is looked at while another one is being prepared. */
const looking = createWorkerLane(startWorker, {
  timeLimitMilliseconds: LOOKING_LIMIT_MILLISECONDS,
  idleLimitMilliseconds: IDLE_LIMIT_MILLISECONDS,
})
const preparing = createWorkerLane(startWorker, {
  timeLimitMilliseconds: PREPARING_LIMIT_MILLISECONDS,
  idleLimitMilliseconds: IDLE_LIMIT_MILLISECONDS,
})

/** Ends what is being prepared for a slot, once something else is chosen for it. */
const current = new Map<Slot, AbortController>()

/**
 * Looks at a file a person chose, without decoding it: what it is, what it tells, and whether it has to be cropped.
 * Answers within a moment whatever the bytes are.
 */
export async function lookAtPicture(
  file: File,
  slot: Slot,
): Promise<Result<LookedAtPicture, PictureProblem>> {
  const result = await looking.run({ kind: 'look', file, slot })
  if (!result) throw new Error('Nobody can cancel a look.')
  // Whoever looks at a good file will want it prepared; by then the worker is there.
  if (result.ok) preparing.warm()
  return result
}

/**
 * An upright copy for looking at while cropping, at most 2048 pixels a side, of whatever format the file has.
 * Null when it was cancelled.
 */
export async function makeWorkingCopy(
  file: File,
  signal?: AbortSignal,
): Promise<Result<WorkingCopy, PictureProblem> | null> {
  return await preparing.run({ kind: 'copy', file }, { signal })
}

export interface Preparing {
  file: File
  slot: Slot
  /** Null: all of it, or the largest part in the middle where the slot wants another shape. */
  placement: Placement | null
  /** False towards X, which encodes anew what is above quality 85. */
  keepsBytes: boolean
  signal?: AbortSignal
  onProgress?: (progress: PreparingProgress) => void
}

/**
 * Makes a chosen file into the very bytes that will be sent, in a worker: the best that fit the slot.
 * Null when it was cancelled, by the signal or by another picture for the same slot.
 */
export async function preparePicture({
  signal,
  onProgress,
  ...task
}: Preparing): Promise<Result<ChosenPicture, PictureProblem> | null> {
  current.get(task.slot)?.abort()
  const own = new AbortController()
  current.set(task.slot, own)
  const either = signal ? AbortSignal.any([signal, own.signal]) : own.signal
  const result = await preparing.run({ kind: 'prepare', ...task }, { signal: either, onProgress })
  if (current.get(task.slot) === own) current.delete(task.slot)
  return result
}
