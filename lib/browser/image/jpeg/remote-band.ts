import type { QuarterTurns } from '@/lib/placement'
import type { Band } from './band'
import type { BandAnswers, BandRequest } from './band-messages'
import type { BandPlan } from './reduce-planes'
import type { StoredPlanes } from './stored-planes'

/** Another worker that makes one band of a picture beside this one. */
export interface BandWorker {
  /** Takes over the frame that bands are made of. Rejects, as does all else, when the worker cannot go on. */
  openFrame(frame: VideoFrame, quarterTurns: QuarterTurns): Promise<unknown>
  /** Takes a copy of what bands are made of. */
  open(stored: StoredPlanes): Promise<unknown>
  transform(plan: BandPlan): Promise<Band>
  end(): void
}

export function startBandWorker(): BandWorker {
  const worker = new Worker(new URL('./band.worker.ts', import.meta.url), { type: 'module' })
  let fail: (() => void) | undefined
  let hasFailed = false
  // It may fail before it is asked for anything, when it is not even loaded.
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    hasFailed = true
    fail?.()
  })
  function ask<Request extends BandRequest>(
    request: Request,
    transfer: Transferable[] = [],
  ): Promise<BandAnswers[Request['kind']]> {
    return new Promise((resolve, reject) => {
      fail = () => reject(new Error('The worker of a band has failed.'))
      if (hasFailed) fail()
      worker.onmessage = ({ data }: MessageEvent<BandAnswers[Request['kind']] | null>) =>
        data === null ? fail?.() : resolve(data)
      worker.postMessage(request, transfer)
    })
  }
  return {
    openFrame: (frame, quarterTurns) => ask({ kind: 'open_frame', frame, quarterTurns }, [frame]),
    open: (stored) => ask({ kind: 'open', stored }),
    transform: async (plan) => {
      const { mcus, sample } = await ask({ kind: 'transform', plan })
      return {
        mcus,
        sample,
        quantize: (tables) => ask({ kind: 'quantize', tables }),
        write: (tables) => ask({ kind: 'write', tables }),
      }
    },
    end: () => worker.terminate(),
  }
}
