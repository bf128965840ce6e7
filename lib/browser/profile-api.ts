import type { Profile, TextParameter } from '@/lib/profile'
import { type Refusal, RefusalBodySchema, refusal, refusalOfBody } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import type { BackgroundParameters } from '@/lib/sending-changes'
import { profileFromUser, readUser } from '@/lib/user-object'
import { type Uploaded, upload } from './upload'

/** Longer than our own routes wait for the server, so that their reason arrives before this one. */
const CALL_TIMEOUT_MILLISECONDS = 75_000

/**
 * Publishes text parameters; one that is left out stays as it is, and `untouched` says what those are. Gives the profile as the server kept it.
 * Refuses with whatever our route answers, `unavailable` without a network, `unexpected_answer` otherwise.
 */
export function publishText(
  parameters: Partial<Record<TextParameter, string>>,
  untouched: Record<string, string>,
): Promise<Result<Profile, Refusal>> {
  return post('/api/account/update_profile', new URLSearchParams({ ...untouched, ...parameters }))
}

/** Hears how much of a picture has left the device, from 0 to 1. */
export type OnShare = (share: number) => void

/** Publishes the background: its picture, its switches, or both. Gives and refuses as `publishText`. */
export function publishBackground(
  { file, tile, use }: BackgroundParameters,
  onShare: OnShare,
): Promise<Result<Profile, Refusal>> {
  const form = new FormData()
  // Fields before the file: a server that reads the body as it comes then knows what the picture is for.
  if (tile !== undefined) form.set('tile', String(tile))
  if (use !== undefined) form.set('use', String(use))
  if (file) form.set('file', file)
  return postForm('/api/account/update_profile_background_image', form, onShare)
}

/** Publishes a profile photo. Gives and refuses as `publishText`. */
export function publishAvatar(file: File, onShare: OnShare): Promise<Result<Profile, Refusal>> {
  return postForm('/api/account/update_profile_image', formWith(file), onShare)
}

/** Publishes a header image. Gives and refuses as `publishText`. */
export function publishBanner(file: File, onShare: OnShare): Promise<Result<Profile, Refusal>> {
  return postForm('/api/account/update_profile_banner', formWith(file), onShare)
}

/** Takes the header image away. Gives and refuses as `publishText`. */
export function removeBanner(): Promise<Result<Profile, Refusal>> {
  return post('/api/account/remove_profile_banner', new URLSearchParams())
}

function formWith(file: File): FormData {
  const form = new FormData()
  form.set('file', file)
  return form
}

/** The profile as the server has it now. Refuses as `publishText`. */
export function readPublished(): Promise<Result<Profile, Refusal>> {
  return call('/api/account/verify_credentials?skip_status=true', { cache: 'no-store' })
}

/**
 * The id of the account that is signed in now, perhaps through another tab; null when nobody is.
 * Refuses with `unavailable` when that cannot be learned: nothing may be published on a guess.
 */
export async function readSignedInId(): Promise<Result<string | null, Refusal>> {
  const response = await fetch('/api/auth/session', { cache: 'no-store' }).catch(() => null)
  const session: unknown = await response?.json().catch(() => null)
  if (!response?.ok || typeof session !== 'object' || session === null) {
    return err(refusal('unavailable', 'No word of who is signed in.', SITE_IS_SILENT))
  }
  return ok(idOfSession(session))
}

function idOfSession(session: object): string | null {
  if (!('user' in session)) return null
  const { user } = session
  if (typeof user !== 'object' || user === null || !('id' in user)) return null
  return typeof user.id === 'string' ? user.id : null
}

function post(path: string, body: URLSearchParams): Promise<Result<Profile, Refusal>> {
  return call(path, { method: 'POST', body })
}

async function postForm(path: string, form: FormData, onShare: OnShare): Promise<Result<Profile, Refusal>> {
  return readAnswer(await upload(path, form, CALL_TIMEOUT_MILLISECONDS, onShare))
}

async function call(path: string, init: RequestInit): Promise<Result<Profile, Refusal>> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MILLISECONDS)
  const response = await fetch(path, { ...init, signal }).catch(() => null)
  return readAnswer(response ?? (signal.aborted ? 'timeout' : 'no_network'))
}

async function readAnswer(response: Uploaded): Promise<Result<Profile, Refusal>> {
  if (response === 'timeout') return err(refusal('timeout', 'No answer in time.', SITE_IS_SILENT))
  if (response === 'no_network') return err(refusal('unavailable', 'No network.', SITE_IS_SILENT))
  const json = await response.json().catch(() => null)
  return response.ok
    ? profileOfAnswer(json)
    : err(refusalOfAnswer(json, response.headers.get('date'), response.status))
}

function profileOfAnswer(json: unknown): Result<Profile, Refusal> {
  const user = readUser(json)
  return user.ok ? ok(profileFromUser(user.value)) : err(unexpected(`The answer differs at ${user.error}.`))
}

function refusalOfAnswer(json: unknown, date: string | null, status: number): Refusal {
  const body = RefusalBodySchema.safeParse(json)
  if (!body.success) return unexpected('The answer has no reason.')
  // A mistake of this site's own says nothing about the server.
  if (status === 500) return unexpected(refusalOfBody(body.data).message)
  const told = refusalOfBody(body.data)
  return told.retryAt ? { ...told, retryAt: byOurClock(told.retryAt, date) } : told
}

/** A time of our server's as this device's clock will show it: the answer's `Date` tells how the two differ. */
function byOurClock(iso: string, date: string | null): string {
  const siteNow = Date.parse(date ?? '')
  if (Number.isNaN(siteNow)) return iso
  return new Date(Date.parse(iso) + Date.now() - siteNow).toISOString()
}

const SITE_IS_SILENT = { isSiteSilent: true } as const

const unexpected = (message: string) => refusal('unexpected_answer', message, SITE_IS_SILENT)
