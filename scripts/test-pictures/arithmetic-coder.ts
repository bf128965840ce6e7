import type { BitWriter } from './bit-writer'

/**
 * How wide the less likely half of the widest quarter of ranges is, by how sure the coder has become. Each likely
 * decision makes it surer by one; after a restart the range is always in that quarter. Source: H.265, table 9-46.
 */
const UNLIKELY_RANGES = [
  ...[240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110, 104, 99, 94, 89, 85],
  ...[80, 76, 72, 69, 65, 62, 59, 56, 53, 50, 48, 45, 43, 41, 39, 37, 35, 33, 31, 30, 28, 27, 25, 24, 23],
  ...[22, 21, 20, 19, 18, 17, 16, 15, 14, 14, 13, 12, 12, 11, 11, 10, 9],
]

/** H.265's arithmetic coder, as far as blocks of plain samples need it. Source: 9.3.4.2 to 9.3.4.5. */
export function arithmeticCoder(writer: BitWriter) {
  let sureness = 0
  let low = 0
  let range = 510
  let isFirstBit = true
  let outstanding = 0
  const put = (bit: number) => {
    if (isFirstBit) isFirstBit = false
    else writer.bits(bit, 1)
    for (; outstanding > 0; outstanding -= 1) writer.bits(1 - bit, 1)
  }
  const renormalize = () => {
    while (range < 256) {
      if (low < 256) put(0)
      else if (low >= 512) {
        low -= 512
        put(1)
      } else {
        low -= 256
        outstanding += 1
      }
      range *= 2
      low *= 2
    }
  }
  const restart = () => {
    low = 0
    range = 510
    isFirstBit = true
    outstanding = 0
  }
  return {
    restart,
    /** The more likely of two decisions. */
    likely: () => {
      range -= UNLIKELY_RANGES[sureness] ?? 0
      sureness = Math.min(sureness + 1, UNLIKELY_RANGES.length - 1)
      renormalize()
    },
    /** Whether something else follows the coded bits; if so, they are brought to an end. */
    last: (isLast: boolean) => {
      range -= 2
      if (isLast) {
        low += range
        range = 2
        renormalize()
        put(Math.floor(low / 512) % 2)
        writer.bits((Math.floor(low / 128) % 4) | 1, 2)
      } else renormalize()
    },
  }
}
