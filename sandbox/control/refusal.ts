import { z } from 'zod'

/** What is wrong with one field of a request; with field null, with the request as a whole. */
export interface Problem {
  field: string | null
  sentence: string
}

/** A request that changed nothing. `message` says all of it in one text, `problems` says it field by field. */
export interface Refusal {
  ok: false
  message: string
  problems: readonly Problem[]
}

export function refused(sentence: string, field: string | null = null): Refusal {
  return { ok: false, message: sentence, problems: [{ field, sentence }] }
}

/** One problem a field: the first is enough to go on with. */
export function refusedBySchema(error: z.ZodError): Refusal {
  const problems = new Map<string | null, string>()
  for (const { path, message } of error.issues) {
    const [first] = path
    const field = first === undefined ? null : String(first)
    if (!problems.has(field)) problems.set(field, message)
  }
  return {
    ok: false,
    message: z.prettifyError(error).slice(0, MAX_MESSAGE_CHARACTERS),
    problems: [...problems].map(([field, sentence]) => ({ field, sentence })),
  }
}

/** Refuses one more of what the sandbox keeps so many of. */
export function full(what: string, most: number): Refusal {
  return refused(`The sandbox keeps ${most} ${what} at most. Remove some first.`)
}

/** Short enough to be told in an answer, whatever was sent. */
const MAX_MESSAGE_CHARACTERS = 800

/** A number without a fraction, refused with a sentence that names both ends. */
export function wholeNumber(name: string, min: number, max: number) {
  const error = `${name} is a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}
