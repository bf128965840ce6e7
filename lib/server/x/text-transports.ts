import 'server-only'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import type { Transport } from '@/lib/profile/capabilities'
import { hexColor } from '@/lib/profile/link-color'
import { LINK_COLOR_PARAMETER, PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import { profileFromUser, type User } from '@/lib/profile/user-object'
import { err, type Result } from '@/lib/result'
import { readEnv } from '../env'
import { byEitherApi, callV2 } from './v2-account'
import {
  type AnswerOptions,
  accountPath,
  callForProvenUser,
  readAfterChange,
  type TextParameters,
  thenRead,
  type UserAnswer,
} from './x-account'
import type { Credentials } from './x-request'

/** Whether every text, and the colour, is stored as it was sent. */
function showsTexts(user: User, texts: TextParameters): boolean {
  const profile = profileFromUser(user, readEnv().serverKind)
  const color = texts[LINK_COLOR_PARAMETER]
  if (color !== undefined && hexColor(color) !== profile.linkColor) return false
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
  const v1 = () => publishByV1(texts, options, credentials)
  const v2 = async () => {
    if (texts[LINK_COLOR_PARAMETER] !== undefined) return err(COLOR_NOT_IN_V2)
    const call = { kind: 'text_v2', method: 'PUT', path: '/2/users/me', json: { ...texts } } as const
    return thenRead(() => callV2(call, credentials), options, credentials, 'v2')
  }
  return byEitherApi(credentials, { v1, v2 }, known)
}

const OF_COLOR = { field: LINK_COLOR_PARAMETER } as const
const COLOR_NOT_IN_V2 = apiError('field_rejected', 'API v2 has no call for the colour of links.', {
  ...OF_COLOR,
  cause: 'not_in_v2',
})

/** The texts and the colour in one call where a server takes both in one, and else the texts first. */
async function publishByV1(
  texts: TextParameters,
  options: AnswerOptions,
  credentials: Credentials,
): Promise<Result<UserAnswer, ApiError>> {
  const { name, parameter, prefix } = readEnv().serverKind.linkColorCall
  const send = (path: string, form: Record<string, string>, sent: TextParameters) =>
    callForProvenUser(
      { kind: 'text', method: 'POST', path: accountPath(path), form: { ...form, ...options } },
      options,
      credentials,
      (user) => showsTexts(user, sent),
    )
  const { [LINK_COLOR_PARAMETER]: color, ...others } = texts
  if (color === undefined || name === 'update_profile') return send('update_profile', texts, texts)
  const hasTexts = Object.keys(others).length > 0
  const done = hasTexts ? await send('update_profile', others, others) : null
  if (done && !done.ok) return done
  const digits = hexColor(color)?.slice(1) ?? color
  const colored = await send(name, { [parameter]: prefix + digits }, { [LINK_COLOR_PARAMETER]: color })
  if (colored.ok) return colored
  // The texts are stored by now. What the profile then shows tells them from the colour.
  if (hasTexts) return readAfterChange(options, credentials)
  // A server that lacks this one call takes texts all the same.
  const isMissing = colored.error.reason === 'gone'
  return isMissing ? err(apiError('field_rejected', colored.error.message, OF_COLOR)) : colored
}
