/** Coefficients, and quantization values, of one block of 8 × 8. */
export const BLOCK_LENGTH = 64

/** Where each coefficient of the zig-zag order stands in its block, row by row. Source: T.81, figure A.6. */
export const ZIG_ZAG = Uint8Array.from(
  [
    [0, 1, 8, 16, 9, 2, 3, 10],
    [17, 24, 32, 25, 18, 11, 4, 5],
    [12, 19, 26, 33, 40, 48, 41, 34],
    [27, 20, 13, 6, 7, 14, 21, 28],
    [35, 42, 49, 56, 57, 50, 43, 36],
    [29, 22, 15, 23, 30, 37, 44, 51],
    [58, 59, 52, 45, 38, 31, 39, 46],
    [53, 60, 61, 54, 47, 55, 62, 63],
  ].flat(),
)

/**
 * How coarse each frequency may be at quality 50, row by row: by the visibility of each. For the same bytes it brings
 * more likeness (SSIM) than the usual tables, and is gentler: its quality 80 looks like 90 elsewhere.
 * Source: Ahumada, Watson and Peterson, 1993, as scaled by MozJPEG, where it is table 7.
 */
const BASE_TABLE = [
  [15, 11, 11, 12, 15, 19, 25, 32],
  [11, 13, 10, 10, 12, 15, 19, 24],
  [11, 10, 14, 14, 16, 18, 22, 27],
  [12, 10, 14, 18, 21, 24, 28, 33],
  [15, 12, 16, 21, 26, 31, 36, 42],
  [19, 15, 18, 24, 31, 38, 45, 53],
  [25, 19, 22, 28, 36, 45, 55, 65],
  [32, 24, 27, 33, 42, 53, 65, 77],
].flat()

/** The quantization table of a quality from 50 to 100, in zig-zag order. Scaled as libjpeg scales its own. */
export function quantizationTable(quality: number): Uint8Array {
  const share = (100 - quality) / 50
  return Uint8Array.from(ZIG_ZAG, (place) => Math.max(1, Math.round((BASE_TABLE[place] ?? 1) * share)))
}

/** One table for luma, one for both chromas. */
export interface QuantizationTables {
  luma: Uint8Array
  chroma: Uint8Array
}
