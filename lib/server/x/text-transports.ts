import 'server-only'
import type { Refusal } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import type { Result } from '@/lib/result'
import { byEitherApi, callV2 } from './v2-account'
import {
  type AnswerOptions,
  accountPath,
  callForUser,
  type TextParameters,
  thenRead,
  type UserAnswer,
} from './x-account'
import type { Credentials } from './x-request'

/**
 * Changes the given texts by whichever API takes them, see `byEitherApi`; what is left out stays, what is empty is
 * cleared. Gives the User as it is afterwards. Refuses with `field_rejected` beside what every call refuses with.
 * Source: X API v1.1, POST account/update_profile; X API v2, PUT users/me.
 */
export function publishTexts(
  texts: TextParameters,
  options: AnswerOptions,
  credentials: Credentials,
  known: Transport | null,
): Promise<Result<UserAnswer, Refusal>> {
  const v1 = () => {
    const path = accountPath('update_profile')
    return callForUser({ kind: 'text', method: 'POST', path, form: { ...texts, ...options } }, credentials)
  }
  const v2 = () => {
    const call = { kind: 'text_v2', method: 'PUT', path: '/2/users/me', json: { ...texts } } as const
    return thenRead(() => callV2(call, credentials), options, credentials, 'v2')
  }
  return byEitherApi(credentials, { v1, v2 }, known)
}
