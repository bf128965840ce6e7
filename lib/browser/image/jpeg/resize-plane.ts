import type { Plane } from './planes'

/** Where a row or column of samples comes from: a stretch of the source, which need not begin at a whole sample. */
export interface Stretch {
  start: number
  length: number
}

/**
 * Two samples are added up in one number: one as it is, one times this. Doubles hold whole numbers up to 2^53 exactly,
 * so neither disturbs the other as long as each stays below half of this.
 */
const PAIR = 2 ** 24
const LOBES = 3

/** Weights are whole numbers: down they turn bytes into quarters of a byte's step, across those into bytes. */
const UNIT_DOWN = 2 ** 14
const QUARTERS = 4
const UNIT_ACROSS = 2 ** 12
/** Samples are weighed by fours; surplus weights are 0. */
const AT_ONCE = 4

interface Weights {
  /** The first sample that is weighed, for each target. */
  starts: Int32Array
  /** How many are weighed for each target. */
  count: number
  /** `count` whole numbers for each target, which add up to the unit. */
  values: Float64Array
}

function lanczos3(x: number): number {
  if (x === 0) return 1
  if (Math.abs(x) >= LOBES) return 0
  const angle = Math.PI * x
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle)
}

/** What is beyond a stretch repeats the sample at its end. */
function weightsFor({ start, length }: Stretch, samples: number, targets: number, unit: number): Weights {
  const scale = Math.max(1, length / targets)
  const reach = LOBES * scale
  const first = Math.floor(start)
  const last = Math.min(samples, Math.ceil(start + length)) - 1
  const count = Math.ceil((Math.floor(reach * 2) + 1) / AT_ONCE) * AT_ONCE
  const starts = new Int32Array(targets)
  const values = new Float64Array(targets * count)
  for (let target = 0; target < targets; target += 1) {
    const centre = start + ((target + 0.5) * length) / targets - 0.5
    const from = Math.max(first, Math.ceil(centre - reach))
    const own = values.subarray(target * count, (target + 1) * count)
    starts[target] = from
    let sum = 0
    for (let at = Math.ceil(centre - reach); at <= centre + reach; at += 1) {
      const weight = lanczos3((at - centre) / scale)
      const index = Math.min(Math.max(first, at), last) - from
      own[index] = (own[index] ?? 0) + weight
      sum += weight
    }
    makeWhole(own, sum, unit)
  }
  return { starts, count, values }
}

/** What rounding leaves over goes to the largest, where it changes least. */
function makeWhole(weights: Float64Array, sum: number, unit: number): void {
  let left = unit
  let largest = 0
  for (const [index, weight] of weights.entries()) {
    const whole = Math.round((weight / sum) * unit)
    weights[index] = whole
    left -= whole
    if (whole > (weights[largest] ?? 0)) largest = index
  }
  weights[largest] = (weights[largest] ?? 0) + left
}

/** Which part of a plane becomes how many samples, and which rows of those are wanted. */
export interface Reduction {
  across: Stretch
  down: Stretch
  width: number
  height: number
  /** The rows of the result that are made, from `firstRow` on; as many as fit the plane they go to. */
  firstRow: number
  rows: number
}

/**
 * A plane at another size, by Lanczos3 on stored bytes, two samples at a time. As exact as a byte can tell, but for
 * one step here and there. Source: Duchon, Lanczos filtering, 1979.
 */
export function resizePlane(source: Plane, into: Plane, reduction: Reduction): void {
  const { across, down, width, height, firstRow, rows } = reduction
  const horizontal = weightsFor(across, source.stride, width, UNIT_ACROSS)
  const vertical = weightsFor(down, source.samples.length / source.stride, height, UNIT_DOWN)
  const pairs = Math.ceil(source.stride / 2)
  const lines = createLines(source, pairs, vertical.count)
  const upper = new Float64Array(pairs)
  const lower = new Float64Array(pairs)
  // The surplus weights of the last samples reach beyond the row.
  const line = new Float64Array(pairs * 2 + horizontal.count)
  for (let row = 0; row < rows; row += 2) {
    lines.add(vertical, firstRow + row, upper)
    lines.add(vertical, Math.min(firstRow + row + 1, height - 1), lower)
    pairRows(upper, lower, line)
    const next = row + 1 < rows ? (row + 1) * into.stride : row * into.stride
    narrow(line, horizontal, into.samples, next, row * into.stride)
  }
}

