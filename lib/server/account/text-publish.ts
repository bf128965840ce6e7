import 'server-only'
import { wordsForTextProblem } from '@/lib/messages/text-errors'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { lengthOfText } from '@/lib/profile/count-characters'
import { hexColor } from '@/lib/profile/link-color'
import { LINK_COLOR_PARAMETER, PARAMETER_OF_FIELD, TEXT_FIELDS } from '@/lib/profile/profile'
import { problemWithAddress } from '@/lib/profile/text-errors'
import { tidyAddress } from '@/lib/profile/web-address'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { type RequestParameters, readAnswerOptions } from '@/lib/server/http/request-parameters'
import { type AccountChange, type TextParameters, textChange } from '@/lib/server/x/x-account'
import { FORM_OVERHEAD_BYTES } from './uploaded-picture'

/** The largest form with texts, in bytes: a character has up to twelve when percent-encoded, a byte three. */
export function textFormMaxBytes(): number {
  const limits = Object.values(readEnv().serverKind.textLimits)
  const bytes = limits.map(({ max, unit }) => max * (unit === 'characters' ? 12 : 3))
  return FORM_OVERHEAD_BYTES + bytes.reduce((sum, one) => sum + one)
}

/** As X takes one: without the `#` that pages write it with. */
const isColor = (color: string) => !color.trim().startsWith('#') && hexColor(color) !== null

const COLOR_IS_NONE = 'profile_link_color is three or six hex digits without a #. Nothing was sent.'

/**
 * The texts a request wants to change, checked before anything is sent. What the server alone can judge, such as
 * a letter it does not take in a name, is left to it. A website may be sent without a scheme, as upstream takes it.
 * Refuses with `field_rejected` and the parameter's name, or without one when there is nothing to change.
 */
export function readTextChange(parameters: RequestParameters): Result<AccountChange, ApiError> {
  const { texts } = parameters
  const update: TextParameters = {}
  for (const field of TEXT_FIELDS) {
    const parameter = PARAMETER_OF_FIELD[field]
    const text = texts.get(parameter)
    if (text === undefined) continue
    const limit = readEnv().serverKind.textLimits[field]
    // Bringing a very long text into its normal form may take longer than its bytes are worth.
    const length = text.length > TEXT_MAX_UNITS ? text.length : lengthOfText(text, limit.unit)
    const surplus = length - limit.max
    if (surplus > 0) {
      const message = wordsForTextProblem(field, { rule: 'too_long', surplus, limit })
      return err(apiError('field_rejected', message, { field: parameter }))
    }
    if (field === 'name' && text.trim() === '') {
      return err(
        apiError('field_rejected', wordsForTextProblem(field, { rule: 'empty' }), { field: parameter }),
      )
    }
    const address = field === 'website' ? tidyAddress(text) : ''
    const problem = address === '' ? null : problemWithAddress(address)
    if (problem) {
      return err(apiError('field_rejected', wordsForTextProblem(field, problem), { field: parameter }))
    }
    update[parameter] = text
  }
  const color = texts.get(LINK_COLOR_PARAMETER)
  if (color !== undefined && !isColor(color)) {
    return err(apiError('field_rejected', COLOR_IS_NONE, { field: LINK_COLOR_PARAMETER }))
  }
  if (color !== undefined) update[LINK_COLOR_PARAMETER] = color.trim()
  return Object.keys(update).length > 0
    ? ok(textChange(update, readAnswerOptions(parameters)))
    : err(
        apiError(
          'field_rejected',
          'Nothing to publish: name, description, location, url and profile_link_color are all left out.',
        ),
      )
}
