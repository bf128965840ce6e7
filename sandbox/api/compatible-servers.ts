import { readParameter } from '../http/request'
import { type ApiResponse, JSON_TYPE, jsonResponse, textResponse } from '../http/response'
import { prepareBackground } from '../images/prepare'
import { forgetImage, hasSpaceFor, storeBackground } from '../images/stored-images'
import { compatibleTexts } from '../profile/text-rules'
import type { CompatibleServer } from '../state/schema'
import { accountById, type Store } from '../state/store'
import { type Call, callersUser, readLoggedImage } from './endpoints'
import { explainMissing, explainNoPicture, explainWrite } from './explanations'

/** The paths of X that these servers have too. They have no header, no settings, no rate_limit_status, no v2. */
const PATHS: Readonly<Record<CompatibleServer, ReadonlySet<string>>> = {
  statusnet: new Set([
    '/1.1/account/verify_credentials',
    '/1.1/account/update_profile',
    '/1.1/account/update_profile_image',
    '/1.1/account/update_profile_background_image',
    '/1.1/users/show',
  ]),
  gnusocial: new Set([
    '/1.1/account/verify_credentials',
    '/1.1/account/update_profile',
    '/1.1/account/update_profile_image',
    '/1.1/users/show',
  ]),
}

export function hasPath(server: CompatibleServer, resource: string): boolean {
  return PATHS[server].has(resource)
}

/** Pictures of up to 2 MB, as long as a site does not say otherwise. */
export const COMPATIBLE_MAX_KILOBYTES = 2_000

/** `update_profile` as these servers take it. */
export function updateCompatibleProfile(store: Store, call: Call, server: CompatibleServer): ApiResponse {
  const { request } = call.exchange
  const checked = compatibleTexts(server, call.account.screenName, {
    name: readParameter(request, 'name'),
    url: readParameter(request, 'url'),
    location: readParameter(request, 'location'),
    description: readParameter(request, 'description'),
  })
  if (!checked.ok) return oldError(request.path, checked.message)
  const before = { ...call.account }
  Object.assign(call.account, checked.values)
  const fields = ['name', 'url', 'location', 'description'] as const
  const changed = fields.some((field) => call.account[field] !== before[field])
  const isEmptied = server === 'statusnet' && fields.some((field) => readParameter(request, field) === '')
  const sentence = explainWrite(request, fields, changed)
  if (isEmptied)
    call.exchange.log.explanation =
      'StatusNet takes no empty text, so a field that is sent empty stays as it was.'
  else if (sentence !== null) call.exchange.log.explanation = sentence
  store.changed()
  return callersUser(store, call)
}

/**
 * StatusNet's background: every call brings the picture, which is shown from then on; `tile` is the word `true` or
 * nothing, `use` is unknown, and the picture before is gone at once.
 */
export async function updateStatusNetBackground(store: Store, call: Call): Promise<ApiResponse> {
  const { exchange, account: caller } = call
  const sent = await readLoggedImage(exchange, 'image')
  const { path } = exchange.request
  if (!sent) {
    exchange.log.explanation = explainMissing(exchange.request, 'image')
    return oldError(path, 'No file uploaded.')
  }
  const { kilobyte_bytes } = store.state.settings
  const prepared = await prepareBackground(sent, kilobyte_bytes, COMPATIBLE_MAX_KILOBYTES)
  if (!prepared.ok) {
    const isTooLarge = prepared.problem === 'too large'
    if (!isTooLarge) exchange.log.explanation = explainNoPicture(exchange.request, 'image', sent.bytes)
    return oldError(path, isTooLarge ? 'That file is too big.' : 'Not an image or corrupt file.')
  }
  const account = accountById(store, caller.id)
  if (!account) return textResponse(401, 'Invalid access token.')
  if (!hasSpaceFor(store, prepared.image)) return oldError(path, 'The site has no room for it.', 503)
  const before = account.background
  storeBackground(store, account, prepared.image)
  if (before !== null) forgetImage(store, before)
  account.tile = readParameter(exchange.request, 'tile') === 'true'
  account.useBackground = true
  store.changed()
  return callersUser(store, call)
}

/** The statuses these servers use; everything else of X's is their 400. */
const UNCHANGED_STATUSES = new Set([401, 403, 404, 429, 500, 503])

/** An error of X in these servers' shape: no code, and the requested path. */
export function compatibleError(response: ApiResponse, path: string): ApiResponse {
  if (response.status < 400) return response
  const status = UNCHANGED_STATUSES.has(response.status) ? response.status : 400
  const sentence = sentenceOf(response)
  const { code, headers } = response
  // OAuth speaks for itself, in plain text.
  const isOAuth = status === 401 && !sentence.startsWith('API resource')
  const said = isOAuth ? textResponse(status, sentence) : oldError(path, sentence, status)
  return { ...said, ...(headers && { headers }), ...(code !== undefined && { code }) }
}

function oldError(path: string, error: string, status = 400): ApiResponse {
  return jsonResponse({ error, request: path }, status)
}

function sentenceOf({ body, contentType }: ApiResponse): string {
  if (contentType !== JSON_TYPE || body === '') return body
  const { errors, error } = JSON.parse(body) as { errors?: { message: string }[]; error?: string }
  if (error?.startsWith('Read-only')) {
    return 'API resource requires read-write access, but you only have read access.'
  }
  return errors?.[0]?.message ?? error ?? ''
}
