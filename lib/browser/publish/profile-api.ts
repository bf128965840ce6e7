import { z } from 'zod/mini'
import { type ApiError, ApiErrorBodySchema, apiError, errorOfBody } from '@/lib/profile/api-error'
import type { Change } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { backgroundParameters, draftWithOnly, textParameters } from '@/lib/profile/publish-parts'
import type { Part } from '@/lib/profile/slots'
import { profileFromUser, readUser, type UserFormat } from '@/lib/profile/user-object'
import { err, ok, parseJson, type Result } from '@/lib/result'
import { onSignOutElsewhere } from './sign-out-elsewhere'

/** Longer than our own routes wait for the server, so that their reason arrives before this one. */
const CALL_TIMEOUT_MILLISECONDS = 75_000

/** Whose profile it is, and how its server writes one. */
export interface ProfileAddress {
  /** The id of the account. */
  account: string
  kind: UserFormat
}

/** What came of an upload: the answer, or why there is none. `signed_out_*`: how much had left the device by then. */
type Uploaded = Answer | 'timeout' | 'no_network' | 'signed_out_midway' | 'signed_out_at_end'

/** An answer as it came; what stands between a browser and this site also answers with statuses that no `Response` may have, such as 999. */
interface Answer {
  status: number
  headers: Pick<Headers, 'get'>
  /** Null when it broke off. */
  body: string | null
}

/**
 * Publishes the changes of one part to an account, and to no other that may be signed in by now. Gives the profile as the
 * server stores it, and tells how much of a picture has left the device, from 0 to 1, as often as the browser says.
 * Refuses with whatever our route answers, `unavailable` without a network, `unexpected_answer` otherwise.
 *
 * By XMLHttpRequest, because `fetch` tells nothing of a body under way. A slow line is given its time: the timeout
 * counts from when something last left. It is given up when another tab signs the account out: the request carries the session that
 * has ended, and whatever holds it up on the way must not publish with that.
 */
export async function postPart(
  { account, kind }: ProfileAddress,
  part: Part,
  published: Profile,
  changes: Change[],
  onShare: (share: number) => void,
): Promise<Result<Profile, ApiError>> {
  const { route, form } = requestFor(part, published, changes, account)
  const uploaded = await new Promise<Uploaded>((resolve) => {
    const request = new XMLHttpRequest()
    const startedAt = performance.now()
    let hasLeft = false
    request.upload.onprogress = ({ loaded, total }) => {
      // Counted from the start, whenever it is set.
      request.timeout = performance.now() - startedAt + CALL_TIMEOUT_MILLISECONDS
      onShare(total > 0 ? loaded / total : 0)
    }
    request.upload.onload = () => {
      hasLeft = true
    }
    const stopListening = onSignOutElsewhere(account, () => request.abort())
    request.onloadend = stopListening
    request.onload = () =>
      resolve({
        status: request.status,
        headers: { get: (name) => request.getResponseHeader(name) },
        body: request.responseText,
      })
    request.onerror = () => resolve('no_network')
    request.ontimeout = () => resolve('timeout')
    request.onabort = () => resolve(hasLeft ? 'signed_out_at_end' : 'signed_out_midway')
    request.open('POST', `/api/account/${route}`)
    request.timeout = CALL_TIMEOUT_MILLISECONDS
    request.send(form)
  })
  return profileOf(readAnswer(uploaded), kind)
}

/** The route and the form that publish a part; a text that is left out stays as it is. */
function requestFor(part: Part, published: Profile, changes: Change[], account: string) {
  const draft = draftWithOnly(published, changes)
  const form = new FormData()
  form.set('account', account)
  if (part === 'background') {
    const { file, tile, use } = backgroundParameters(changes, draft)
    // Fields before the file: a server that reads the body as it comes then knows what the picture is for.
    if (tile !== undefined) form.set('tile', String(tile))
    if (use !== undefined) form.set('use', String(use))
    if (file) form.set('file', file)
    return { route: 'update_profile_background_image', form }
  }
  if (part === 'avatar' && draft.avatar) {
    form.set('file', draft.avatar.file)
    return { route: 'update_profile_image', form }
  }
  if (part === 'banner' && draft.banner && draft.banner !== 'removed') {
    form.set('file', draft.banner.file)
    return { route: 'update_profile_banner', form }
  }
  const isRemoval = part === 'banner' && draft.banner === 'removed'
  return {
    route: isRemoval ? 'remove_profile_banner' : 'update_profile',
    form: new URLSearchParams({ ...(isRemoval ? {} : textParameters(changes)), account }),
  }
}

