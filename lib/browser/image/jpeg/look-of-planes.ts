import { fewCoverMost } from '../count-colors'
import type { PixelRectangle } from '../pixels'
import type { StoredPlanes } from './stored-planes'

const CELLS_A_SIDE = 4
const SAMPLES_A_SIDE = 32
/** What the loss of a JPEG may do to a mean, in steps of a byte. */
const ALLOWED_DIFFERENCE = 8

const wholePart = ({ widthPixels: width, heightPixels: height }: StoredPlanes): PixelRectangle => ({
  ...{ left: 0, top: 0, width, height },
})

/** Luma and the two chromas of a pixel. */
function colorAt(planes: StoredPlanes, x: number, y: number): [number, number, number] {
  const { luma, blue, red, acrossStep, downStep } = planes
  const chroma = Math.floor(y / downStep) * blue.stride + Math.floor(x / acrossStep)
  return [luma.samples[y * luma.stride + x] ?? 0, blue.samples[chroma] ?? 0, red.samples[chroma] ?? 0]
}

/** True for drawings: few colours cover most of the picture. */
export function isFlat(planes: StoredPlanes): boolean {
  const { widthPixels, heightPixels } = planes
  return fewCoverMost(widthPixels * heightPixels, (index) => {
    const [luma, blue, red] = colorAt(planes, index % widthPixels, Math.floor(index / widthPixels))
    return (luma << 16) | (blue << 8) | red
  })
}

/** The mean luma and chroma of each cell of a 4 × 4 grid on a part, from as many samples of each as are plenty. */
function meansOf(planes: StoredPlanes, { left, top, width, height }: PixelRectangle): number[] {
  const cells = Array.from({ length: CELLS_A_SIDE * CELLS_A_SIDE }, (_, cell) => cell)
  return cells.flatMap((cell) => {
    const sums: [number, number, number] = [0, 0, 0]
    for (let index = 0; index < SAMPLES_A_SIDE * SAMPLES_A_SIDE; index += 1) {
      const column = (cell % CELLS_A_SIDE) * SAMPLES_A_SIDE + (index % SAMPLES_A_SIDE)
      const row = Math.floor(cell / CELLS_A_SIDE) * SAMPLES_A_SIDE + Math.floor(index / SAMPLES_A_SIDE)
      const place = (at: number, start: number, length: number) =>
        start + Math.floor(((at + 0.5) * length) / (CELLS_A_SIDE * SAMPLES_A_SIDE))
      const color = colorAt(planes, place(column, left, width), place(row, top, height))
      for (const [component, value] of color.entries()) sums[component] = (sums[component] ?? 0) + value
    }
    return sums.map((sum) => sum / (SAMPLES_A_SIDE * SAMPLES_A_SIDE))
  })
}

/** True when a picture has the same colours in the same places as a part of another, but for the loss of encoding. */
export function showsPart(shown: StoredPlanes, source: StoredPlanes, part: PixelRectangle): boolean {
  const expected = meansOf(source, part)
  return meansOf(shown, wholePart(shown)).every(
    (mean, index) => Math.abs(mean - (expected[index] ?? 0)) <= ALLOWED_DIFFERENCE,
  )
}
