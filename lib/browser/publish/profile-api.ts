import { z } from 'zod/mini'
import { type ApiError, ApiErrorBodySchema, apiError, errorOfBody } from '@/lib/profile/api-error'
import type { Profile, TextParameter } from '@/lib/profile/profile'
import type { BackgroundParameters } from '@/lib/profile/publish-parts'
import { profileFromUser, readUser, type UserFormat } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { type Uploaded, upload } from './upload'

/** Longer than our own routes wait for the server, so that their reason arrives before this one. */
const CALL_TIMEOUT_MILLISECONDS = 75_000

/** Whose profile it is, and how its server writes one. */
export interface ProfileAddress {
  /** The id of the account. */
  account: string
  kind: UserFormat
}

/**
 * Publishes text parameters to an account, and to no other that may be signed in by now; one that is left out stays as it
 * is. Gives the profile as the server stores it.
 * Refuses with whatever our route answers, `unavailable` without a network, `unexpected_answer` otherwise.
 */
export function publishText(
  to: ProfileAddress,
  parameters: Partial<Record<TextParameter, string>>,
): Promise<Result<Profile, ApiError>> {
  return post('update_profile', to, parameters)
}

/** Hears how much of a picture has left the device, from 0 to 1. */
export type OnShare = (share: number) => void

/** Publishes the background: its picture, its switches, or both. Gives and refuses as `publishText`. */
export function publishBackground(
  to: ProfileAddress,
  { file, tile, use }: BackgroundParameters,
  onShare: OnShare,
): Promise<Result<Profile, ApiError>> {
  const form = formFor(to)
  // Fields before the file: a server that reads the body as it comes then knows what the picture is for.
  if (tile !== undefined) form.set('tile', String(tile))
  if (use !== undefined) form.set('use', String(use))
  if (file) form.set('file', file)
  return postForm('update_profile_background_image', to, form, onShare)
}

/** Publishes a profile photo. Gives and refuses as `publishText`. */
export function publishAvatar(
  to: ProfileAddress,
  file: File,
  onShare: OnShare,
): Promise<Result<Profile, ApiError>> {
  return postForm('update_profile_image', to, formFor(to, file), onShare)
}

/** Publishes a header image. Gives and refuses as `publishText`. */
export function publishBanner(
  to: ProfileAddress,
  file: File,
  onShare: OnShare,
): Promise<Result<Profile, ApiError>> {
  return postForm('update_profile_banner', to, formFor(to, file), onShare)
}

/** Takes the header image away. Gives and refuses as `publishText`. */
export function removeBanner(to: ProfileAddress): Promise<Result<Profile, ApiError>> {
  return post('remove_profile_banner', to, {})
}

function formFor({ account }: ProfileAddress, file?: File): FormData {
  const form = new FormData()
  form.set('account', account)
  if (file) form.set('file', file)
  return form
}

/** The profile as the server has it now. Refuses as `publishText`. */
export async function readPublished({ account, kind }: ProfileAddress): Promise<Result<Profile, ApiError>> {
  return profileOf(await exchange(`${pathFor('verify_credentials', account)}&skip_status=true`), kind)
}

/**
 * Asks whether `account` is still the one that is signed in, before something large is sent for it. Refuses with
 * `signed_out` and `account_changed`, and otherwise as `publishText`: nothing may be published on a guess.
 */
export async function checkSignedIn(account: string): Promise<Result<null, ApiError>> {
  const answer = await exchange(pathFor('signed_in', account))
  if (!answer.ok) return answer
  const parsed = SignedInSchema.safeParse(answer.value)
  return parsed.success && parsed.data.account === account ? ok(null) : err(unexpected('The answer differs.'))
}

const SignedInSchema = z.object({ account: z.string() })

const pathFor = (route: string, account: string) =>
  `/api/account/${route}?${new URLSearchParams({ account })}`

function post(
  route: string,
  to: ProfileAddress,
  parameters: Record<string, string>,
): Promise<Result<Profile, ApiError>> {
  const form = new URLSearchParams({ ...parameters, account: to.account })
  return postForm(route, to, form, () => undefined)
}

async function postForm(
  route: string,
  { kind }: ProfileAddress,
  form: FormData | URLSearchParams,
  onShare: OnShare,
): Promise<Result<Profile, ApiError>> {
  const uploaded = await upload(`/api/account/${route}`, form, CALL_TIMEOUT_MILLISECONDS, onShare)
  return profileOf(await readAnswer(uploaded), kind)
}

/** What a route of ours answers with, not yet looked into. */
async function exchange(path: string): Promise<Result<unknown, ApiError>> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MILLISECONDS)
  const response = await fetch(path, { cache: 'no-store', signal }).catch(() => null)
  return readAnswer(response ?? (signal.aborted ? 'timeout' : 'no_network'))
}

async function readAnswer(response: Uploaded): Promise<Result<unknown, ApiError>> {
  if (response === 'timeout') return err(apiError('timeout', 'No answer in time.', SITE_IS_SILENT))
  if (response === 'no_network') return err(apiError('unavailable', 'No network.', SITE_IS_SILENT))
  if (response === 'signed_out_midway') return err(apiError('signed_out', SIGNED_OUT_ELSEWHERE))
  if (response === 'signed_out_at_end')
    return err(apiError('signed_out', SIGNED_OUT_ELSEWHERE, SITE_IS_SILENT))
  const json: unknown = await response.json().catch(() => null)
  return response.ok ? ok(json) : err(errorOfResponse(json, response.headers.get('date'), response.status))
}

function profileOf(
  answer: Result<unknown, ApiError>,
  kind: ProfileAddress['kind'],
): Result<Profile, ApiError> {
  if (!answer.ok) return answer
  const user = readUser(answer.value)
  return user.ok
    ? ok(profileFromUser(user.value, kind))
    : err(unexpected(`The answer differs at ${user.error}.`))
}

function errorOfResponse(json: unknown, date: string | null, status: number): ApiError {
  const body = ApiErrorBodySchema.safeParse(json)
  if (!body.success) return unexpected('The answer has no reason.')
  // A mistake of this site's own says nothing about the server.
  if (status === 500) return unexpected(errorOfBody(body.data).message)
  const parsed = errorOfBody(body.data)
  return parsed.retryAt ? { ...parsed, retryAt: byOurClock(parsed.retryAt, date) } : parsed
}

/** A time of our server's as this device's clock will show it: the answer's `Date` tells how the two differ. */
function byOurClock(iso: string, date: string | null): string {
  const siteNow = Date.parse(date ?? '')
  if (Number.isNaN(siteNow)) return iso
  return new Date(Date.parse(iso) + Date.now() - siteNow).toISOString()
}

const SIGNED_OUT_ELSEWHERE = 'Another tab signs out, so this is not sent on.'

const SITE_IS_SILENT = { isSiteSilent: true } as const

const unexpected = (message: string) => apiError('unexpected_answer', message, SITE_IS_SILENT)
