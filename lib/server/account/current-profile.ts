import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Refusal } from '@/lib/profile/api-error'
import { type Capabilities, capabilitiesOf, withTraits } from '@/lib/profile/capabilities'
import type { Profile } from '@/lib/profile/profile'
import { profileFromUser } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { readPageCredentials } from '@/lib/server/auth/session'
import { inRequestScope, REQUEST_ID_HEADER } from '@/lib/server/request-scope'
import { verifyCredentials } from '@/lib/server/x/x-account'
import { identifyServer } from './server-identity'
import { NOTHING_NOTED, pauseOf, readNotes, type ServerNotes } from './server-quirks'

/** The published profile of the person for whom a page is rendered, or why it cannot be shown. Asked once for a page. */
export const readCurrentProfile = cache(async (): Promise<Result<Profile, Refusal>> => {
  const session = await readPageCredentials()
  if (!session.ok) return session
  const pause = pauseOf(await readPageNotes(), 'read', new Date())
  if (pause) return err(pause)
  const id = (await headers()).get(REQUEST_ID_HEADER) ?? undefined
  const answer = await inRequestScope(() => verifyCredentials({ skip_status: 'true' }, session.value), id)
  return answer.ok ? ok(profileFromUser(answer.value.user)) : answer
})

/** What the person's server takes, for the editor to say before time is spent on it. */
export async function readCapabilities(): Promise<Capabilities> {
  const { capabilities, traits } = await readPageNotes()
  return withTraits(capabilitiesAt(identifyServer(), capabilities), traits)
}

async function readPageNotes(): Promise<ServerNotes> {
  const session = await readPageCredentials()
  return session.ok ? readNotes((await headers()).get('cookie'), session.value) : NOTHING_NOTED
}

/** X's changelog of 14 May 2018 ended profile backgrounds; their calls were shut by September of that year. */
const GONE_FROM_X: Partial<Capabilities> = {
  background: { accepts: false, transport: null, reason: 'gone', since: '2018-09-01T00:00:00.000Z' },
}

/** What a server takes: what it told this person, and where it told nothing, what is known of it without asking. */
export function capabilitiesAt({ host }: ServerIdentity, learned: Partial<Capabilities>): Capabilities {
  return capabilitiesOf(host === 'x' ? { ...GONE_FROM_X, ...learned } : learned)
}
