import 'server-only'
import type { Refusal } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import type { Result } from '@/lib/result'
import { readEnv } from '../env'
import {
  type AnswerOptions,
  accountPath,
  callForUser,
  callThenRead,
  type TextParameters,
  type UserAnswer,
} from './x-account'
import type { Credentials } from './x-request'

/** One way to change the texts of a profile: what is left out stays, what is empty is cleared. */
interface TextTransport {
  name: Transport
  publish(
    texts: TextParameters,
    options: AnswerOptions,
    credentials: Credentials,
  ): Promise<Result<UserAnswer, Refusal>>
}

/** Source: X API v1.1, POST account/update_profile. */
const V1: TextTransport = {
  name: 'v1.1',
  publish: (texts, options, credentials) => {
    const path = accountPath('update_profile')
    return callForUser({ kind: 'text', method: 'POST', path, form: { ...texts, ...options } }, credentials)
  },
}

/**
 * Signed with the same token; the User is read by v1.1 afterwards, which every access level includes.
 * Source: X API v2, PUT users/me.
 */
const V2: TextTransport = {
  name: 'v2',
  publish: async (texts, options, credentials) => {
    const call = { kind: 'text_v2', method: 'PUT', path: '/2/users/me', json: { ...texts } } as const
    const answer = await callThenRead(call, options, credentials)
    return answer.ok ? { ok: true, value: { ...answer.value, transport: 'v2' } } : answer
  },
}

/**
 * Changes the given texts by whichever API takes them; gives the User as it is afterwards. The next transport is
 * tried only when one is refused for the app's access level. When none takes them the refusal is v1.1's, whose
 * meaning is known. `known`: the transport that took them last.
 *
 * Refuses with `field_rejected` beside what every call refuses with.
 */
export async function publishTexts(
  texts: TextParameters,
  options: AnswerOptions,
  credentials: Credentials,
  known: Transport | null,
): Promise<Result<UserAnswer, Refusal>> {
  const [first, second] = known === 'v2' ? [V2, V1] : [V1, V2]
  const answer = await first.publish(texts, options, credentials)
  if (answer.ok || answer.error.reason !== 'tier_refused' || !readEnv().serverKind.hasApiV2) return answer
  const other = await second.publish(texts, options, credentials)
  const isRefusedByBoth = !other.ok && other.error.reason === 'tier_refused'
  return isRefusedByBoth && first === V1 ? answer : other
}
