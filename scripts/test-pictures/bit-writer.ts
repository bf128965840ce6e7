/** Bits one after another, the highest of each number first. */
export interface BitWriter {
  /** `value` in `count` bits. */
  bits: (value: number, count: number) => void
  /** A number as H.265 writes those without a bound: 9.2, ue(v). Of the signed ones only 0 is needed, which is the same. */
  number: (value: number) => void
  /** Whole bytes, behind zeros up to the next full byte. */
  bytes: (bytes: Uint8Array) => void
  /** A one, and zeros up to the next full byte. */
  stop: () => void
  finish: () => Buffer
}

export function bitWriter(): BitWriter {
  const parts: Buffer[] = []
  let pending: number[] = []
  let byte = 0
  let used = 0
  const flush = () => {
    parts.push(Buffer.from(pending))
    pending = []
  }
  const bit = (value: number) => {
    byte = (byte << 1) | value
    used += 1
    if (used === 8) {
      pending.push(byte)
      byte = 0
      used = 0
    }
  }
  const bits = (value: number, count: number) => {
    for (let place = count - 1; place >= 0; place -= 1) bit(Math.floor(value / 2 ** place) % 2)
  }
  const align = () => {
    while (used !== 0) bit(0)
  }
  return {
    bits,
    number: (value) => {
      const length = Math.floor(Math.log2(value + 1))
      bits(0, length)
      bits(value + 1, length + 1)
    },
    bytes: (bytes) => {
      align()
      flush()
      parts.push(Buffer.from(bytes))
    },
    stop: () => {
      bit(1)
      align()
    },
    finish: () => {
      align()
      flush()
      return Buffer.concat(parts)
    },
  }
}
