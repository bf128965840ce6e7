import 'server-only'
import type { ApiError } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import { PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import { profileFromUser, type User } from '@/lib/profile/user-object'
import type { Result } from '@/lib/result'
import { readEnv } from '../env'
import { byEitherApi, callV2 } from './v2-account'
import {
  type AnswerOptions,
  accountPath,
  callForProvenUser,
  type TextParameters,
  thenRead,
  type UserAnswer,
} from './x-account'
import type { Credentials } from './x-request'

/** Whether every text is stored as it was sent. */
function showsTexts(user: User, texts: TextParameters): boolean {
  const profile = profileFromUser(user, readEnv().serverKind)
  return TEXT_FIELDS.every((field) => {
    const text = texts[PARAMETER_OF_FIELD[field]]
    return text === undefined || text === profile[field]
  })
}

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
): Promise<Result<UserAnswer, ApiError>> {
  const v1 = () => {
    const path = accountPath('update_profile')
    const call = { kind: 'text', method: 'POST', path, form: { ...texts, ...options } } as const
    return callForProvenUser(call, options, credentials, (user) => showsTexts(user, texts))
  }
  const v2 = () => {
    const call = { kind: 'text_v2', method: 'PUT', path: '/2/users/me', json: { ...texts } } as const
    return thenRead(() => callV2(call, credentials), options, credentials, 'v2')
  }
  return byEitherApi(credentials, { v1, v2 }, known)
}
