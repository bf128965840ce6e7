import { afterEach, expect, test, vi } from 'vitest'
import type { PreparingProgress } from '@/lib/profile/chosen-picture'
import type { WorkerMessage } from './messages'
import { createWorkerQueue, type QueueOptions } from './worker-queue'

/** Stands in for the browser's Worker, which Node does not have; it answers when the test says so. */
class WorkerOfTheTest extends EventTarget {
  requests: unknown[] = []
  isTerminated = false
  postMessage(task: unknown) {
    this.requests.push(task)
  }
  terminate() {
    this.isTerminated = true
  }
  say(data: WorkerMessage) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const DONE = { kind: 'done', result: { ok: false, error: { rule: 'damaged' } } } satisfies WorkerMessage
const task = { kind: 'copy', file: new File(['a'], 'a.png'), pictureId: 1 } as const

function queueWithWorkers(options: Partial<QueueOptions> = {}, refusedStarts = 0) {
  const workers: WorkerOfTheTest[] = []
  let starts = 0
  const startWorker = () => {
    starts += 1
    if (starts <= refusedStarts) throw new DOMException('No worker today.', 'SecurityError')
    const worker = new WorkerOfTheTest()
    workers.push(worker)
    return worker as unknown as Worker
  }
  const queue = createWorkerQueue(startWorker, {
    timeLimitMilliseconds: 10_000,
    idleLimitMilliseconds: 10_000,
    ...options,
  })
  return { queue, workers }
}

/** A task is handed over a turn of the event loop after it was asked for. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve))

afterEach(() => {
  vi.useRealTimers()
})

test('no worker is started before it is needed', async () => {
  const { queue, workers } = queueWithWorkers()
  expect(workers).toHaveLength(0)
  queue.warm()
  queue.warm()
  expect(workers).toHaveLength(1)
})

test('tasks are done one after another, by the same worker', async () => {
  const { queue, workers } = queueWithWorkers()
  const first = queue.run(task)
  const second = queue.run(task)
  await aTurn()
  expect(workers[0]?.requests).toHaveLength(1)
  workers[0]?.say(DONE)
  expect(await first).toEqual({ ok: false, error: { rule: 'damaged' } })
  await aTurn()
  expect(workers[0]?.requests).toHaveLength(2)
  workers[0]?.say(DONE)
  await second
  expect(workers).toHaveLength(1)
})

test('steps are reported to the task they belong to', async () => {
  const { queue, workers } = queueWithWorkers()
  const seen: PreparingProgress[] = []
  const result = queue.run(task, { onProgress: (progress) => seen.push(progress) })
  await aTurn()
  workers[0]?.say({ kind: 'progress', progress: { step: 'resizing' } })
  workers[0]?.say(DONE)
  await result
  workers[0]?.say({ kind: 'progress', progress: { step: 'opening' } })
  expect(seen).toEqual([{ step: 'resizing' }])
})

test('a cancelled task ends at once with its worker, and the next one gets another', async () => {
  const { queue, workers } = queueWithWorkers()
  const cancelling = new AbortController()
  const cancelled = queue.run(task, { signal: cancelling.signal })
  const next = queue.run(task)
  await aTurn()
  cancelling.abort()
  expect(await cancelled).toBeNull()
  expect(workers[0]?.isTerminated).toBe(true)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a task cancelled while it waits for its turn is over at once and never begun', async () => {
  const { queue, workers } = queueWithWorkers()
  const cancelling = new AbortController()
  const first = queue.run(task)
  const waiting = queue.run(task, { signal: cancelling.signal })
  await aTurn()
  cancelling.abort()
  expect(await Promise.race([waiting, first.then(() => 'the first task')])).toBeNull()
  workers[0]?.say(DONE)
  await first
  await aTurn()
  expect(workers[0]?.requests).toHaveLength(1)
})

test('a task that takes too long is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { queue, workers } = queueWithWorkers({ timeLimitMilliseconds: 5000 })
  const result = queue.run(task)
  await aTurn()
  vi.advanceTimersByTime(5000)
  expect(await result).toEqual({ ok: false, error: { rule: 'took_too_long' } })
  expect(workers[0]?.isTerminated).toBe(true)
})

test('the time of a task that is done no longer counts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { queue, workers } = queueWithWorkers({ timeLimitMilliseconds: 5000 })
  const result = queue.run(task)
  await aTurn()
  workers[0]?.say(DONE)
  await result
  vi.advanceTimersByTime(6000)
  expect(workers[0]?.isTerminated).toBe(false)
})

test('a worker that dies is a problem of the picture, and the next picture gets another worker', async () => {
  const { queue, workers } = queueWithWorkers()
  const result = queue.run(task)
  await aTurn()
  workers[0]?.dispatchEvent(new Event('error'))
  expect(await result).toEqual({ ok: false, error: { rule: 'out_of_memory' } })
  const next = queue.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker that does not start is a problem of that task alone; the next one starts another', async () => {
  const { queue, workers } = queueWithWorkers({}, 3)
  queue.warm()
  const first = queue.run(task)
  const second = queue.run(task)
  expect(await first).toEqual({ ok: false, error: { rule: 'no_worker' } })
  expect(await second).toEqual({ ok: false, error: { rule: 'no_worker' } })
  const third = queue.run(task)
  await aTurn()
  workers[0]?.say(DONE)
  expect(await third).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a task that cannot be handed over is a problem of that task alone', async () => {
  const { queue, workers } = queueWithWorkers()
  queue.warm()
  const [worker] = workers
  if (worker) {
    worker.postMessage = () => {
      throw new DOMException('It cannot be copied.', 'DataCloneError')
    }
  }
  expect(await queue.run(task)).toEqual({ ok: false, error: { rule: 'no_worker' } })
  const next = queue.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker in which something was thrown does no other task', async () => {
  const { queue, workers } = queueWithWorkers()
  const first = queue.run(task)
  await aTurn()
  workers[0]?.say({ ...DONE, kind: 'failed' })
  expect(await first).toEqual({ ok: false, error: { rule: 'damaged' } })
  expect(workers[0]?.isTerminated).toBe(true)
  const next = queue.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker that has had nothing to do for a while is ended, and the next picture gets another', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { queue, workers } = queueWithWorkers({ idleLimitMilliseconds: 5000 })
  const first = queue.run(task)
  await aTurn()
  workers[0]?.say(DONE)
  await first
  vi.advanceTimersByTime(4999)
  expect(workers[0]?.isTerminated).toBe(false)
  vi.advanceTimersByTime(1)
  expect(workers[0]?.isTerminated).toBe(true)
  const next = queue.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker is not ended for being idle while it has a task', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { queue, workers } = queueWithWorkers({ idleLimitMilliseconds: 5000 })
  queue.warm()
  const result = queue.run(task)
  await aTurn()
  vi.advanceTimersByTime(6000)
  expect(workers[0]?.isTerminated).toBe(false)
  workers[0]?.say(DONE)
  await result
})

test('a worker that holds a decoded picture is not ended while it is idle, and is once nobody wants it', async () => {
  vi.useFakeTimers()
  const { queue, workers } = queueWithWorkers({ idleLimitMilliseconds: 1000 })
  const release = queue.hold()
  const running = queue.run(task)
  await vi.advanceTimersByTimeAsync(0)
  workers[0]?.say(DONE)
  await running
  await vi.advanceTimersByTimeAsync(60_000)
  expect(workers[0]?.isTerminated).toBe(false)
  const releaseOther = queue.hold()
  release()
  // Once more is no more than once.
  release()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(workers[0]?.isTerminated).toBe(false)
  releaseOther()
  await vi.advanceTimersByTimeAsync(999)
  expect(workers[0]?.isTerminated).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(workers[0]?.isTerminated).toBe(true)
})

test('a worker that is let go in the middle of a task finishes the task', async () => {
  vi.useFakeTimers()
  const { queue, workers } = queueWithWorkers({ idleLimitMilliseconds: 1000 })
  const release = queue.hold()
  const running = queue.run(task)
  await vi.advanceTimersByTimeAsync(0)
  release()
  await vi.advanceTimersByTimeAsync(5000)
  expect(workers[0]?.isTerminated).toBe(false)
  workers[0]?.say(DONE)
  await running
  await vi.advanceTimersByTimeAsync(1000)
  expect(workers[0]?.isTerminated).toBe(true)
})
