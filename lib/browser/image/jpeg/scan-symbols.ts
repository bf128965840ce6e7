import { type Blocks, blocksPerMcu } from './blocks'
import { STEPS_PER_UNIT } from './forward-dct'
import { type HuffmanTable, huffmanTable, SYMBOLS } from './huffman'
import { BLOCK_LENGTH, type QuantizationTables } from './quantization'

/**
 * What a scan says, still without codes: one number a symbol, which is `table << 20 | symbol << 12 | extra bits`.
 * The lower four bits of a symbol tell how many extra bits follow it. Source: T.81, F.1.2.
 */
export interface ScanSymbols {
  entries: Uint32Array
  /** How often each symbol of each table comes: 256 numbers for each of `TABLES`. */
  counts: Uint32Array
}

export const TABLE_SHIFT = 20
export const SYMBOL_SHIFT = 12
export const EXTRA_MASK = 0xfff
export const EXTRA_BITS_MASK = 0xf

/** The four Huffman tables in the order of their counts. */
const DC_LUMA = 0
const DC_CHROMA = 1
const AC_LUMA = 2
const AC_CHROMA = 3
const TABLES = [DC_LUMA, DC_CHROMA, AC_LUMA, AC_CHROMA]

const COMPONENTS = 3
const END_OF_BLOCK = 0x00
/** Sixteen zeros. */
const ZERO_RUN = 0xf0
const LONGEST_RUN = 15

/**
 * What a coefficient must be, in quantization steps, to be more than nothing. A 1 costs more bits the longer the row
 * of zeros it ends; so much beyond a half it is worth them. The best of a dozen pairs for likeness on ten photos.
 */
const LEAST_ONE = 0.58
const LEAST_ONE_PER_ZERO = 0.012
/** Larger ones are rounded down a little more often than up, for the same reason. */
const ROUNDING = 0.47

interface Steps {
  /** Below this, in the units of coefficients, nothing is left. */
  zeroBelow: Int16Array
  /** From there up to this it depends on the zeros before it. */
  oneBelow: Int16Array
  /** How much more it must be for each zero before it. */
  perZero: Float64Array
  inverse: Float64Array
}

function stepsOf(table: Uint8Array): Steps {
  const step = Float64Array.from(table, (value) => value * STEPS_PER_UNIT)
  return {
    zeroBelow: Int16Array.from(step, (value) => Math.ceil(value * LEAST_ONE)),
    oneBelow: Int16Array.from(step, (value) => Math.ceil(value * (2 - ROUNDING))),
    perZero: step.map((value) => value * LEAST_ONE_PER_ZERO),
    inverse: step.map((value) => 1 / value),
  }
}

/** Bits that hold a number without its sign: SSSS in T.81. */
const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value))
/** A negative number has all its bits turned over. */
const extraOf = (value: number, size: number) => (value < 0 ? value + (1 << size) - 1 : value)

/** Quantizes every block, and says what a scan of them has to say. The first block of each component predicts from 0. */
export function quantizeBlocks(blocks: Blocks, tables: QuantizationTables): ScanSymbols {
  const { coefficients, colorStep } = blocks
  const blocksInMcu = blocksPerMcu(colorStep)
  const lumaBlocks = colorStep * colorStep
  const luma = stepsOf(tables.luma)
  const chroma = stepsOf(tables.chroma)
  const entries = new Uint32Array(coefficients.length)
  const counts = new Uint32Array(TABLES.length * SYMBOLS)
  const predictions = new Int32Array(COMPONENTS)
  let length = 0
  for (let at = 0, block = 0; at < coefficients.length; at += BLOCK_LENGTH) {
    const component = block < lumaBlocks ? 0 : block - lumaBlocks + 1
    const steps = component === 0 ? luma : chroma
    const dc = Math.round((coefficients[at] ?? 0) * (steps.inverse[0] ?? 0))
    const difference = dc - (predictions[component] ?? 0)
    predictions[component] = dc
    const size = sizeOf(difference)
    const dcTable = component === 0 ? DC_LUMA : DC_CHROMA
    entries[length] = (dcTable << TABLE_SHIFT) | (size << SYMBOL_SHIFT) | extraOf(difference, size)
    counts[dcTable * SYMBOLS + size] = (counts[dcTable * SYMBOLS + size] ?? 0) + 1
    const acTable = component === 0 ? AC_LUMA : AC_CHROMA
    length = quantizeAc(coefficients, at, steps, acTable, { entries, counts }, length + 1)
    block = block + 1 === blocksInMcu ? 0 : block + 1
  }
  return { entries: entries.subarray(0, length), counts }
}

/** What is left of a coefficient without its sign, after `run` zeros. */
function levelOf(most: number, index: number, run: number, steps: Steps): number {
  const least = steps.zeroBelow[index] ?? 0
  if (most < least) return 0
  if (most >= (steps.oneBelow[index] ?? 0)) return (most * (steps.inverse[index] ?? 0) + ROUNDING) | 0
  return most < least + (steps.perZero[index] ?? 0) * run ? 0 : 1
}

/** Writes the entries of one block's AC coefficients from `length` on, and gives the length there is then. */
function quantizeAc(
  coefficients: Int16Array,
  at: number,
  steps: Steps,
  table: number,
  { entries, counts }: ScanSymbols,
  length: number,
): number {
  const tableBits = table << TABLE_SHIFT
  const countsAt = table * SYMBOLS
  let next = length
  let run = 0
  for (let index = 1; index < BLOCK_LENGTH; index += 1) {
    const value = coefficients[at + index] ?? 0
    const level = levelOf(value < 0 ? -value : value, index, run, steps)
    if (level === 0) {
      run += 1
      continue
    }
    for (; run > LONGEST_RUN; run -= LONGEST_RUN + 1) {
      entries[next] = tableBits | (ZERO_RUN << SYMBOL_SHIFT)
      counts[countsAt + ZERO_RUN] = (counts[countsAt + ZERO_RUN] ?? 0) + 1
      next += 1
    }
    const size = sizeOf(level)
    const symbol = (run << 4) | size
    entries[next] = tableBits | (symbol << SYMBOL_SHIFT) | extraOf(value < 0 ? -level : level, size)
    counts[countsAt + symbol] = (counts[countsAt + symbol] ?? 0) + 1
    next += 1
    run = 0
  }
  if (run === 0) return next
  entries[next] = tableBits | (END_OF_BLOCK << SYMBOL_SHIFT)
  counts[countsAt + END_OF_BLOCK] = (counts[countsAt + END_OF_BLOCK] ?? 0) + 1
  return next + 1
}

const countsOf = (counts: Uint32Array, table: number) =>
  counts.subarray(table * SYMBOLS, (table + 1) * SYMBOLS)

/** The best table for each of the four sets of counts. */
export const huffmanTables = (counts: Uint32Array): HuffmanTable[] =>
  TABLES.map((table) => huffmanTable(countsOf(counts, table)))

/** How many bits symbols take with tables, before bytes of ones are stuffed. */
export function countBits(counts: Uint32Array, tables: HuffmanTable[]): number {
  let bits = 0
  for (const [table, { lengths }] of tables.entries()) {
    for (const [symbol, count] of countsOf(counts, table).entries()) {
      bits += count * ((lengths[symbol] ?? 0) + (symbol & EXTRA_BITS_MASK))
    }
  }
  return bits
}
