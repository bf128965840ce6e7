import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSeamVisible, type PixelLine, type TileLines } from './tile-seam'

/** The columns of a tile that stand beside each other, and its edges, as the page reads them. */
function linesOf(columns: PixelLine[]): TileLines {
  const [first = [], ...rest] = columns
  const neighbours = columns
    .slice(1)
    .map((next, index): [PixelLine, PixelLine] => [columns[index] ?? [], next])
  return { first, last: rest.at(-1) ?? first, inner: neighbours }
}

const column = (brightness: number) => new Uint8ClampedArray(64).fill(brightness)

describe('a seam', () => {
  test('is seen in a slope that ends far from where it began', () => {
    expect(isSeamVisible(linesOf(Array.from({ length: 64 }, (_, at) => column(at * 3))))).toBe(true)
  })

  test('is not seen in a slope that comes back to where it began', () => {
    const thereAndBack = Array.from({ length: 64 }, (_, at) =>
      column(100 + 80 * Math.sin((at / 64) * 2 * Math.PI)),
    )
    expect(isSeamVisible(linesOf(thereAndBack))).toBe(false)
  })

  test('is not seen in a plain colour, nor in a difference too small to see', () => {
    expect(isSeamVisible(linesOf([column(90), column(90), column(90)]))).toBe(false)
    const almostPlain = [...Array(20).fill(column(90)), column(92)]
    expect(isSeamVisible(linesOf(almostPlain))).toBe(false)
  })

  test('is seen between two plain halves only when the edges are far apart', () => {
    const halves = [...Array(32).fill(column(20)), ...Array(32).fill(column(220))]
    expect(isSeamVisible(linesOf(halves))).toBe(true)
  })

  test('is lost in a picture as busy everywhere as at its edges', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        let state = seed
        const next = () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
          return (state >>> 24) & 255
        }
        const noise = Array.from({ length: 24 }, () => Uint8ClampedArray.from({ length: 64 }, next))
        expect(isSeamVisible(linesOf(noise))).toBe(false)
      }),
    )
  })

  test('is never seen where a tile is followed by its own mirror image', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { minLength: 2, maxLength: 20 }),
        (columns) => {
          expect(isSeamVisible(linesOf([...columns, ...columns.toReversed()]))).toBe(false)
        },
      ),
    )
  })

  test('is not looked for in a tile without pixels', () => {
    expect(isSeamVisible({ first: [], last: [], inner: [] })).toBe(false)
  })
})
