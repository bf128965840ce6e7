import type { Received } from '../../wire/received'
import type { Signing } from '../signing'

/** What a mistake may need to know about the request besides how it should have been signed. */
export interface Circumstances {
  received: Received
  /** Secrets that are not the token's, with the words for whose they are. */
  otherSecrets: readonly { whose: string; secret: string }[]
}

/** The right way with a step replaced, and sometimes a sentence that fits better than the mistake's own. */
export interface Variant {
  step: Partial<Signing>
  sentence?: string
}

/** A mistake that clients make when they sign. */
export interface Mistake {
  /** Its short name, for scripts. */
  name: string
  /** What the client did and what OAuth wants, for a person. */
  sentence: string
  /** Every shape of it that this request can have. */
  variants(right: Signing, circumstances: Circumstances): Variant[]
}
