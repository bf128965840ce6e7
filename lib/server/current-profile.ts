import 'server-only'
import { headers } from 'next/headers'
import type { Profile } from '@/lib/profile'
import type { Refusal } from '@/lib/refusal'
import { ok, type Result } from '@/lib/result'
import { profileFromUser } from '@/lib/user-object'
import { inRequestScope, REQUEST_ID_HEADER } from './request-scope'
import { readPageCredentials } from './session'
import { verifyCredentials } from './x/x-account'

/** The published profile of the person for whom a page is rendered, or why it cannot be shown. */
export async function readCurrentProfile(): Promise<Result<Profile, Refusal>> {
  const session = await readPageCredentials()
  if (!session.ok) return session
  const id = (await headers()).get(REQUEST_ID_HEADER) ?? undefined
  const answer = await inRequestScope(() => verifyCredentials({ skip_status: 'true' }, session.value), id)
  return answer.ok ? ok(profileFromUser(answer.value.user)) : answer
}
