import type { PictureProblem, PreparingProgress } from '@/lib/profile/chosen-picture'
import { err, type Result } from '@/lib/result'
import { createTaskQueue } from '../task-queue'
import type { ImageTask, TaskResults, WorkerMessage } from './messages'

export interface QueueOptions {
  timeLimitMilliseconds: number
  /** A worker without a task is ended after this, so that all the memory it took is given back. */
  idleLimitMilliseconds: number
}

export interface TaskOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: PreparingProgress) => void) | undefined
}

/** A worker that does one task after another. */
interface WorkerQueue {
  /** Gives null when it was cancelled; whatever else goes wrong is a problem of the picture. Never rejects. */
  run<Task extends ImageTask>(
    task: Task,
    options?: TaskOptions,
  ): Promise<Result<TaskResults[Task['kind']], PictureProblem> | null>
  /** Starts the worker ahead of its first task. */
  warm(): void
  /** Keeps an idle worker, and what it has decoded, until the function it gives is called. */
  hold(): () => void
}

/** Lets tasks into workers that `startWorker` starts, one at a time; a cancelled or overdue one ends with its worker. */
export function createWorkerQueue(startWorker: () => Worker, limits: QueueOptions): WorkerQueue {
  let worker: Worker | undefined
  const inTurn = createTaskQueue()
  let idleTimer: ReturnType<typeof setTimeout> | undefined
  let isBusy = false
  let holds = 0

  const end = () => {
    clearTimeout(idleTimer)
    worker?.terminate()
    worker = undefined
  }
  /** Null when the browser starts none: a policy, or too many of them. The next task tries again. */
  const startedWorker = () => {
    try {
      worker ??= startWorker()
      return worker
    } catch {
      return null
    }
  }
  const endWhenIdle = () => {
    clearTimeout(idleTimer)
    if (holds === 0 && !isBusy) idleTimer = setTimeout(end, limits.idleLimitMilliseconds)
  }

  function runNow<Kind extends ImageTask['kind']>(
    task: ImageTask,
    { signal, onProgress }: TaskOptions,
  ): Promise<Result<TaskResults[Kind], PictureProblem> | null> {
    if (signal?.aborted) return Promise.resolve(null)
    return new Promise((resolve) => {
      clearTimeout(idleTimer)
      const current = startedWorker()
      if (!current) return resolve(err({ rule: 'no_worker' }))
      isBusy = true
      const listening = new AbortController()
      const finish = (result: Result<TaskResults[Kind], PictureProblem> | null, isWorkerGood: boolean) => {
        clearTimeout(timer)
        listening.abort()
        isBusy = false
        if (isWorkerGood) endWhenIdle()
        else end()
        resolve(result)
      }
      const timer = setTimeout(
        () => finish(err({ rule: 'took_too_long' }), false),
        limits.timeLimitMilliseconds,
      )
      const listen = { signal: listening.signal }
      signal?.addEventListener('abort', () => finish(null, false), listen)
      // A worker that dies of itself, rather than by an error of the picture, had no memory to go on.
      current.addEventListener('error', () => finish(err({ rule: 'out_of_memory' }), false), listen)
      current.addEventListener('messageerror', () => finish(err({ rule: 'out_of_memory' }), false), listen)
      current.addEventListener(
        'message',
        ({ data }: MessageEvent<WorkerMessage>) => {
          if (data.kind === 'progress') onProgress?.(data.progress)
          // The worker answers each kind of task with its own kind of result; messages carry no types.
          else finish(data.result as Result<TaskResults[Kind], PictureProblem>, data.kind === 'done')
        },
        listen,
      )
      try {
        current.postMessage(task)
      } catch {
        finish(err({ rule: 'no_worker' }), false)
      }
    })
  }

  return {
    run: (task, options = {}) => {
      const result = inTurn(() => runNow<(typeof task)['kind']>(task, options))
      // One that still waits for its turn need not wait for it to be cancelled.
      return options.signal ? Promise.race([result, whenAborted(options.signal)]) : result
    },
    warm: () => {
      if (!worker && startedWorker()) endWhenIdle()
    },
    hold: () => {
      clearTimeout(idleTimer)
      holds += 1
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holds -= 1
        endWhenIdle()
      }
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    else signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}