/** The profile as the server has it now. Refuses as `postPart`. */
export async function readPublished({ account, kind }: ProfileAddress): Promise<Result<Profile, ApiError>> {
  return profileOf(await exchange(`${pathFor('verify_credentials', account)}&skip_status=true`), kind)
}

/**
 * Asks whether `account` is still the one that is signed in, before something large is sent for it. Refuses with
 * `signed_out` and `account_changed`, and otherwise as `postPart`: nothing may be published on a guess.
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

/** What a route of ours answers with, not yet looked into. */
async function exchange(path: string): Promise<Result<unknown, ApiError>> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MILLISECONDS)
  const response = await fetch(path, { cache: 'no-store', signal }).catch(() => null)
  if (!response) return readAnswer(signal.aborted ? 'timeout' : 'no_network')
  const { status, headers } = response
  return readAnswer({ status, headers, body: await response.text().catch(() => null) })
}

function readAnswer(response: Uploaded): Result<unknown, ApiError> {
  if (response === 'timeout') return err(apiError('timeout', 'No answer in time.', SITE_IS_SILENT))
  if (response === 'no_network') return err(apiError('unavailable', 'No network.', SITE_IS_SILENT))
  if (response === 'signed_out_midway') return err(apiError('signed_out', SIGNED_OUT_ELSEWHERE))
  if (response === 'signed_out_at_end')
    return err(apiError('signed_out', SIGNED_OUT_ELSEWHERE, SITE_IS_SILENT))
  const { status, headers } = response
  if (isIntercepted(response)) {
    return err({ ...unexpected(`Something answered with status ${status}.`), isIntercepted: true })
  }
  const json = parseJson(response.body ?? '')
  const isOk = status >= 200 && status < 300
  return isOk ? ok(json) : err(errorOfResponse(json, headers.get('date'), status))
}

const NETWORK_WANTS_SIGN_IN = 511

/**
 * Whether an answer is none of this site's, which answers every call in JSON. A gateway that speaks of a failure behind it
 * (502, 504) speaks of this site.
 */
function isIntercepted({ status, headers }: Answer): boolean {
  const isOfGateway = status >= 500 && status < 600 && status !== NETWORK_WANTS_SIGN_IN
  return !isOfGateway && /^(?!.*json)/i.test(headers.get('content-type') ?? 'json')
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
  if (status === 500) return unexpected(errorOfBody(body.data, status).message)
  const parsed = errorOfBody(body.data, status)
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

/** Has our server remember, with the person, until when (ISO 8601) nothing is read of `account` (an id). Nothing is lost if it fails. */
export async function rememberReadLimit(account: string, until: string): Promise<void> {
  const body = new URLSearchParams({ account, until })
  await fetch('/api/account/read_limit', { method: 'POST', body }).catch(() => undefined)
}

/** X allows a person 75 looks in a quarter of an hour, and publishing, reloads and other tabs need most of them. */
const MOST_LOOKS = 30
const WITHIN_MILLISECONDS = 15 * 60_000

/** Who comes back to the page is told of twice, by the page and by the window. */
const ONE_RETURN_MILLISECONDS = 1000

/**
 * Looks at a published profile when the person comes back to the page, and when the network comes back; gives the
 * way to stop. A failure is no news: publishing looks once more, and tells.
 */
export function watchPublished(address: ProfileAddress, onProfile: (now: Profile) => void): () => void {
  let looks = [performance.now()]

  async function look() {
    const at = performance.now()
    looks = looks.filter((one) => at - one < WITHIN_MILLISECONDS)
    if (document.visibilityState !== 'visible' || looks.length >= MOST_LOOKS) return
    looks.push(at)
    const now = await readPublished(address)
    if (now.ok && !stopped.signal.aborted) onProfile(now.value)
  }

  function lookOnReturn() {
    const last = looks.at(-1) ?? Number.NEGATIVE_INFINITY
    if (performance.now() - last >= ONE_RETURN_MILLISECONDS) look()
  }

  const stopped = new AbortController()
  const { signal } = stopped
  document.addEventListener('visibilitychange', lookOnReturn, { signal })
  window.addEventListener('focus', lookOnReturn, { signal })
  window.addEventListener('online', look, { signal })
  return () => stopped.abort()
}
