import { z } from 'zod/mini'
import { boundedText } from '@/lib/profile/bounded-text'

/** The longest name of a file or an account that is read from the device, in UTF-16 units. */
const NAME_MAX_UNITS = 255

/** A text that a browser has stored, perhaps for another version of this program: cut at the bound of all texts. */
export const StoredTextSchema = z.pipe(
  z.string(),
  z.transform((text) => boundedText(text)),
)

export const StoredNameSchema = z.pipe(
  z.string(),
  z.transform((name) => boundedText(name, NAME_MAX_UNITS)),
)

/** A colour of links; in records of before there was one it is not known, and so empty. */
export const StoredColorSchema = z._default(StoredTextSchema, '')
