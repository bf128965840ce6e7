import type { ServerKind } from '@/lib/server-kinds'
import type { ApiError } from './api-error'
import type { Part } from './slots'

/** By which of a server's APIs a part is published. */
export type Transport = 'v1.1' | 'v2'

/** Whether a server takes a part today, as far as its own answers told. */
export interface PartCapability {
  accepts: boolean
  /** Null when it takes the part by none. */
  transport: Transport | null
  /**
   * Why not: the app's access level does not include it, the server has no such call any more, never had one, or not in
   * API v2.
   */
  reason?: 'tier' | 'gone' | 'missing' | 'not_in_v2'
  /** ISO 8601: when the server first said so to this person. */
  since?: string
}

export type Capabilities = Record<Part, PartCapability>

const ACCEPTED: PartCapability = { accepts: true, transport: 'v1.1' }

const MISSING: PartCapability = { accepts: false, transport: null, reason: 'missing' }

/** Whether the colour of links, which travels with the texts, can be published: API v2 has no call for it. */
export const takesLinkColor = ({ text }: Capabilities): boolean => text.transport !== 'v2'

/** Every part of a server of this kind, by what it has refused. */
export function capabilitiesOf(
  learned: Partial<Capabilities>,
  { missingParts }: Pick<ServerKind, 'missingParts'>,
): Capabilities {
  const of = (part: Part) => (missingParts.includes(part) ? MISSING : (learned[part] ?? ACCEPTED))
  return { text: of('text'), avatar: of('avatar'), banner: of('banner'), background: of('background') }
}

/**
 * What is known of a server after one more answer about a part: the refusal, or the transport that took it. Only
 * what differs from X as documented is kept, so that nothing has to be remembered of a server that takes everything.
 */
export function capabilitiesAfter(
  learned: Partial<Capabilities>,
  part: Part,
  outcome: ApiError | Transport,
  now: Date,
): Partial<Capabilities> {
  const { [part]: before, ...others } = learned
  if (outcome === 'v1.1') return others
  if (outcome === 'v2') return { ...others, [part]: { accepts: true, transport: outcome } }
  // Known without asking.
  if (outcome.cause === 'not_in_v2') return learned
  const reason = REASON_WHY_NOT[outcome.reason]
  if (!reason) return learned
  const since = before?.reason === reason && before.since ? before.since : now.toISOString()
  return { ...others, [part]: { accepts: false, transport: null, reason, since } }
}

const REASON_WHY_NOT: Partial<Record<ApiError['reason'], PartCapability['reason']>> = {
  tier_refused: 'tier',
  gone: 'gone',
}
