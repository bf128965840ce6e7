import { afterEach, expect, test, vi } from 'vitest'
import type { PreparingProgress } from '@/lib/chosen-picture'
import type { ImageAnswer } from './messages'
import { createWorkerLane, type LaneOptions } from './worker-lane'

/** Stands in for the browser's Worker, which Node does not have; it answers when the test says so. */
class WorkerOfTheTest extends EventTarget {
  asked: unknown[] = []
  isTerminated = false
  postMessage(task: unknown) {
    this.asked.push(task)
  }
  terminate() {
    this.isTerminated = true
  }
  say(data: ImageAnswer) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const DONE: ImageAnswer = { kind: 'done', result: { ok: false, error: { rule: 'damaged' } } }
const task = { kind: 'copy', file: new File(['a'], 'a.png') } as const

function laneWithWorkers(options: Partial<LaneOptions> = {}) {
  const workers: WorkerOfTheTest[] = []
  const startWorker = () => {
    const worker = new WorkerOfTheTest()
    workers.push(worker)
    return worker as unknown as Worker
  }
  const lane = createWorkerLane(startWorker, {
    timeLimitMilliseconds: 10_000,
    idleLimitMilliseconds: 10_000,
    ...options,
  })
  return { lane, workers }
}

/** A task is handed over a turn of the event loop after it was asked for. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve))

afterEach(() => {
  vi.useRealTimers()
})

test('no worker is started before it is needed', async () => {
  const { lane, workers } = laneWithWorkers()
  expect(workers).toHaveLength(0)
  lane.warm()
  lane.warm()
  expect(workers).toHaveLength(1)
})

test('tasks are done one after another, by the same worker', async () => {
  const { lane, workers } = laneWithWorkers()
  const first = lane.run(task)
  const second = lane.run(task)
  await aTurn()
  expect(workers[0]?.asked).toHaveLength(1)
  workers[0]?.say(DONE)
  expect(await first).toEqual({ ok: false, error: { rule: 'damaged' } })
  await aTurn()
  expect(workers[0]?.asked).toHaveLength(2)
  workers[0]?.say(DONE)
  await second
  expect(workers).toHaveLength(1)
})

test('steps are reported to the task they belong to', async () => {
  const { lane, workers } = laneWithWorkers()
  const seen: PreparingProgress[] = []
  const result = lane.run(task, { onProgress: (progress) => seen.push(progress) })
  await aTurn()
  workers[0]?.say({ kind: 'progress', progress: { step: 'resizing' } })
  workers[0]?.say(DONE)
  await result
  workers[0]?.say({ kind: 'progress', progress: { step: 'opening' } })
  expect(seen).toEqual([{ step: 'resizing' }])
})

test('a cancelled task ends at once with its worker, and the next one gets another', async () => {
  const { lane, workers } = laneWithWorkers()
  const cancelling = new AbortController()
  const cancelled = lane.run(task, { signal: cancelling.signal })
  const next = lane.run(task)
  await aTurn()
  cancelling.abort()
  expect(await cancelled).toBeNull()
  expect(workers[0]?.isTerminated).toBe(true)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a task cancelled while it waits for its turn is over at once and never begun', async () => {
  const { lane, workers } = laneWithWorkers()
  const cancelling = new AbortController()
  const first = lane.run(task)
  const waiting = lane.run(task, { signal: cancelling.signal })
  await aTurn()
  cancelling.abort()
  expect(await waiting).toBeNull()
  workers[0]?.say(DONE)
  await first
  await aTurn()
  expect(workers[0]?.asked).toHaveLength(1)
})

test('a task that takes too long is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { lane, workers } = laneWithWorkers({ timeLimitMilliseconds: 5000 })
  const result = lane.run(task)
  await aTurn()
  vi.advanceTimersByTime(5000)
  expect(await result).toEqual({ ok: false, error: { rule: 'took_too_long' } })
  expect(workers[0]?.isTerminated).toBe(true)
})

test('the time of a task that is done no longer counts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { lane, workers } = laneWithWorkers({ timeLimitMilliseconds: 5000 })
  const result = lane.run(task)
  await aTurn()
  workers[0]?.say(DONE)
  await result
  vi.advanceTimersByTime(6000)
  expect(workers[0]?.isTerminated).toBe(false)
})

test('a worker that dies is a problem of the picture, and the next picture gets another worker', async () => {
  const { lane, workers } = laneWithWorkers()
  const result = lane.run(task)
  await aTurn()
  workers[0]?.dispatchEvent(new Event('error'))
  expect(await result).toEqual({ ok: false, error: { rule: 'out_of_memory' } })
  const next = lane.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker that has had nothing to do for a while is ended, and the next picture gets another', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { lane, workers } = laneWithWorkers({ idleLimitMilliseconds: 5000 })
  const first = lane.run(task)
  await aTurn()
  workers[0]?.say(DONE)
  await first
  vi.advanceTimersByTime(4999)
  expect(workers[0]?.isTerminated).toBe(false)
  vi.advanceTimersByTime(1)
  expect(workers[0]?.isTerminated).toBe(true)
  const next = lane.run(task)
  await aTurn()
  workers[1]?.say(DONE)
  expect(await next).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a worker is not ended for being idle while it has a task', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { lane, workers } = laneWithWorkers({ idleLimitMilliseconds: 5000 })
  lane.warm()
  const result = lane.run(task)
  await aTurn()
  vi.advanceTimersByTime(6000)
  expect(workers[0]?.isTerminated).toBe(false)
  workers[0]?.say(DONE)
  await result
})
