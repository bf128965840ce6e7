import type { PreparingProgress } from '@/lib/profile/chosen-picture'
import { err } from '@/lib/result'
import type { ImageTask, TaskResult, WorkerMessage } from './messages'
import { copy, inspect, prepare } from './picture-tasks'
import { problemOfError } from './read-picture'

const send = (message: WorkerMessage) => self.postMessage(message)
const report = (progress: PreparingProgress) => send({ kind: 'progress', progress })

function run(task: ImageTask): Promise<TaskResult[ImageTask['kind']]> {
  switch (task.kind) {
    case 'inspect':
      return inspect(task.file, task.slot)
    case 'copy':
      return copy(task, report)
    case 'prepare':
      return prepare(task, report)
  }
}

/** Ends the task that is being done with an error that was thrown beside it. */
let failCurrentTask: ((reason: unknown) => void) | undefined

self.addEventListener('message', async ({ data }: MessageEvent<ImageTask>) => {
  const failure = new Promise<never>((_, reject) => {
    failCurrentTask = reject
  })
  // Hostile files make decoders throw all kinds of things; each is a problem of that file and not of the page.
  const message = await Promise.race([run(data), failure]).then(
    (result): WorkerMessage => ({ kind: 'done', result }),
    (error: unknown): WorkerMessage => ({ kind: 'failed', result: err(problemOfError(error)) }),
  )
  failCurrentTask = undefined
  send(message)
})

// Some decoders finish in a callback of their own, and what they throw there would otherwise never be heard of.
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  failCurrentTask?.(event.reason)
})
