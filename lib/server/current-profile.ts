import 'server-only'
import type { Profile } from '@/lib/profile'
import type { Refusal } from '@/lib/refusal'
import { ok, type Result } from '@/lib/result'
import { profileFromUser } from '@/lib/user-object'
import { readPageCredentials } from './session'
import { verifyCredentials } from './x/x-account'

/** The published profile of the person for whom a page is rendered, or why it cannot be shown. */
export async function readCurrentProfile(): Promise<Result<Profile, Refusal>> {
  const credentials = await readPageCredentials()
  if (!credentials.ok) return credentials
  const answer = await verifyCredentials({ skip_status: 'true' }, credentials.value)
  return answer.ok ? ok(profileFromUser(answer.value.user)) : answer
}
