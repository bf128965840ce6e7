import type { PixelSize } from '@/lib/crop-geometry'
import type { PixelRectangle } from '../pixels'
import { type ColorStep, emptyPlanes, type Plane, type Planes, padPlane } from './planes'
import { resizePlane } from './resize-plane'
import type { StoredPlanes } from './stored-planes'

/** Which rows of a smaller picture are made of which part of a stored one. */
export interface BandPlan {
  part: PixelRectangle
  colorStep: ColorStep
  /** Of the whole picture that is made. */
  size: PixelSize
  /** A row at which an MCU begins. */
  firstRow: number
  rows: number
}

/** A band of a smaller picture, by Lanczos3 on the samples as they are stored. */
export function reducePlanes(stored: StoredPlanes, plan: BandPlan): Planes {
  const { part, size, colorStep, firstRow, rows } = plan
  const planes = emptyPlanes(size.widthPixels, rows, colorStep)
  const reduce = (source: Plane, target: Plane, sourceSteps: [number, number], step: number) => {
    const width = Math.ceil(size.widthPixels / step)
    const height = Math.ceil(size.heightPixels / step)
    const bandRows = Math.ceil(rows / step)
    resizePlane(source, target, {
      // At an odd edge the last sample of chroma reaches beyond the picture.
      across: stretch(part.left, part.width, sourceSteps[0], (width * step) / size.widthPixels),
      down: stretch(part.top, part.height, sourceSteps[1], (height * step) / size.heightPixels),
      width,
      height,
      firstRow: firstRow / step,
      rows: bandRows,
    })
    padPlane(target, width, bandRows)
  }
  const chromaSteps: [number, number] = [stored.acrossStep, stored.downStep]
  reduce(stored.luma, planes.luma, [1, 1], 1)
  reduce(stored.blue, planes.blue, chromaSteps, colorStep)
  reduce(stored.red, planes.red, chromaSteps, colorStep)
  return planes
}

const stretch = (start: number, length: number, step: number, growth: number) => ({
  start: start / step,
  length: (length / step) * growth,
})
