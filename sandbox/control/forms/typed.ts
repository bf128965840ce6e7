import type { Choice } from '../choices'

/** What somebody typed into a form, by the fields' names. */
export type Typed = URLSearchParams

/** The text of a field; undefined when it was left empty. */
export function text(typed: Typed, name: string): string | undefined {
  return typed.get(name)?.trim() || undefined
}

/** A field's number; what is none stays text, so that the schema refuses it with its own sentence. */
export function number(typed: Typed, name: string): number | string | undefined {
  const written = text(typed, name)
  return written !== undefined && /^-?\d+$/.test(written) ? Number(written) : written
}

/** Browsers send a box that is ticked, and nothing for one that is not. */
export function ticked(typed: Typed, name: string): boolean {
  return typed.has(name)
}

/** Which of the choices was chosen; what is none of them stays text. */
export function chosen(typed: Typed, name: string, choices: readonly Choice[]): Choice | undefined {
  const written = text(typed, name)
  return choices.find((choice) => String(choice) === written) ?? written
}

/** The lines of a field that are not empty. */
export function lines(typed: Typed, name: string): string[] {
  return (typed.get(name) ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
