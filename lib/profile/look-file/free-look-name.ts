import { LOOK_NAME_MAX_LENGTH } from './look-file'

/** A look's name, with a number behind it where it is taken; never longer than a name may be. */
export function freeLookName(name: string, taken: readonly string[]): string {
  const isTaken = new Set(taken)
  let free = name
  for (let number = 2; isTaken.has(free); number++) {
    const suffix = ` (${number})`
    // Half a character may be left where the name is cut.
    const beginning = name.slice(0, LOOK_NAME_MAX_LENGTH - suffix.length).replace(/[\uD800-\uDBFF]$/, '')
    free = beginning + suffix
  }
  return free
}