/** The source's rows as pairs of neighbours, as many at a time as one row of the result needs. */
function createLines({ samples, stride }: Plane, pairs: number, held: number) {
  const lastRow = samples.length / stride - 1
  const ring = Array.from({ length: held }, () => new Float64Array(pairs))
  let nextRow = -1
  const read = (row: number, line: Float64Array) => {
    const start = Math.min(row, lastRow) * stride
    for (let pair = 0, at = start; pair < pairs; pair += 1, at += 2) {
      line[pair] = (samples[at] ?? 0) + (samples[at + 1] ?? 0) * PAIR
    }
  }
  return {
    add({ starts, count, values }: Weights, target: number, sums: Float64Array): void {
      const from = starts[target] ?? 0
      nextRow = Math.max(nextRow, from)
      for (; nextRow < from + count; nextRow += 1) read(nextRow, ring[nextRow % held] ?? sums)
      sums.fill(0)
      for (let index = 0; index < count; index += AT_ONCE) {
        const at = target * count + index
        const line = (offset: number) => ring[(from + index + offset) % held] ?? sums
        addLines(sums, line(0), line(1), line(2), line(3), values, at)
      }
    },
  }
}

function addLines(
  sums: Float64Array,
  one: Float64Array,
  two: Float64Array,
  three: Float64Array,
  four: Float64Array,
  weights: Float64Array,
  at: number,
): void {
  const weight1 = weights[at] ?? 0
  const weight2 = weights[at + 1] ?? 0
  const weight3 = weights[at + 2] ?? 0
  const weight4 = weights[at + 3] ?? 0
  for (let index = 0; index < sums.length; index += 1) {
    sums[index] =
      (sums[index] ?? 0) +
      (one[index] ?? 0) * weight1 +
      (two[index] ?? 0) * weight2 +
      (three[index] ?? 0) * weight3 +
      (four[index] ?? 0) * weight4
  }
}

/** From neighbours in two rows to one row of pairs, the upper sample as it is; rounded to quarters. */
function pairRows(upper: Float64Array, lower: Float64Array, line: Float64Array): void {
  const scale = QUARTERS / UNIT_DOWN
  for (let pair = 0, to = 0; pair < upper.length; pair += 1, to += 2) {
    const above = upper[pair] ?? 0
    const below = lower[pair] ?? 0
    const aboveRight = Math.floor(above / PAIR + 0.5)
    const belowRight = Math.floor(below / PAIR + 0.5)
    const aboveLeft = above - aboveRight * PAIR
    const belowLeft = below - belowRight * PAIR
    line[to] = Math.floor(aboveLeft * scale + 0.5) + Math.floor(belowLeft * scale + 0.5) * PAIR
    line[to + 1] = Math.floor(aboveRight * scale + 0.5) + Math.floor(belowRight * scale + 0.5) * PAIR
  }
}

/** Where there is no second row both go to the same place; the upper is written last. */
function narrow(
  line: Float64Array,
  { starts, count, values }: Weights,
  samples: Uint8Array,
  lowerAt: number,
  upperAt: number,
): void {
  const scale = 1 / (QUARTERS * UNIT_ACROSS)
  for (let target = 0; target < starts.length; target += 1) {
    let sum = 0
    let from = starts[target] ?? 0
    const end = (target + 1) * count
    for (let at = target * count; at < end; at += AT_ONCE, from += AT_ONCE) {
      sum +=
        (line[from] ?? 0) * (values[at] ?? 0) +
        (line[from + 1] ?? 0) * (values[at + 1] ?? 0) +
        (line[from + 2] ?? 0) * (values[at + 2] ?? 0) +
        (line[from + 3] ?? 0) * (values[at + 3] ?? 0)
    }
    const below = Math.floor(sum / PAIR + 0.5)
    samples[lowerAt + target] = clampByte(below * scale + 0.5)
    samples[upperAt + target] = clampByte((sum - below * PAIR) * scale + 0.5)
  }
}

const clampByte = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value)
