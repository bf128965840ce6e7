/** As many symbols as a byte can tell apart. */
export const SYMBOLS = 256
const MOST_BITS = 16

/** One Huffman table. */
export interface HuffmanTable {
  /** How many codes there are of each length from 1 to 16 bits: BITS in T.81. */
  codesOfLength: Uint8Array
  /** The symbols in the order of their codes: HUFFVAL in T.81. */
  symbols: Uint8Array
  /** The length in bits of each symbol's code, by symbol; 0 where it has none. */
  lengths: Uint8Array
  /** Each symbol's code, by symbol. */
  codes: Uint16Array
}

/**
 * The table that writes symbols in the fewest bits, none in more than 16, and none in ones only.
 * `counts` says how often each of the 256 symbols comes. Sources: T.81, Annex K.2, and Annex C for the codes.
 */
export function huffmanTable(counts: Uint32Array): HuffmanTable {
  const depths = treeDepths(counts)
  const codesOfLength = limitedLengths(depths)
  const symbols = Uint8Array.from({ length: SYMBOLS }, (_, symbol) => symbol)
    .filter((symbol) => (counts[symbol] ?? 0) > 0)
    .sort((one, other) => (depths[one] ?? 0) - (depths[other] ?? 0) || one - other)
  const lengths = new Uint8Array(SYMBOLS)
  const codes = new Uint16Array(SYMBOLS)
  let code = 0
  let next = 0
  for (const [index, count] of codesOfLength.entries()) {
    for (const symbol of symbols.subarray(next, next + count)) {
      lengths[symbol] = index + 1
      codes[symbol] = code
      code += 1
    }
    next += count
    code *= 2
  }
  return { codesOfLength, symbols, lengths, codes }
}

/** How deep each symbol lies in Huffman's tree, and behind them all the one that takes the code of ones. */
function treeDepths(counts: Uint32Array): Uint16Array {
  const depths = new Uint16Array(SYMBOLS + 1)
  let trees = [...counts, 1].flatMap((count, symbol) => (count > 0 ? [{ count, leaves: [symbol] }] : []))
  trees.sort((one, other) => one.count - other.count || (other.leaves[0] ?? 0) - (one.leaves[0] ?? 0))
  while (trees.length > 1) {
    const [rarest, next, ...others] = trees
    if (!rarest || !next) break
    const leaves = [...rarest.leaves, ...next.leaves]
    for (const leaf of leaves) depths[leaf] = (depths[leaf] ?? 0) + 1
    const count = rarest.count + next.count
    const place = others.findIndex((tree) => tree.count > count)
    others.splice(place < 0 ? others.length : place, 0, { count, leaves })
    trees = others
  }
  return depths
}

/** How many codes of each length there are once none is longer than 16 bits and the one of ones is gone: figure K.3. */
function limitedLengths(depths: Uint16Array): Uint8Array {
  const bits = new Array<number>(SYMBOLS + 1).fill(0)
  for (const depth of depths) if (depth > 0) bits[depth] = (bits[depth] ?? 0) + 1
  const add = (length: number, count: number) => {
    bits[length] = (bits[length] ?? 0) + count
  }
  for (let length = SYMBOLS; length > MOST_BITS; length -= 1) {
    while ((bits[length] ?? 0) > 0) {
      // Two of the longest become one; where a shorter one was, it and the other then go a bit deeper.
      let shorter = length - 2
      while (bits[shorter] === 0) shorter -= 1
      add(length, -2)
      add(length - 1, 1)
      add(shorter + 1, 2)
      add(shorter, -1)
    }
  }
  let longest = MOST_BITS
  while (longest > 0 && bits[longest] === 0) longest -= 1
  add(longest, -1)
  return Uint8Array.from(bits.slice(1, MOST_BITS + 1))
}
