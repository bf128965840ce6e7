import 'server-only'
import { wordsForTextProblem } from '@/lib/messages/text-errors'
import { type Refusal, refusal } from '@/lib/profile/api-error'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { countCharacters } from '@/lib/profile/count-characters'
import { PARAMETER_OF_FIELD, TEXT_FIELDS, TEXT_LIMIT_CHARACTERS } from '@/lib/profile/profile'
import { problemWithAddress } from '@/lib/profile/text-errors'
import { tidyAddress } from '@/lib/profile/web-address'
import { err, ok, type Result } from '@/lib/result'
import type { RequestParameters } from '@/lib/server/http/request-parameters'
import type { TextParameters } from '@/lib/server/x/x-account'

/**
 * The texts a request wants to change, checked before anything is sent. What the server alone can judge, such as
 * a letter it does not take in a name, is left to it. A website may be sent without a scheme, as upstream takes it.
 * Refuses with `field_rejected` and the parameter's name, or without one when there is nothing to change.
 */
export function readTextUpdate({ texts }: RequestParameters): Result<TextParameters, Refusal> {
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
