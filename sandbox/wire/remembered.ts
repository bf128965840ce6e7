/**
 * The same function of one text, with its last results kept: for pure functions that are asked the same again and
 * again. The result is shared, so nobody may change it.
 */
export function remembered<Result>(make: (text: string) => Result, kept = 500): (text: string) => Result {
  const results = new Map<string, Result>()
  return (text) => {
    const known = results.get(text)
    if (known !== undefined) return known
    const result = make(text)
    if (results.size >= kept) results.clear()
    results.set(text, result)
    return result
  }
}

/** As {@link remembered}, of numbers that stay the same for a while: the last result alone is kept. */
export function lastRemembered(make: (value: number) => string): (value: number) => string {
  let last = { value: Number.NaN, text: '' }
  return (value) => {
    if (last.value !== value) last = { value, text: make(value) }
    return last.text
  }
}

/** Made when it is first asked for, and the same from then on; what it was made from is let go. */
export function once<Result>(make: () => Result): () => Result {
  let state: { make: () => Result } | { result: Result } = { make }
  return () => {
    if ('make' in state) state = { result: state.make() }
    return state.result
  }
}
