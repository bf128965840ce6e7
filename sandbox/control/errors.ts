import { z } from 'zod'

/** What is wrong with one field of a request; with field null, with the request as a whole. */
export interface FieldError {
  field: string | null
  sentence: string
}

/** A request that changed nothing. `message` says all of it in one text, `problems` says it field by field. */
export interface ControlError {
  ok: false
  message: string
  problems: readonly FieldError[]
}

/** What a call of the control API made or changed, or what is wrong with it; 200 and 400 where no status is named. */
export type ControlResult<Value> =
  | { ok: true; value: Value; status?: 201 }
  | (ControlError & { status?: 404 | 409 })

export function controlError(sentence: string, field: string | null = null): ControlError {
  return { ok: false, message: sentence, problems: [{ field, sentence }] }
}

/** One problem a field: the first is enough to go on with. */
export function schemaError(error: z.ZodError): ControlError {
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
export function limitError(what: string, most: number): ControlError {
  return controlError(`The sandbox keeps ${most} ${what} at most. Remove some first.`)
}

/** Short enough for a response, whatever was sent. */
const MAX_MESSAGE_CHARACTERS = 800

/** A number without a fraction, refused with a sentence that names both ends. */
export function wholeNumber(name: string, min: number, max: number) {
  const error = `${name} is a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** The values a schema takes, in the order it names them; null when there are too many to list. */
export function choicesOf(schema: z.ZodType): readonly unknown[] | null {
  const inner = innerSchema(schema)
  if (inner instanceof z.ZodEnum) return inner.options
  if (inner instanceof z.ZodLiteral) return [...inner.values]
  if (inner instanceof z.ZodBoolean) return [true, false]
  return null
}

/** A schema without what lets it be left out or null. */
export function innerSchema(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? innerSchema(schema.unwrap() as z.ZodType)
    : schema
}
