import { readSoundPicture } from '@/lib/image-bytes/inspect-image'
import { withoutPersonalData } from '@/lib/image-bytes/without-hidden-data'
import type { PictureFacts, Slot } from '@/lib/profile/slots'

/** A picture on its way into the history, with its bytes. */
export type PictureToKeep =
  | ({ state: 'kept'; blob: Blob } & PictureFacts)
  | { state: 'none' }
  | { state: 'not_kept' }

/** Longer than our own route waits for the host of the pictures. */
const FETCH_TIMEOUT_MILLISECONDS = 40_000

/**
 * The pictures that `account` (an id) has published in these slots now, to be kept before others replace them: nobody else keeps them.
 * One that cannot be had is `not_kept`; whoever publishes goes on without it and says so.
 */
export async function fetchFormerPictures(
  account: string,
  slots: readonly Slot[],
): Promise<Partial<Record<Slot, PictureToKeep>>> {
  const pictures = await Promise.all(
    slots.map(async (slot) => [slot, await fetchFormerPicture(account, slot)] as const),
  )
  return Object.fromEntries(pictures)
}

/** Through a route of ours: hosts of pictures need not let a page read them, and our page connects to nobody else. */
async function fetchFormerPicture(account: string, slot: Slot): Promise<PictureToKeep> {
  const response = await fetch(`/api/account/former_picture?${new URLSearchParams({ account, slot })}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLISECONDS),
  }).catch(() => null)
  if (response?.status === 204) return { state: 'none' }
  const buffer = response?.ok ? await response.arrayBuffer().catch(() => null) : null
  const bytes = buffer && new Uint8Array(buffer)
  const facts = bytes && readSoundPicture(bytes)
  if (!facts) return { state: 'not_kept' }
  // It may be sent again one day, and other programs publish what a photo tells.
  return { state: 'kept', blob: new Blob([withoutPersonalData(bytes)], { type: facts.type }), ...facts }
}
