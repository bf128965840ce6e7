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
  const credentials = await readPageCredentials()
  if (!credentials.ok) return credentials
  const id = (await headers()).get(REQUEST_ID_HEADER) ?? undefined
  const answer = await inRequestScope(() => verifyCredentials({ skip_status: 'true' }, credentials.value), id)
  return answer.ok ? ok(profileFromUser(answer.value.user)) : answer
}
