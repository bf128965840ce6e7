import { expect, test } from 'vitest'
import { transformPlanes } from './blocks'
import { emptyPlanes } from './planes'
import { quantizationTable } from './quantization'
import { countBits, huffmanTables, quantizeBlocks } from './scan-symbols'
import { writeScan } from './write-scan'

function noisyBlocks() {
  const planes = emptyPlanes(320, 240, 2)
  for (const { samples } of [planes.luma, planes.blue, planes.red]) {
    for (let at = 0; at < samples.length; at += 1) samples[at] = (Math.imul(at, 2654435761) >>> 11) & 0xff
  }
  return transformPlanes(planes)
}

test.each([60, 84, 95, 100])(
  'at quality %s a scan takes the bits that were counted, and no more',
  (quality) => {
    const table = quantizationTable(quality)
    const symbols = quantizeBlocks(noisyBlocks(), { luma: table, chroma: table })
    const tables = huffmanTables(symbols.counts)
    const bits = countBits(symbols.counts, tables)
    const bytes = writeScan(symbols, tables, bits)
    const stuffed = bytes.filter((byte) => byte === 0xff).length
    expect(bytes.length - stuffed).toBe(Math.ceil(bits / 8))
    for (const [at, byte] of bytes.entries()) if (byte === 0xff) expect(bytes[at + 1]).toBe(0)
  },
)
