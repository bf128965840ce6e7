import 'server-only'
import { readImageHeader } from '@/lib/image-header'
import { type Refusal, refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import { BACKGROUND_MAX_BYTES } from '@/lib/slots'
import { type RequestParameters, readSwitch } from './request-parameters'
import type { BackgroundUpdate } from './x/x-account'

const rejected = (status: number, message: string) => err(refusal('image_rejected', message, { status }))

/**
 * The background a request wants, checked before anything is sent, without decoding.
 * Refuses with `image_rejected`: 413 over the limit, 415 when the bytes are no JPEG, PNG or GIF, 422 when there is
 * nothing to change or more than one file.
 */
export async function readBackgroundUpdate({
  texts,
  files,
}: RequestParameters): Promise<Result<BackgroundUpdate, Refusal>> {
  const update: BackgroundUpdate = {}
  const tile = texts.get('tile')
  const use = texts.get('use')
  if (tile !== undefined) update.tile = readSwitch(tile)
  if (use !== undefined) update.use = readSwitch(use)
  if (texts.has('file')) return rejected(415, 'The file is not an image: it was sent as text.')
  const [file, ...others] = files.get('file') ?? []
  if (others.length > 0) return rejected(422, 'One file is taken at a time.')
  if (!file) {
    return Object.keys(update).length > 0
      ? ok(update)
      : rejected(422, 'Nothing to publish: file, tile and use are all left out.')
  }
  if (file.size > BACKGROUND_MAX_BYTES) {
    return rejected(413, `The file has ${file.size} bytes; up to ${BACKGROUND_MAX_BYTES} are taken.`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const facts = readImageHeader(bytes)
  if (!facts) return rejected(415, 'The file is not a JPEG, PNG or GIF picture.')
  // The type and name are the browser's guess; what is passed on is what the bytes say.
  return ok({ ...update, image: new File([bytes], `background.${facts.type.slice('image/'.length)}`, facts) })
}
