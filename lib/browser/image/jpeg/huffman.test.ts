import { expect, test } from 'vitest'
import { huffmanTable, SYMBOLS } from './huffman'

const countsOf = (count: (symbol: number) => number) =>
  Uint32Array.from({ length: SYMBOLS }, (_, at) => count(at))

/** Grows so fast that Huffman's own tree is as deep as it has symbols. */
const fibonacci = (symbol: number): number => {
  let [one, next] = [1, 1]
  for (let index = 0; index < symbol; index += 1) [one, next] = [next, one + next]
  return one
}

const SETS = {
  'one symbol': countsOf((symbol) => (symbol === 7 ? 1000 : 0)),
  'two symbols': countsOf((symbol) => (symbol < 2 ? symbol + 1 : 0)),
  'all symbols alike': countsOf(() => 5),
  'all symbols, each rarer than the last': countsOf(
    (symbol) => 1 + Math.floor(1_000_000 / (symbol + 1) ** 2),
  ),
  'a tree of forty levels': countsOf((symbol) => (symbol < 40 ? fibonacci(symbol) : 0)),
  'no symbol': countsOf(() => 0),
}

test.each(Object.entries(SETS))(
  '%s: each has a code of its own, of 16 bits at most and never of ones only',
  (_, counts) => {
    const { lengths, codes, codesOfLength, symbols } = huffmanTable(counts)
    const written = [...symbols]
    expect(written.sort((one, other) => one - other)).toEqual(
      [...counts.keys()].filter((symbol) => (counts[symbol] ?? 0) > 0),
    )
    expect(codesOfLength.reduce((sum, count) => sum + count, 0)).toBe(symbols.length)
    const texts = written.map((symbol) =>
      (codes[symbol] ?? 0).toString(2).padStart(lengths[symbol] ?? 0, '0'),
    )
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(0)
      expect(text.length).toBeLessThanOrEqual(16)
      expect(text).toContain('0')
      expect(texts.filter((other) => other.startsWith(text))).toEqual([text])
    }
  },
)

test('the mean length of a code comes within a bit of what is possible', () => {
  const counts = SETS['all symbols, each rarer than the last']
  const { lengths } = huffmanTable(counts)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const bits = counts.reduce((sum, count, symbol) => sum + count * (lengths[symbol] ?? 0), 0)
  const entropy = counts.reduce((sum, count) => sum + count * Math.log2(total / count), 0)
  expect(bits / total).toBeGreaterThanOrEqual(entropy / total)
  expect(bits / total).toBeLessThan(entropy / total + 0.1)
})
