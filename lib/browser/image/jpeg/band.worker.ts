import { type Band, bandOf } from './band'
import type { BandAnswers, BandRequest } from './band-messages'
import { transformPlanes } from './blocks'
import { reducePlanes } from './reduce-planes'
import { readStored, type StoredPlanes } from './stored-planes'

let stored: StoredPlanes | undefined
let band: Band | undefined

async function answerTo(request: BandRequest): Promise<BandAnswers[BandRequest['kind']]> {
  if (request.kind === 'open') {
    stored = request.stored
    return true
  }
  if (request.kind === 'open_frame') {
    stored = await readStored(request.frame, request.quarterTurns)
    request.frame.close()
    return true
  }
  if (request.kind === 'transform' && stored) {
    band = bandOf(transformPlanes(reducePlanes(stored, request.plan)))
    return { mcus: band.mcus, sample: band.sample }
  }
  if (request.kind === 'quantize' && band) return await band.quantize(request.tables)
  if (request.kind === 'write' && band) return await band.write(request.tables)
  throw new Error('Asked for out of turn.')
}

// Whoever asks ends this worker at the first thing that goes wrong, which is why nothing is caught here.
self.addEventListener('message', async ({ data }: MessageEvent<BandRequest>) => {
  self.postMessage(await answerTo(data))
})
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  self.postMessage(null)
})
