import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { ApiError } from '@/lib/profile/api-error'
import { type Capabilities, capabilitiesOf, type PartCapability } from '@/lib/profile/capabilities'
import type { Profile } from '@/lib/profile/profile'
import { profileFromUser } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { readPageCredentials } from '@/lib/server/auth/session'
import { identifyServer, readEnv } from '@/lib/server/env'
import { logForOwner } from '@/lib/server/log'
import { newRequestScope, REQUEST_ID_HEADER, requestScopes } from '@/lib/server/request-scope'
import { type UserAnswer, verifyCredentials } from '@/lib/server/x/x-account'
import { NOTHING_NOTED, pauseOf, readNotes, type ServerNotes } from './server-quirks'

const PROFILE_PAGE = '/profile'

/** The User of the person for whom a page is rendered, asked once for a page. */
const readPageUser = cache(async (): Promise<Result<UserAnswer, ApiError>> => {
  const session = await readPageCredentials()
  if (!session.ok) return session
  const pause = pauseOf(await readPageNotes(), 'read', new Date())
  if (pause) return err(pause)
  const id = (await headers()).get(REQUEST_ID_HEADER) ?? undefined
  return requestScopes.run(newRequestScope(id), async () => {
    const answer = await verifyCredentials({ skip_status: 'true' }, session.value)
    if (!answer.ok) logForOwner(PROFILE_PAGE, answer.error)
    return answer
  })
})

/** The published profile of the person for whom a page is rendered, or why it cannot be shown. */
export async function readCurrentProfile(): Promise<Result<Profile, ApiError>> {
  const answer = await readPageUser()
  return answer.ok ? ok(profileFromUser(answer.value.user, readEnv().serverKind)) : answer
}

/** What the person's server takes, for the editor to say before time is spent on it. */
export async function readCapabilities(): Promise<Capabilities> {
  const { capabilities } = await readPageNotes()
  return capabilitiesAt(identifyServer(), capabilities, await v2Use())
}

/** How far the person is dependent on API v2: their token is for nothing else, or API v1.1 did not even let us read. */
type V2Use = 'alone' | 'for_reading' | 'none'

async function v2Use(): Promise<V2Use> {
  if (readEnv().oauth2) return 'alone'
  const answer = await readPageUser()
  return answer.ok && answer.value.readBy === 'v2' ? 'for_reading' : 'none'
}

async function readPageNotes(): Promise<ServerNotes> {
  const session = await readPageCredentials()
  return session.ok ? readNotes((await headers()).get('cookie'), session.value) : NOTHING_NOTED
}

/** X's changelog of 14 May 2018 ended profile backgrounds; their calls were shut by September of that year. */
const GONE_FROM_X: Partial<Capabilities> = {
  background: { accepts: false, transport: null, reason: 'gone', since: '2018-09-01T00:00:00.000Z' },
}

const BY_V2: PartCapability = { accepts: true, transport: 'v2' }
const NOT_IN_V2: PartCapability = { accepts: false, transport: null, reason: 'not_in_v2' }
const REFUSED_WITH_READING: PartCapability = { accepts: false, transport: null, reason: 'tier' }

const OF_V2_USE: Record<V2Use, Partial<Capabilities>> = {
  alone: { text: BY_V2, avatar: BY_V2, banner: NOT_IN_V2, background: NOT_IN_V2 },
  for_reading: { text: BY_V2, banner: REFUSED_WITH_READING, background: REFUSED_WITH_READING },
  none: {},
}

/** What a server takes: what it told this person, and where it told nothing, what is known of it without asking. */
export function capabilitiesAt(
  { host, kind }: ServerIdentity,
  learned: Partial<Capabilities>,
  v2: V2Use = 'none',
): Capabilities {
  const known = { ...OF_V2_USE[v2], ...(host === 'x' && GONE_FROM_X) }
  // A token of the other kind, which the owner set up before, may have been told otherwise.
  const final = v2 === 'alone' && { banner: known.banner, background: known.background }
  return capabilitiesOf({ ...known, ...learned, ...final }, kind)
}
