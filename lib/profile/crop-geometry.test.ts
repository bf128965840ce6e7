import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  centredRegion,
  initialPlacement,
  isSeamVisible,
  isSoft,
  largestRegion,
  MIN_REGION_SIDE_PIXELS,
  maxZoom,
  movedRegion,
  type PixelLine,
  type Placement,
  type Region,
  regionAspect,
  regionBeforeTurning,
  regionSize,
  resizedRegion,
  scaledSize,
  slotAspect,
  type TileLines,
  turnedPlacement,
  turnedSize,
  zoomedRegion,
  zoomOf,
} from './crop-geometry'
import { type PixelSize, SLOTS, type Slot } from './slots'

const LANDSCAPE: PixelSize = { widthPixels: 3000, heightPixels: 2000 }

const anySlot = fc.constantFrom(...SLOTS)
const anyPicture = fc.record({
  widthPixels: fc.integer({ min: MIN_REGION_SIDE_PIXELS, max: 12_000 }),
  heightPixels: fc.integer({ min: MIN_REGION_SIDE_PIXELS, max: 12_000 }),
})

/** One thing a person can do to a picture in the dialog. */
type Step =
  | { kind: 'move'; right: number; down: number }
  | { kind: 'zoom'; zoom: number; anchor: { x: number; y: number } }
  | { kind: 'turn'; quarter: 1 | -1 }
  | { kind: 'centre' }

const anyFraction = fc.double({ min: 0, max: 1, noNaN: true })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    right: fc.double({ min: -3, max: 3, noNaN: true }),
    down: fc.double({ min: -3, max: 3, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('zoom' as const),
    zoom: fc.double({ min: 0.2, max: 8, noNaN: true }),
    anchor: fc.record({ x: anyFraction, y: anyFraction }),
  }),
  fc.record({ kind: fc.constant('turn' as const), quarter: fc.constantFrom(1 as const, -1 as const) }),
  fc.record({ kind: fc.constant('centre' as const) }),
)
const anySteps = fc.array(anyStep, { maxLength: 12 })

function afterStep(slot: Slot, picture: PixelSize, placement: Placement, step: Step): Placement {
  const { region, quarterTurns } = placement
  const turned = turnedSize(picture, quarterTurns)
  switch (step.kind) {
    case 'move':
      return { ...placement, region: movedRegion(region, step.right, step.down) }
    case 'zoom':
      return { ...placement, region: zoomedRegion(region, turned, step.zoom, step.anchor) }
    case 'turn':
      return turnedPlacement(slot, picture, placement, step.quarter)
    case 'centre':
      return { ...placement, region: centredRegion(region) }
  }
}

const afterSteps = (slot: Slot, picture: PixelSize, steps: Step[]) =>
  steps.reduce(
    (placement, step) => afterStep(slot, picture, placement, step),
    initialPlacement(slot, picture),
  )

function expectSameRegion(actual: Region, expected: Region) {
  for (const side of ['left', 'top', 'width', 'height'] as const) {
    expect(actual[side], side).toBeCloseTo(expected[side], 9)
  }
}

test('whatever is done to a picture, its region stays within it', () => {
  fc.assert(
    fc.property(anySlot, anyPicture, anySteps, (slot, picture, steps) => {
      const { left, top, width, height } = afterSteps(slot, picture, steps).region
      expect(left).toBeGreaterThanOrEqual(0)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(width).toBeGreaterThan(0)
      expect(height).toBeGreaterThan(0)
      expect(left + width).toBeLessThanOrEqual(1 + 1e-12)
      expect(top + height).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
})

test('whatever is done to a photo or a header, its region keeps the slot’s shape', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('avatar' as const, 'banner' as const),
      anyPicture,
      anySteps,
      (slot, picture, steps) => {
        const { region, quarterTurns } = afterSteps(slot, picture, steps)
        const aspect = regionAspect(region, turnedSize(picture, quarterTurns))
        expect(aspect).toBeCloseTo(slotAspect(slot) ?? Number.NaN, 6)
      },
    ),
  )
})

