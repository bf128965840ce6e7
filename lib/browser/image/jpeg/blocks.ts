import { transformBlock } from './forward-dct'
import { type ColorStep, mcuSide, type Planes } from './planes'
import { BLOCK_LENGTH } from './quantization'

/** The coefficients of a picture, or of a band of it, in the order in which a scan has them. */
export interface Blocks {
  colorStep: ColorStep
  mcus: number
  /** MCU by MCU, in each the blocks of luma and then one each of the two chromas; see `STEPS_PER_UNIT`. */
  coefficients: Int16Array<ArrayBuffer>
}

const BLOCK_SIDE = 8
const CHROMA_BLOCKS = 2

/** Blocks in an MCU. Source: T.81, A.2.3. */
export const blocksPerMcu = (colorStep: ColorStep): number => colorStep * colorStep + CHROMA_BLOCKS

/** Transforms every block of a picture once. */
export function transformPlanes(planes: Planes): Blocks {
  const { colorStep, luma, blue, red } = planes
  const across = luma.stride / mcuSide(colorStep)
  const down = luma.samples.length / luma.stride / mcuSide(colorStep)
  const mcus = across * down
  const coefficients = new Int16Array(mcus * blocksPerMcu(colorStep) * BLOCK_LENGTH)
  let to = 0
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      for (let y = row * colorStep; y < (row + 1) * colorStep; y += 1) {
        for (let x = column * colorStep; x < (column + 1) * colorStep; x += 1, to += BLOCK_LENGTH) {
          transformBlock(luma, (y * luma.stride + x) * BLOCK_SIDE, coefficients, to)
        }
      }
      const chroma = (row * blue.stride + column) * BLOCK_SIDE
      transformBlock(blue, chroma, coefficients, to)
      transformBlock(red, chroma, coefficients, to + BLOCK_LENGTH)
      to += BLOCK_LENGTH * CHROMA_BLOCKS
    }
  }
  return { colorStep, mcus, coefficients }
}
