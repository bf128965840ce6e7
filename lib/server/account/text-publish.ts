import 'server-only'
import type { Refusal } from '@/lib/profile/api-error'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import { profileFromUser, type User } from '@/lib/profile/user-object'
import { err, type Result } from '@/lib/result'
import { type RequestParameters, readAnswerOptions } from '@/lib/server/http/request-parameters'
import { publishTexts } from '@/lib/server/x/text-transports'
import { type TextParameters, type UserAnswer, verifyCredentials } from '@/lib/server/x/x-account'
import { unexpectedAnswer } from '@/lib/server/x/x-errors'
import type { Credentials } from '@/lib/server/x/x-request'
import type { KnownServer } from './account-write'
import { readTextUpdate } from './text-update'

const PARAMETERS = TEXT_FIELDS.map((field) => PARAMETER_OF_FIELD[field])

/**
 * Publishes the texts of a request, and compares the answer with it text by text. A text that was left out and comes
 * back empty is sent again at once, with all the others; the page tells what it was by `was_name`, `was_description`,
 * `was_location` and `was_url`, which go no further than this. From then on such a server gets all four each time.
 *
 * Refuses with `field_rejected`, `unexpected_answer` for a text that is lost even so, or whatever the call refuses with.
 */
export async function publishTextUpdate(
  parameters: RequestParameters,
  credentials: Credentials,
  server: KnownServer,
): Promise<Result<UserAnswer, Refusal>> {
  const update = readTextUpdate(parameters)
  if (!update.ok) return update
  const asked = update.value
  const options = readAnswerOptions(parameters)
  const send = (texts: TextParameters) => publishTexts(texts, options, credentials, server.transport)

  const former = await formerTexts(parameters, asked, credentials, server)
  if (!former.ok) return former
  const whole = { ...former.value, ...asked }
  const answer = await send(server.traits.blanksOmitted ? whole : asked)
  if (!answer.ok) return answer
  const texts = textsOf(answer.value.user)
  if (PARAMETERS.some((parameter) => asked[parameter] === '' && texts[parameter] !== '')) {
    server.learn('keepsEmptied')
  }
  if (emptied(former.value, answer.value).length === 0) return answer
  server.learn('blanksOmitted')
  const repaired = await send(whole)
  if (!repaired.ok) return repaired
  const [lost] = emptied(former.value, repaired.value)
  return lost ? err(unexpectedAnswer(`it emptied ${lost}, which was left out`)) : repaired
}

/**
 * The texts that were left out, as they are published: what the page says they are, and for a server that is known to
 * empty them what the server itself says. A text nobody tells is not among them.
 */
async function formerTexts(
  { texts }: RequestParameters,
  asked: TextParameters,
  credentials: Credentials,
  { traits }: KnownServer,
): Promise<Result<TextParameters, Refusal>> {
  const former: TextParameters = {}
  const leftOut = PARAMETERS.filter((parameter) => asked[parameter] === undefined)
  for (const parameter of leftOut) {
    const was = texts.get(`was_${parameter}`)
    if (was !== undefined && was.length <= TEXT_MAX_UNITS) former[parameter] = was
  }
  const isWhole = leftOut.every((parameter) => former[parameter] !== undefined)
  if (!traits.blanksOmitted || isWhole) return { ok: true, value: former }
  const read = await verifyCredentials({ skip_status: 'true' }, credentials)
  if (!read.ok) return read
  const published = textsOf(read.value.user)
  for (const parameter of leftOut) former[parameter] ??= published[parameter]
  return { ok: true, value: former }
}

/**
 * Texts that had something in them, were left out, and are empty now. An emptied name comes back from GNU social as
 * the handle. That a text merely differs proves nothing: somebody may have changed it elsewhere meanwhile.
 */
function emptied(former: TextParameters, { user }: UserAnswer): string[] {
  const now = textsOf(user)
  return PARAMETERS.filter((parameter) => {
    const was = former[parameter]
    if (!was || was === now[parameter]) return false
    return now[parameter] === '' || (parameter === 'name' && now.name === user.screen_name)
  })
}

function textsOf(user: User): Required<TextParameters> {
  const { name, bio, location, website } = profileFromUser(user)
  return { name, description: bio, location, url: website }
}
