import { expect, test } from 'vitest'
import { type ApiError, ApiErrorBodySchema, bodyOfError, errorOfBody } from './api-error'

test('a refusal arrives in the browser as our server meant it', () => {
  const refused: ApiError = {
    reason: 'field_rejected',
    cause: 'not_in_v2',
    code: 120,
    message: 'Name is not allowed.',
    field: 'name',
    retryAt: '2026-08-01T12:00:00.000Z',
  }
  const body = ApiErrorBodySchema.parse(JSON.parse(JSON.stringify(bodyOfError(refused))))
  expect(errorOfBody(body, 422)).toEqual(refused)
})

test('of a refused picture the status says whether it was too large', () => {
  const body = bodyOfError({ reason: 'image_rejected', code: 0, message: 'Too large.' })
  expect(errorOfBody(body, 413).status).toBe(413)
  expect(errorOfBody(bodyOfError({ reason: 'timeout', code: 0, message: '' }), 504).status).toBeUndefined()
})