describe('turning', () => {
  test('there and back gives the same photo and the same background', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('avatar' as const, 'background' as const),
        anyPicture,
        anySteps,
        fc.constantFrom([1, -1] as const, [-1, 1] as const),
        (slot, picture, steps, [there, back]) => {
          const before = afterSteps(slot, picture, steps)
          const turned = turnedPlacement(slot, picture, before, there)
          const after = turnedPlacement(slot, picture, turned, back)
          expect(after.quarterTurns).toBe(before.quarterTurns)
          expectSameRegion(after.region, before.region)
        },
      ),
    )
  })

  test('there and back gives a header of the same size', () => {
    fc.assert(
      fc.property(anyPicture, anySteps, (picture, steps) => {
        const before = afterSteps('banner', picture, steps)
        const turned = turnedPlacement('banner', picture, before, 1)
        const after = turnedPlacement('banner', picture, turned, -1)
        expect(after.region.width).toBeCloseTo(before.region.width, 9)
        expect(after.region.height).toBeCloseTo(before.region.height, 9)
      }),
    )
  })

  test('four times the same way is as if nothing had been turned', () => {
    fc.assert(
      fc.property(anyPicture, anySteps, (picture, steps) => {
        const before = afterSteps('avatar', picture, steps)
        const after = ([1, 1, 1, 1] as const).reduce(
          (placement, quarter) => turnedPlacement('avatar', picture, placement, quarter),
          before,
        )
        expect(after.quarterTurns).toBe(before.quarterTurns)
        expectSameRegion(after.region, before.region)
      }),
    )
  })

  test('clockwise takes what was on the left to the top', () => {
    const onTheLeft: Placement = {
      quarterTurns: 0,
      region: { left: 0, top: 0.25, width: 0.25, height: 0.5 },
      isMirrored: false,
    }
    const { quarterTurns, region } = turnedPlacement('background', LANDSCAPE, onTheLeft, 1)
    expect(quarterTurns).toBe(1)
    expectSameRegion(region, { left: 0.25, top: 0, width: 0.5, height: 0.25 })
  })

  test('a region of the turned picture is found again on the picture before it was turned', () => {
    fc.assert(
      fc.property(anyPicture, anySteps, (picture, steps) => {
        const free = afterSteps('background', picture, steps)
        const upright = { ...free, quarterTurns: 0 as const }
        let turned: Placement = upright
        for (let quarters = 0; quarters < 4; quarters += 1) {
          expectSameRegion(regionBeforeTurning(turned.region, turned.quarterTurns), upright.region)
          turned = turnedPlacement('background', picture, turned, 1)
        }
      }),
    )
  })
})

describe('moving', () => {
  const half: Region = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }

  test('the picture to the right shows what lies further left', () => {
    expectSameRegion(movedRegion(half, 0.1, -0.1), { left: 0.2, top: 0.3, width: 0.5, height: 0.5 })
  })

  test('stops at the edges without changing the size', () => {
    expectSameRegion(movedRegion(half, 9, 9), { left: 0, top: 0, width: 0.5, height: 0.5 })
    expectSameRegion(movedRegion(half, -9, -9), { left: 0.5, top: 0.5, width: 0.5, height: 0.5 })
  })
})

