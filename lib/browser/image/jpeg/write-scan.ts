import { type HuffmanTable, SYMBOLS } from './huffman'
import { EXTRA_BITS_MASK, EXTRA_MASK, type ScanSymbols, SYMBOL_SHIFT } from './scan-symbols'

const BITS_PER_BYTE = 8
const BYTE_OF_ONES = 0xff
/** Where a code's length stands below the code itself. */
const CODE_SHIFT = 5
const LENGTH_MASK = 0x1f

/**
 * The entropy-coded bytes of a scan, or of one restart interval of it, filled up with ones. After each byte of ones
 * comes a zero, so that none is taken for a marker. Source: T.81, F.1.2.3.
 */
export function writeScan({ entries }: ScanSymbols, tables: HuffmanTable[], bits: number): Uint8Array {
  const codes = packedCodes(tables)
  // Each byte may need a zero after it.
  const bytes = new Uint8Array(Math.ceil(bits / BITS_PER_BYTE) * 2)
  let length = 0
  let pending = 0
  let pendingBits = 0
  // At most 7 bits are pending and 16 come at a time, so 32 bits are enough.
  const putPending = () => {
    while (pendingBits >= BITS_PER_BYTE) {
      pendingBits -= BITS_PER_BYTE
      const byte = (pending >>> pendingBits) & BYTE_OF_ONES
      bytes[length] = byte
      length += byte === BYTE_OF_ONES ? 2 : 1
    }
  }
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] ?? 0
    const code = codes[entry >>> SYMBOL_SHIFT] ?? 0
    pending = (pending << (code & LENGTH_MASK)) | (code >>> CODE_SHIFT)
    pendingBits += code & LENGTH_MASK
    putPending()
    const extraBits = (entry >>> SYMBOL_SHIFT) & EXTRA_BITS_MASK
    if (extraBits === 0) continue
    pending = (pending << extraBits) | (entry & EXTRA_MASK)
    pendingBits += extraBits
    putPending()
  }
  if (pendingBits > 0) {
    const room = BITS_PER_BYTE - pendingBits
    pending = (pending << room) | ((1 << room) - 1)
    pendingBits = BITS_PER_BYTE
    putPending()
  }
  return bytes.slice(0, length)
}

/** Each code with its length, by table and symbol. */
function packedCodes(tables: HuffmanTable[]): Uint32Array {
  const packed = new Uint32Array(tables.length * SYMBOLS)
  for (const [table, { codes, lengths }] of tables.entries()) {
    for (const [symbol, code] of codes.entries()) {
      packed[table * SYMBOLS + symbol] = (code << CODE_SHIFT) | (lengths[symbol] ?? 0)
    }
  }
  return packed
}
