import 'server-only'
import { wordsForTextProblem } from '@/lib/messages/text-errors'
import { type Refusal, refusal } from '@/lib/profile/api-error'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { countCharacters } from '@/lib/profile/count-characters'
import { PARAMETER_OF_FIELD, TEXT_FIELDS, TEXT_LIMIT_CHARACTERS } from '@/lib/profile/profile'
import { problemWithAddress } from '@/lib/profile/text-errors'
import { profileFromUser, type User } from '@/lib/profile/user-object'
import { tidyAddress } from '@/lib/profile/web-address'
import { err, ok, type Result } from '@/lib/result'
import { type RequestParameters, readAnswerOptions } from '@/lib/server/http/request-parameters'
import { publishTexts } from '@/lib/server/x/text-transports'
import { type TextParameters, type UserAnswer, verifyCredentials } from '@/lib/server/x/x-account'
import { unexpectedAnswer } from '@/lib/server/x/x-errors'
import type { Credentials } from '@/lib/server/x/x-request'
import type { KnownServer } from './account-write'

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

/**
 * The texts a request wants to change, checked before anything is sent. What the server alone can judge, such as
 * a letter it does not take in a name, is left to it. A website may be sent without a scheme, as upstream takes it.
 * Refuses with `field_rejected` and the parameter's name, or without one when there is nothing to change.
 */
function readTextUpdate({ texts }: RequestParameters): Result<TextParameters, Refusal> {
  const update: TextParameters = {}
  for (const field of TEXT_FIELDS) {
    const parameter = PARAMETER_OF_FIELD[field]
    const text = texts.get(parameter)
    if (text === undefined) continue
    // Bringing a very long text into its normal form may take longer than its bytes are worth.
    const characters = text.length > TEXT_MAX_UNITS ? text.length : countCharacters(text)
    const surplusCharacters = characters - TEXT_LIMIT_CHARACTERS[field]
    if (surplusCharacters > 0) {
      const message = wordsForTextProblem(field, { rule: 'too_long', surplusCharacters })
      return err(refusal('field_rejected', message, { field: parameter }))
    }
    if (field === 'name' && text.trim() === '') {
      return err(
        refusal('field_rejected', wordsForTextProblem(field, { rule: 'empty' }), { field: parameter }),
      )
    }
    const address = field === 'website' ? tidyAddress(text) : ''
    const problem = address === '' ? null : problemWithAddress(address)
    if (problem) {
      return err(refusal('field_rejected', wordsForTextProblem(field, problem), { field: parameter }))
    }
    update[parameter] = text
  }
  return Object.keys(update).length > 0
    ? ok(update)
    : err(
        refusal(
          'field_rejected',
          'Nothing to publish: name, description, location and url are all left out.',
        ),
      )
}
