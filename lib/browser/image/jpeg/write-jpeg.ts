import { joinBytes } from '@/lib/image-bytes/byte-reader'
import type { HuffmanTable } from './huffman'
import type { ColorStep } from './planes'
import type { QuantizationTables } from './quantization'

/** A baseline JPEG in all its parts. Source: T.81, Annex B. */
export interface JpegParts {
  widthPixels: number
  heightPixels: number
  colorStep: ColorStep
  quantization: QuantizationTables
  /** For DC of luma and chroma, and AC of luma and chroma. */
  huffman: HuffmanTable[]
  /** The scan, cut into restart intervals; each but the last has `mcusPerInterval` MCUs. */
  intervals: Uint8Array[]
  mcusPerInterval: number
}

const START_OF_IMAGE = [0xff, 0xd8]
const END_OF_IMAGE = [0xff, 0xd9]
const FIRST_RESTART = 0xd0
const RESTARTS = 8

/** Version 1.02, square pixels, no thumbnail. Source: JFIF. */
const JFIF = [0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 0, 0, 1, 0, 1, 0, 0]

const word = (value: number) => [value >>> 8, value & 0xff]
/** A marker with what belongs to it; its length counts itself. */
const segment = (marker: number, content: number[]) => [0xff, marker, ...word(content.length + 2), ...content]

/** Puts a whole file together. */
export function writeJpeg(parts: JpegParts): Uint8Array<ArrayBuffer> {
  const { intervals } = parts
  const scan = intervals.flatMap((interval, index) =>
    index === 0 ? [interval] : [Uint8Array.of(0xff, FIRST_RESTART + ((index - 1) % RESTARTS)), interval],
  )
  return joinBytes([Uint8Array.from(headerOf(parts)), ...scan, Uint8Array.from(END_OF_IMAGE)])
}

function headerOf(parts: JpegParts): number[] {
  const { widthPixels, heightPixels, colorStep, quantization, huffman, intervals, mcusPerInterval } = parts
  const lumaSampling = (colorStep << 4) | colorStep
  return [
    ...START_OF_IMAGE,
    ...segment(0xe0, JFIF),
    ...segment(0xdb, [0, ...quantization.luma, 1, ...quantization.chroma]),
    // Baseline, eight bits a sample, three components: which one, its sampling factors, its quantization table.
    ...segment(0xc0, [
      ...[8, ...word(heightPixels), ...word(widthPixels), 3],
      ...[1, lumaSampling, 0],
      ...[2, 0x11, 1],
      ...[3, 0x11, 1],
    ]),
    ...huffman.flatMap(({ codesOfLength, symbols }, index) => {
      const [isAc, isChroma] = [index >> 1, index & 1]
      return segment(0xc4, [(isAc << 4) | isChroma, ...codesOfLength, ...symbols])
    }),
    ...(intervals.length > 1 ? segment(0xdd, word(mcusPerInterval)) : []),
    // Each component with its tables for DC and AC; all coefficients at full precision.
    ...segment(0xda, [3, ...[1, 0x00], ...[2, 0x11], ...[3, 0x11], 0, 63, 0]),
  ]
}
