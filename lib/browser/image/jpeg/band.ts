import { type Blocks, blocksPerMcu } from './blocks'
import type { HuffmanTable } from './huffman'
import { BLOCK_LENGTH, type QuantizationTables } from './quantization'
import { countBits, quantizeBlocks, type ScanSymbols } from './scan-symbols'
import { writeScan } from './write-scan'

/** Rows of a picture that are encoded by themselves, here or in another worker: one restart interval of the file. */
export interface Band {
  mcus: number
  /** Some of its MCUs, to guess from. */
  sample: Blocks
  /** Quantizes it, and counts how often each symbol comes. */
  quantize(tables: QuantizationTables): Promise<Uint32Array>
  /** Writes what was quantized last. */
  write(tables: HuffmanTable[]): Promise<Uint8Array>
}

/** A band of blocks that are here. */
export function bandOf(blocks: Blocks): Band {
  let symbols: ScanSymbols | undefined
  return {
    mcus: blocks.mcus,
    sample: sampleOf(blocks),
    quantize: async (tables) => {
      symbols = quantizeBlocks(blocks, tables)
      return symbols.counts
    },
    write: async (tables) => {
      if (!symbols) throw new Error('Nothing was quantized.')
      return writeScan(symbols, tables, countBits(symbols.counts, tables))
    },
  }
}

/** So many neighbours of every so many: those at the start of each row are no more often among them than others. */
const TAKEN_MCUS = 4
const OF_MCUS = 46

function sampleOf({ colorStep, mcus, coefficients }: Blocks): Blocks {
  const length = blocksPerMcu(colorStep) * BLOCK_LENGTH
  if (mcus < OF_MCUS * OF_MCUS) return { colorStep, mcus, coefficients }
  const groups = Math.floor(mcus / OF_MCUS)
  const taken = new Int16Array(groups * TAKEN_MCUS * length)
  for (let group = 0; group < groups; group += 1) {
    const from = group * OF_MCUS * length
    taken.set(coefficients.subarray(from, from + TAKEN_MCUS * length), group * TAKEN_MCUS * length)
  }
  return { colorStep, mcus: groups * TAKEN_MCUS, coefficients: taken }
}
