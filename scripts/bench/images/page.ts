/** What the bench does in the page: the product's own pipeline and its peers, each timed. */
import { type Around, byCompression, byPica, compressionAround, picaAround } from './peers'
import type { BenchSlot } from './slots'

/** The entry point of the pipeline, as far as the bench uses it. It is bundled for itself, and loaded as the product does. */
interface Pipeline {
  inspectPicture(file: File, slot: BenchSlot): Promise<{ ok: true } | { ok: false; error: { rule: string } }>
  preparePicture(preparing: {
    file: File
    slot: BenchSlot
    placement: null
    keepsBytes: boolean
  }): Promise<{ ok: true; value: { file: File } } | { ok: false; error: { rule: string } } | null>
}

export interface Timed {
  milliseconds: number
  bytes: number
  /** How long each task of over 50 ms blocked the page, in milliseconds. */
  longTasks: number[]
}

const pipeline: Pipeline = await import(new URL('/pipeline.js', location.href).href)

async function byPlumage(file: File, slot: BenchSlot): Promise<Blob> {
  await pipeline.inspectPicture(file, slot)
  const prepared = await pipeline.preparePicture({ file, slot, placement: null, keepsBytes: true })
  if (!prepared?.ok) throw new Error(`Not prepared: ${prepared?.error.rule ?? 'cancelled'}`)
  return prepared.value.file
}

const WAYS = { plumage: byPlumage, pica: byPica, compression: byCompression }
export type Way = keyof typeof WAYS

const files = new Map<string, File>()
const results = new Map<string, Blob>()

async function fileOf(picture: string): Promise<File> {
  const known = files.get(picture)
  if (known) return known
  const response = await fetch(`/pictures/${picture}`)
  const file = new File([await response.arrayBuffer()], picture, { type: 'image/jpeg' })
  files.set(picture, file)
  return file
}

/** Hands a result to the program that runs the bench. */
const keep = (id: string, blob: Blob) => fetch(`/results/${id}`, { method: 'POST', body: blob })

async function keepAround(way: Way, { below, above }: Around): Promise<string[]> {
  await keep(`${way}-below`, below)
  if (!above) return [`${way}-below`]
  await keep(`${way}-above`, above)
  return [`${way}-below`, `${way}-above`]
}

const bench = {
  async run(way: Way, picture: string, slot: BenchSlot): Promise<Timed> {
    const file = await fileOf(picture)
    const longTasks: number[] = []
    const note = (entries: PerformanceEntryList) => longTasks.push(...entries.map((entry) => entry.duration))
    const observer = new PerformanceObserver((list) => note(list.getEntries()))
    observer.observe({ type: 'longtask' })
    const startedAt = performance.now()
    const result = await WAYS[way](file, slot)
    const milliseconds = performance.now() - startedAt
    // A long task is told of when it is over, with the next turn.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    note(observer.takeRecords())
    observer.disconnect()
    results.set(`${way}-${slot}`, result)
    return { milliseconds, bytes: result.size, longTasks }
  },

  async handOver(way: Way, slot: BenchSlot): Promise<void> {
    const result = results.get(`${way}-${slot}`)
    if (result) await keep(`${way}-${slot}`, result)
  },

  /** Hands over a background by each peer with just fewer and just more bytes than ours; says what there is. */
  async peersAround(bytes: number, picture: string): Promise<string[]> {
    const file = await fileOf(picture)
    const pica = await keepAround('pica', await picaAround(bytes, file))
    return [...pica, ...(await keepAround('compression', await compressionAround(bytes, file)))]
  },
}

declare global {
  interface Window {
    bench: typeof bench
  }
}

window.bench = bench
