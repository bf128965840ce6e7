/** One edit of one field, as it was made. */
export interface Edit {
  field: string
  /** What the field held afterwards. */
  value: string
  /** When the page had it, in milliseconds of `performance.now()`; null while that is not known. */
  madeAt: number | null
}

/** What is missing of one field. */
export interface LostEdit {
  field: string
  found: string
  /** What the field held last. */
  last: string
  /** How old the oldest missing edit was when the browser died; infinite when what was found was never there. */
  ageMilliseconds: number
}

/**
 * The fields whose last edits are not there. `edits` are those of all fields in the order they were made, each field
 * beginning with what it held at first; `found` is what each field holds now.
 */
export function lostEdits(
  edits: readonly Edit[],
  found: ReadonlyMap<string, string>,
  killedAt: number,
): LostEdit[] {
  return [...found].flatMap(([field, value]) => {
    const history = edits.filter((edit) => edit.field === field)
    const last = history.at(-1)
    if (!last || last.value === value) return []
    const index = history.findLastIndex((edit) => edit.value === value)
    const oldest = history[index + 1]
    // An edit that was only just under way may be there or not.
    const ageMilliseconds = index === -1 ? Number.POSITIVE_INFINITY : killedAt - (oldest?.madeAt ?? killedAt)
    return [{ field, found: value, last: last.value, ageMilliseconds }]
  })
}
