import type { Refusal } from './api-error'
import { PARTS, type Part } from './changes'

/** By which of a server's APIs a part is published. */
export type Transport = 'v1.1' | 'v2'

/** Whether a server takes a part today, as far as its own answers told. */
export interface PartCapability {
  accepts: boolean
  /** Null when it takes the part by none. */
  transport: Transport | null
  /** Why not: the app's access level does not include it, or the server has no such call any more, or not in API v2. */
  reason?: 'tier' | 'gone' | 'not_in_v2'
  /** ISO 8601: when the server first said so to this person. */
  since?: string
  /** What it takes without doing it: emptying a text, hiding the background. */
  isIgnored?: 'clearing' | 'hiding'
}

export type Capabilities = Record<Part, PartCapability>

/**
 * Habits of a server beside X's, each learned from an answer that was not what had been asked for. A habit that was
 * not seen is left out.
 */
export interface ServerTraits {
  /** Empties every text that is left out of an update. GNU social does. */
  blanksOmitted?: true
  /** Leaves a text as it was when it is to be emptied. StatusNet does. */
  keepsEmptied?: true
  /** Takes the switches of the background only together with its picture. StatusNet does. */
  wantsPictureWithSwitch?: true
  /** Shows the background whatever is said of that. StatusNet does. */
  ignoresUse?: true
}

const ACCEPTED: PartCapability = { accepts: true, transport: 'v1.1' }

/** Every part of a server that has refused none. */
export function capabilitiesOf(learned: Partial<Capabilities>): Capabilities {
  const { text, avatar, banner, background } = learned
  return {
    text: text ?? ACCEPTED,
    avatar: avatar ?? ACCEPTED,
    banner: banner ?? ACCEPTED,
    background: background ?? ACCEPTED,
  }
}

/** The same capabilities with what a server's habits take away from them. */
export function withTraits(capabilities: Capabilities, traits: ServerTraits): Capabilities {
  const { text, background } = capabilities
  return {
    ...capabilities,
    text: traits.keepsEmptied ? { ...text, isIgnored: 'clearing' } : text,
    background: traits.ignoresUse ? { ...background, isIgnored: 'hiding' } : background,
  }
}

/**
 * What is known of a server after one more answer about a part: the refusal, or the transport that took it. Only
 * what differs from X as documented is kept, so that nothing has to be remembered of a server that takes everything.
 */
export function capabilitiesAfter(
  learned: Partial<Capabilities>,
  part: Part,
  outcome: Refusal | Transport,
  now: Date,
): Partial<Capabilities> {
  const before = learned[part]
  const others = Object.fromEntries(
    PARTS.filter((other) => other !== part).flatMap((other) => {
      const capability = learned[other]
      return capability ? [[other, capability]] : []
    }),
  )
  if (outcome === 'v1.1') return others
  if (outcome === 'v2') return { ...others, [part]: { accepts: true, transport: outcome } }
  // Known without asking.
  if (outcome.cause === 'not_in_v2') return learned
  const reason = REASON_WHY_NOT[outcome.reason]
  if (!reason) return learned
  const since = before?.reason === reason && before.since ? before.since : now.toISOString()
  return { ...others, [part]: { accepts: false, transport: null, reason, since } }
}

const REASON_WHY_NOT: Partial<Record<Refusal['reason'], PartCapability['reason']>> = {
  tier_refused: 'tier',
  gone: 'gone',
}