describe('zooming', () => {
  const whole: Region = { left: 0, top: 0, width: 1, height: 1 }

  test('keeps the point of the picture that is under the pointer', () => {
    const zoomed = zoomedRegion(whole, LANDSCAPE, 2, { x: 0.75, y: 0.25 })
    expectSameRegion(zoomed, { left: 0.375, top: 0.125, width: 0.5, height: 0.5 })
  })

  test('in and out again ends where it began when no edge was met', () => {
    const start: Region = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }
    expectSameRegion(zoomedRegion(zoomedRegion(start, LANDSCAPE, 4), LANDSCAPE, 2), start)
  })

  test('never shows more than the picture', () => {
    expectSameRegion(zoomedRegion({ ...whole, width: 0.5, height: 0.5 }, LANDSCAPE, 0.1), whole)
  })

  test('says how much a region is enlarged', () => {
    expect(zoomOf(zoomedRegion(largestRegion(LANDSCAPE, 1), LANDSCAPE, 1.33), LANDSCAPE)).toBeCloseTo(1.33)
  })

  test('ends where a photo would have 200 pixels a side', () => {
    expect(maxZoom('avatar', { widthPixels: 1000, heightPixels: 1400 }, 1)).toBe(5)
    expect(maxZoom('avatar', LANDSCAPE, 1)).toBe(8)
    expect(maxZoom('avatar', { widthPixels: 300, heightPixels: 300 }, 1)).toBe(2)
  })

  test('never ends below the smallest side or below the whole picture', () => {
    fc.assert(
      fc.property(anySlot, anyPicture, (slot, picture) => {
        const aspect = slotAspect(slot) ?? picture.widthPixels / picture.heightPixels
        const strongest = maxZoom(slot, picture, aspect)
        const largest = regionSize(largestRegion(picture, aspect), picture)
        expect(strongest).toBeGreaterThanOrEqual(1)
        const shortestSide = Math.min(largest.widthPixels, largest.heightPixels)
        expect(shortestSide / strongest).toBeGreaterThanOrEqual(
          Math.min(MIN_REGION_SIDE_PIXELS, shortestSide) - 1e-9,
        )
      }),
    )
  })
})

describe('the size of a free region', () => {
  const whole: Region = { left: 0, top: 0, width: 1, height: 1 }

  test('is set in pixels around its middle', () => {
    const narrower = resizedRegion(whole, LANDSCAPE, { widthPixels: 1500 })
    expectSameRegion(narrower, { left: 0.25, top: 0, width: 0.5, height: 1 })
    expect(regionSize(narrower, LANDSCAPE)).toEqual({ widthPixels: 1500, heightPixels: 2000 })
  })

  test('stays within the picture and above the smallest side', () => {
    expectSameRegion(resizedRegion(whole, LANDSCAPE, { widthPixels: 99_999, heightPixels: 99_999 }), whole)
    const smallest = resizedRegion(whole, LANDSCAPE, { widthPixels: 0, heightPixels: -5 })
    expect(regionSize(smallest, LANDSCAPE)).toEqual({
      widthPixels: MIN_REGION_SIDE_PIXELS,
      heightPixels: MIN_REGION_SIDE_PIXELS,
    })
  })
})

test('a picture is scaled to whole pixels, and to one at least', () => {
  expect(scaledSize({ widthPixels: 1001, heightPixels: 2 }, 0.1)).toEqual({
    widthPixels: 100,
    heightPixels: 1,
  })
  expect(scaledSize({ widthPixels: 3, heightPixels: 900 }, 0.1, 0.5)).toEqual({
    widthPixels: 1,
    heightPixels: 450,
  })
})

test('a region with fewer pixels than its slot shows is soft, and a background never is', () => {
  const quarter: Region = { left: 0, top: 0, width: 0.1, height: 0.15 }
  expect(isSoft('avatar', quarter, LANDSCAPE)).toBe(true)
  expect(isSoft('background', quarter, LANDSCAPE)).toBe(false)
  expect(isSoft('avatar', largestRegion(LANDSCAPE, 1), LANDSCAPE)).toBe(false)
  expect(isSoft('banner', largestRegion(LANDSCAPE, 3), LANDSCAPE)).toBe(false)
  const whole: Region = { left: 0, top: 0, width: 1, height: 1 }
  expect(isSoft('avatar', whole, { widthPixels: 400, heightPixels: 400 })).toBe(false)
  expect(
    isSoft('banner', { left: 0, top: 0, width: 1, height: 1 / 3 }, { widthPixels: 1499, heightPixels: 1499 }),
  ).toBe(true)
})

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
    expect(isSeamVisible(linesOf([...Array(20).fill(column(90)), column(93)]))).toBe(true)
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
