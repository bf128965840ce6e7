import type { PixelSize } from '@/lib/crop-geometry'
import type { Band } from './band'
import type { ColorStep } from './planes'
import { type QuantizationTables, quantizationTable } from './quantization'
import { countBits, huffmanTables, quantizeBlocks } from './scan-symbols'
import { writeJpeg } from './write-jpeg'

/** `same`: chroma at luma's quality. `best`: at almost no loss, which lies between two steps of quality. */
export type ChromaQuality = 'same' | 'best'
const BEST_CHROMA_QUALITY = 99

/** A picture that was transformed once, and can be encoded at any quality. */
export interface TransformedPicture extends PixelSize {
  colorStep: ColorStep
  /** From the top down; the first has at least as many MCUs as any other. */
  bands: Band[]
}

function tablesFor(quality: number, chroma: ChromaQuality): QuantizationTables {
  const luma = quantizationTable(quality)
  return { luma, chroma: chroma === 'same' ? luma : quantizationTable(BEST_CHROMA_QUALITY) }
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

function addCounts(all: Uint32Array[]): Uint32Array {
  const [first = new Uint32Array(), ...others] = all
  const total = first.slice()
  for (const counts of others) {
    for (const [index, count] of counts.entries()) total[index] = (total[index] ?? 0) + count
  }
  return total
}

const BITS_PER_BYTE = 8
/** What a file has besides its scan. */
const HEADER_BYTES = 600
/** One byte in so many consists of ones, and is followed by a zero. */
const STUFFED_SHARE = 1 + 1 / 256

/** About how many bytes a quality will take, from a sample of the picture; right to one in fifty. */
export function guessJpegBytes({ bands }: TransformedPicture, quality: number): number {
  const tables = tablesFor(quality, 'same')
  const counts = addCounts(bands.map(({ sample }) => quantizeBlocks(sample, tables).counts))
  const share = sum(bands.map(({ mcus }) => mcus)) / sum(bands.map(({ sample }) => sample.mcus))
  const bits = countBits(counts, huffmanTables(counts))
  return HEADER_BYTES + (bits / BITS_PER_BYTE) * STUFFED_SHARE * share
}

/** A baseline JPEG with the best Huffman tables for it; each band but the first begins with a restart marker. */
export async function encodeBands(
  { bands, ...frame }: TransformedPicture,
  quality: number,
  chroma: ChromaQuality,
): Promise<Uint8Array<ArrayBuffer>> {
  const quantization = tablesFor(quality, chroma)
  const counts = addCounts(await Promise.all(bands.map((band) => band.quantize(quantization))))
  const huffman = huffmanTables(counts)
  const intervals = await Promise.all(bands.map((band) => band.write(huffman)))
  return writeJpeg({ ...frame, quantization, huffman, intervals, mcusPerInterval: bands[0]?.mcus ?? 0 })
}
