import 'server-only'
import { readSoundPicture } from '@/lib/image-bytes/inspect-image'
import { type ApiError, apiError, type Reason } from '@/lib/profile/api-error'
import { publishedPicture } from '@/lib/profile/profile'
import type { PictureType, Slot } from '@/lib/profile/slots'
import { photoAddresses, profileFromUser } from '@/lib/profile/user-object'
import { err, ok, type Result } from '@/lib/result'
import { readEnv } from '@/lib/server/env'
import { readChunks } from '@/lib/server/http/request-parameters'
import { verifyCredentials } from '@/lib/server/x/x-account'
import type { Credentials } from '@/lib/server/x/x-request'

/** The largest picture that is fetched. X's own are smaller than 2 MB; other servers may keep what they were sent. */
export const FORMER_PICTURE_MAX_BYTES = 5_000_000

/** Pictures come from stores built for it: one that takes longer is not kept, and publishing goes on. */
const FETCH_TIMEOUT_MILLISECONDS = 15_000

export interface FormerPicture {
  bytes: Uint8Array<ArrayBuffer>
  type: PictureType
}

/**
 * The picture that is published in a slot of the signed-in person's profile, before another replaces it; null when
 * there is none. Which one that is the server says and never the request: nothing else can be fetched through here.
 *
 * Refuses as reading the profile does, and with `gone` when the picture is no longer there, `image_rejected` for one
 * that is too large or of a type nobody sends, `unavailable` and `timeout`, and `unexpected_answer` for an address
 * outside the known media origins or one that leads on to another.
 */
export async function fetchFormerPicture(
  slot: Slot,
  credentials: Credentials,
): Promise<Result<FormerPicture | null, ApiError>> {
  const answer = await verifyCredentials({ skip_status: 'true' }, credentials)
  if (!answer.ok) return answer
  const { user } = answer.value
  const published = publishedPicture(profileFromUser(user, readEnv().serverKind), slot)
  if (published === null) return ok(null)
  // Of a photo a smaller one is better than none.
  const addresses = slot === 'avatar' ? photoAddresses(user, readEnv().serverKind) : [published]
  let picture: Result<FormerPicture, ApiError> = unexpected('There is no address.')
  for (const address of addresses) {
    if (!isOfMediaOrigin(address)) return unexpected('The picture lies outside the known media origins.')
    picture = await fetchPicture(address)
    if (picture.ok || !LEADS_TO_A_SMALLER_ONE.has(picture.error.reason)) break
  }
  return picture
}

/** A photo that is gone, or too large to be kept. */
const LEADS_TO_A_SMALLER_ONE = new Set<Reason>(['gone', 'image_rejected'])

function isOfMediaOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, username, password } = new URL(address)
  return username === '' && password === '' && readEnv().mediaOrigins.includes(origin)
}

async function fetchPicture(address: string): Promise<Result<FormerPicture, ApiError>> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MILLISECONDS)
  try {
    // Whoever follows a redirect fetches what somebody else chose.
    const response = await fetch(address, { signal, redirect: 'manual', next: { revalidate: 0 } })
    if (response.ok && response.body) return await readPicture(response.body)
    await response.body?.cancel()
    if (response.status === 404 || response.status === 410) {
      return err(apiError('gone', 'The server no longer has this picture.'))
    }
    return unexpected(`The picture's host answered with status ${response.status}.`)
  } catch {
    // Nothing above throws but the network.
    const { aborted } = signal
    return err(
      aborted
        ? apiError('timeout', 'No picture in time.')
        : apiError('unavailable', 'No answer from the host.'),
    )
  }
}

async function readPicture(body: ReadableStream<Uint8Array>): Promise<Result<FormerPicture, ApiError>> {
  const read = await readChunks(body.getReader(), FORMER_PICTURE_MAX_BYTES)
  if (!read.ok)
    return err(apiError('image_rejected', 'The picture is too large to be kept.', { status: 413 }))
  // The bytes say what it is, whatever the host calls it.
  const facts = readSoundPicture(read.value)
  return facts
    ? ok({ bytes: read.value, type: facts.type })
    : err(apiError('image_rejected', 'This is no whole JPEG, PNG or GIF picture.', { status: 415 }))
}

const unexpected = (message: string) => err(apiError('unexpected_answer', message))
