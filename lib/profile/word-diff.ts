/** A stretch of a text that stayed, or that only one of two texts has. */
export interface Stretch {
  kind: 'same' | 'differs'
  text: string
}

/** Two texts cut into stretches: what `was` has lost, and what `willBe` has gained. */
interface WordDiff {
  was: Stretch[]
  willBe: Stretch[]
}

/** Spaces belong to the word before them, so that a run of new words is one stretch and not many. */
const WORDS = /\n|[^\s]+[^\S\n]*|[^\S\n]+/g

/** Scripts that write words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** More pairs of words than this are not compared: time and memory grow with their number. */
const MAX_PAIRS = 1_000_000

/**
 * The difference of two texts, word by word: the longest common sequence stays, the rest differs. Of texts with too
 * many words all of it differs.
 */
export function diffWords(was: string, willBe: string): WordDiff {
  const before = wordsOf(was)
  const after = wordsOf(willBe)
  if (before.length * after.length > MAX_PAIRS) return wholeTexts(was, willBe)
  const common = commonLengths(before, after)
  const diff: WordDiff = { was: [], willBe: [] }
  let [b, a] = [0, 0]
  while (b < before.length || a < after.length) {
    const [wordBefore, wordAfter] = [before[b], after[a]]
    if (wordBefore !== undefined && wordAfter !== undefined && isSameWord(wordBefore, wordAfter)) {
      append(diff.was, 'same', wordBefore)
      append(diff.willBe, 'same', wordAfter)
      b++
      a++
    } else if (wordAfter === undefined || (common[b + 1]?.[a] ?? 0) >= (common[b]?.[a + 1] ?? 0)) {
      if (wordBefore === undefined) break
      append(diff.was, 'differs', wordBefore)
      b++
    } else {
      append(diff.willBe, 'differs', wordAfter)
      a++
    }
  }
  for (; a < after.length; a++) append(diff.willBe, 'differs', after[a] ?? '')
  return showsSomething(diff) || was === willBe ? diff : wholeTexts(was, willBe)
}

function wordsOf(text: string): string[] {
  const words = text.match(WORDS) ?? []
  // Browsers before 2024 may lack the segmenter; a run without spaces is one word there.
  if (!UNSPACED.test(text) || typeof Intl.Segmenter === 'undefined') return words
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  return words.flatMap((word) => {
    if (!UNSPACED.test(word)) return [word]
    const bare = word.trimEnd()
    const parts = Array.from(segmenter.segment(bare), ({ segment }) => segment)
    return [...parts.slice(0, -1), `${parts.at(-1) ?? ''}${word.slice(bare.length)}`]
  })
}

/** For every pair of places, how many words the rests of both texts have in common. */
function commonLengths(before: string[], after: string[]): number[][] {
  const lengths: number[][] = Array.from({ length: before.length + 1 }, () => [])
  for (let b = before.length - 1; b >= 0; b--) {
    for (let a = after.length - 1; a >= 0; a--) {
      const longer = Math.max(lengths[b + 1]?.[a] ?? 0, lengths[b]?.[a + 1] ?? 0)
      const row = lengths[b] ?? []
      row[a] = isSameWord(before[b], after[a]) ? 1 + (lengths[b + 1]?.[a + 1] ?? 0) : longer
    }
  }
  return lengths
}

function isSameWord(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one?.trim() !== '' && one?.trim() === other?.trim())
}

function append(stretches: Stretch[], kind: Stretch['kind'], text: string) {
  const last = stretches.at(-1)
  if (last?.kind === kind) last.text += text
  else stretches.push({ kind, text })
}

const showsSomething = (diff: WordDiff) =>
  [...diff.was, ...diff.willBe].some(({ kind }) => kind === 'differs')

/** Texts that differ only in their spaces have no word to point at, and very long ones too many. */
function wholeTexts(was: string, willBe: string): WordDiff {
  return { was: [{ kind: 'differs', text: was }], willBe: [{ kind: 'differs', text: willBe }] }
}
