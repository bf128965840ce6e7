import { z } from 'zod'

/** A value that a switch of the sandbox can have. */
export type Choice = string | number | boolean

/** The values a schema takes, in the order it names them; null when there are too many to list. */
export function choicesOf(schema: z.ZodType): readonly Choice[] | null {
  if (schema instanceof z.ZodDefault) return choicesOf(schema.def.innerType as z.ZodType)
  if (schema instanceof z.ZodEnum) return schema.options
  if (schema instanceof z.ZodLiteral) return [...schema.values].filter(isChoice)
  if (schema instanceof z.ZodBoolean) return [true, false]
  return null
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
