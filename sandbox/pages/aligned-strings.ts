/** A stretch of two texts: the same in both, or what each has in its place. */
export interface Stretch {
  yours: string
  wanted: string
  same: boolean
}

/** How many characters must agree again before a difference counts as over. */
const AGREEMENT_CHARACTERS = 6
/** How far the end of a difference is searched for; beyond it everything differs. */
const MAX_DIFFERENCE_CHARACTERS = 160

/** Two texts side by side, so that what agrees again after a difference stands in the same columns. */
export function alignStrings(yours: string, wanted: string): Stretch[] {
  const stretches: Stretch[] = []
  let [a, b] = [0, 0]
  while (a < yours.length || b < wanted.length) {
    const agreed = agreement(yours, a, wanted, b)
    if (agreed > 0)
      stretches.push({ yours: yours.slice(a, a + agreed), wanted: wanted.slice(b, b + agreed), same: true })
    a += agreed
    b += agreed
    if (a === yours.length && b === wanted.length) break
    const [skipA, skipB] = difference(yours.slice(a), wanted.slice(b))
    stretches.push({ yours: yours.slice(a, a + skipA), wanted: wanted.slice(b, b + skipB), same: false })
    a += skipA
    b += skipB
  }
  return wholeEscapes(stretches)
}

function agreement(a: string, fromA: number, b: string, fromB: number): number {
  let length = 0
  while (fromA + length < a.length && a[fromA + length] === b[fromB + length]) length += 1
  return length
}

/** The shortest stretches after which both go on alike. */
function difference(a: string, b: string): [number, number] {
  for (let total = 1; total <= MAX_DIFFERENCE_CHARACTERS; total += 1) {
    for (let skipA = 0; skipA <= total; skipA += 1) {
      const [restA, restB] = [a.slice(skipA), b.slice(total - skipA)]
      const next = restA.slice(0, AGREEMENT_CHARACTERS)
      if (next === restB.slice(0, AGREEMENT_CHARACTERS) && (next.length > 0 || restA === restB)) {
        return [Math.min(skipA, a.length), Math.min(total - skipA, b.length)]
      }
    }
  }
  return [a.length, b.length]
}

/** `%2B` against `%2520` is read as a whole, not as a B against 520. */
function wholeEscapes(stretches: Stretch[]): Stretch[] {
  for (const [index, stretch] of stretches.entries()) {
    const before = stretches[index - 1]
    const begun = /%[0-9A-Fa-f]{0,1}$/.exec(before?.yours ?? '')?.[0]
    if (!before || stretch.same || begun === undefined) continue
    before.yours = before.yours.slice(0, -begun.length)
    before.wanted = before.wanted.slice(0, -begun.length)
    stretch.yours = begun + stretch.yours
    stretch.wanted = begun + stretch.wanted
  }
  return stretches
}
