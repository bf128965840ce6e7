import 'server-only'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { type Capabilities, capabilitiesOf } from '@/lib/profile/capabilities'

/** X's changelog of 14 May 2018 ended profile backgrounds; their calls were shut by September of that year. */
const GONE_FROM_X: Partial<Capabilities> = {
  background: { accepts: false, transport: null, reason: 'gone', since: '2018-09-01T00:00:00.000Z' },
}

/** What a server takes: what it told this person, and where it told nothing, what is known of it without asking. */
export function capabilitiesAt({ kind }: ServerIdentity, learned: Partial<Capabilities>): Capabilities {
  return capabilitiesOf(kind === 'x' ? { ...GONE_FROM_X, ...learned } : learned)
}
