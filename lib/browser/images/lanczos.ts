import type { Pixels } from './pixels'

/** How many source pixels to each side are weighed at the source's own size: the three lobes of Lanczos3. */
const LOBES = 3

interface Weights {
  /** The first source pixel that is weighed, for each target pixel. */
  starts: Int32Array
  /** How many are weighed for each target pixel; surplus weights are 0. */
  count: number
  /** `count` weights for each target pixel, which add up to 1. */
  values: Float64Array
}

function lanczos3(x: number): number {
  if (x === 0) return 1
  if (Math.abs(x) >= LOBES) return 0
  const angle = Math.PI * x
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle)
}

/** Source pixels beyond an edge repeat the pixel at the edge. */
function weightsFor(sourceLength: number, targetLength: number): Weights {
  const scale = Math.max(1, sourceLength / targetLength)
  const reach = LOBES * scale
  const count = Math.min(sourceLength, Math.ceil(reach * 2) + 1)
  const starts = new Int32Array(targetLength)
  const values = new Float64Array(targetLength * count)
  for (let target = 0; target < targetLength; target += 1) {
    const centre = ((target + 0.5) * sourceLength) / targetLength - 0.5
    const start = Math.min(Math.max(0, Math.ceil(centre - reach)), sourceLength - count)
    const own = values.subarray(target * count, (target + 1) * count)
    starts[target] = start
    let sum = 0
    for (let at = Math.ceil(centre - reach); at <= centre + reach; at += 1) {
      const weight = lanczos3((at - centre) / scale)
      const index = Math.min(Math.max(start, at), start + count - 1) - start
      own[index] = (own[index] ?? 0) + weight
      sum += weight
    }
    for (let index = 0; index < count; index += 1) own[index] = (own[index] ?? 0) / sum
  }
  return { starts, count, values }
}

/**
 * A picture at another size, by Lanczos3, which keeps more detail than what browsers do and invents none.
 *
 * Stored bytes are added up, not light: that is how X makes its smaller copies and how other programs scale, and it
 * leaves no darker seams beside hard edges.
 * Colours are weighed by their alpha, so that see-through pixels lend none to their neighbours.
 * Only the rows that a row of the result needs are held at a time. Source: Duchon, Lanczos filtering, 1979.
 */
export function resizePixels(source: Pixels, widthPixels: number, heightPixels: number): Pixels {
  if (source.widthPixels === widthPixels && source.heightPixels === heightPixels) return source
  const channels = isOpaque(source) ? 3 : 4
  const across = weightsFor(source.widthPixels, widthPixels)
  const down = weightsFor(source.heightPixels, heightPixels)
  const rowLength = widthPixels * channels
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  const sourceRow = new Float64Array(source.widthPixels * channels)
  const narrowed = Array.from({ length: down.count }, () => new Float64Array(rowLength))
  const sums = new Float64Array(rowLength)
  let nextRow = 0
  for (let y = 0; y < heightPixels; y += 1) {
    const firstRow = down.starts[y] ?? 0
    nextRow = Math.max(nextRow, firstRow)
    for (; nextRow < firstRow + down.count; nextRow += 1) {
      readRow(source, nextRow, channels, sourceRow)
      narrowRow(sourceRow, across, channels, narrowed[nextRow % down.count] ?? sums)
    }
    sums.fill(0)
    for (let index = 0; index < down.count; index += 1) {
      const row = narrowed[(firstRow + index) % down.count]
      const weight = down.values[y * down.count + index] ?? 0
      if (row && weight !== 0) addRow(sums, row, weight)
    }
    writeRow(sums, channels, data.subarray(y * widthPixels * 4, (y + 1) * widthPixels * 4))
  }
  return { data, widthPixels, heightPixels }
}

function isOpaque({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false
  return true
}

// The rows are walked millions of times a second. An index beyond an array gives undefined, which never happens here;
// the compiler is told so by `?? 0`, at no cost once the code is hot.

function readRow({ data, widthPixels }: Pixels, y: number, channels: 3 | 4, row: Float64Array) {
  const end = (y + 1) * widthPixels * 4
  for (let from = y * widthPixels * 4, to = 0; from < end; from += 4, to += channels) {
    const share = channels === 3 ? 1 : (data[from + 3] ?? 0) / 255
    row[to] = (data[from] ?? 0) * share
    row[to + 1] = (data[from + 1] ?? 0) * share
    row[to + 2] = (data[from + 2] ?? 0) * share
    if (channels === 4) row[to + 3] = share
  }
}

function narrowRow(row: Float64Array, weights: Weights, channels: 3 | 4, into: Float64Array) {
  const { starts, count, values } = weights
  for (let target = 0, to = 0; target < starts.length; target += 1, to += channels) {
    let red = 0
    let green = 0
    let blue = 0
    let from = (starts[target] ?? 0) * channels
    const end = (target + 1) * count
    for (let at = target * count; at < end; at += 1, from += channels) {
      const weight = values[at] ?? 0
      red += (row[from] ?? 0) * weight
      green += (row[from + 1] ?? 0) * weight
      blue += (row[from + 2] ?? 0) * weight
    }
    into[to] = red
    into[to + 1] = green
    into[to + 2] = blue
  }
  if (channels === 4) narrowAlpha(row, weights, into)
}

/** Apart from the colours, so that solid pictures, which are most, do not wait for it. */
function narrowAlpha(row: Float64Array, { starts, count, values }: Weights, into: Float64Array) {
  for (let target = 0; target < starts.length; target += 1) {
    let alpha = 0
    for (let index = 0; index < count; index += 1) {
      alpha += (row[((starts[target] ?? 0) + index) * 4 + 3] ?? 0) * (values[target * count + index] ?? 0)
    }
    into[target * 4 + 3] = alpha
  }
}

function addRow(sums: Float64Array, row: Float64Array, weight: number) {
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (row[at] ?? 0) * weight
}

/** The array it writes to rounds, and keeps within a byte. */
function writeRow(sums: Float64Array, channels: 3 | 4, into: Uint8ClampedArray) {
  for (let from = 0, to = 0; to < into.length; from += channels, to += 4) {
    const share = channels === 3 ? 1 : Math.min(1, Math.max(0, sums[from + 3] ?? 0))
    into[to + 3] = share * 255
    if (share === 0) continue
    into[to] = (sums[from] ?? 0) / share
    into[to + 1] = (sums[from + 1] ?? 0) / share
    into[to + 2] = (sums[from + 2] ?? 0) / share
  }
}
