import type { Draft } from '@/lib/profile/changes'
import { scaledSize } from '@/lib/profile/crop-geometry'
import { hexColor } from '@/lib/profile/link-color'
import type { LookContent } from '@/lib/profile/look-file'
import { type Profile, publishedPicture } from '@/lib/profile/profile'
import { type PixelSize, SLOTS, type Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { fetchFormerPictures } from './former-pictures'
import type { Look, NewLook } from './look-store'
import { readPicture } from './stored-pictures'

/**
 * A look of the profile as this draft would make it: its texts, the pictures chosen in it, and those published where it
 * has none. Fails with the slots whose published picture could not be fetched: half a look is not saved.
 */
export async function lookOfDraft(
  name: string,
  published: Profile,
  draft: Draft,
): Promise<Result<NewLook, Slot[]>> {
  const fromServer = SLOTS.filter(
    (slot) => draft[slot] === null && publishedPicture(published, slot) !== null,
  )
  const former = await fetchFormerPictures(published.id, fromServer)
  const missing = fromServer.filter((slot) => former[slot]?.state === 'not_kept')
  if (missing.length > 0) return err(missing)
  const pictures: NewLook['pictures'] = { avatar: null, banner: null, background: null }
  for (const slot of SLOTS) {
    const chosen = draft[slot]
    const fetched = former[slot]
    if (chosen !== null && chosen !== 'removed') {
      const { file, type, widthPixels, heightPixels } = chosen
      pictures[slot] = { blob: file, type, widthPixels, heightPixels, publishedUrl: null }
    } else if (fetched?.state === 'kept') {
      const { state: _state, ...picture } = fetched
      pictures[slot] = { ...picture, publishedUrl: publishedPicture(published, slot) }
    }
  }
  const { avatar: _avatar, banner: _banner, background: _background, ...values } = draft
  return ok({
    name,
    madeAt: new Date().toISOString(),
    values: { ...values, linkColor: hexColor(draft.linkColor) ?? '' },
    pictures,
    previews: await makePreviews(pictures),
  })
}

/** A look that came in a file. */
export async function lookOfContent({
  name,
  madeAt,
  values,
  pictures: contents,
}: LookContent): Promise<NewLook> {
  const pictures: NewLook['pictures'] = { avatar: null, banner: null, background: null }
  for (const slot of SLOTS) {
    const content = contents[slot]
    if (!content) continue
    const { bytes, ...facts } = content
    pictures[slot] = { ...facts, blob: new Blob([bytes], { type: facts.type }), publishedUrl: null }
  }
  return { name, madeAt, values, pictures, previews: await makePreviews(pictures) }
}

/** A look with the bytes of its pictures, to be packed into a file; a picture that is gone is left away. */
export async function contentOfLook({
  name,
  madeAt,
  values,
  pictures: given,
}: Look | NewLook): Promise<LookContent> {
  const pictures: LookContent['pictures'] = { avatar: null, banner: null, background: null }
  for (const slot of SLOTS) {
    const picture = given[slot]
    const blob = picture && ('blob' in picture ? picture.blob : await readPicture(picture.pictureId))
    if (!blob) continue
    const { type, widthPixels, heightPixels } = picture
    pictures[slot] = { bytes: new Uint8Array(await blob.arrayBuffer()), type, widthPixels, heightPixels }
  }
  return { name, madeAt, values, pictures }
}

/** The photo at twice its size on a card. */
const AVATAR_SIDE_PIXELS = 112

/** The header at twice its width on a card. */
const BANNER_WIDTH_PIXELS = 660

/** As much of a background as a card shows; it stands there at its true size. */
const BACKGROUND_WIDTH_PIXELS = 480
const BACKGROUND_HEIGHT_PIXELS = 320

type PictureToCopy = PixelSize & { blob: Blob }

/** Small copies of a look's pictures, for lists. Null for a slot without one, and where the browser makes none. */
async function makePreviews(pictures: Record<Slot, PictureToCopy | null>): Promise<Look['previews']> {
  // One after the other: while it is decoded, one alone may take a quarter of a gigabyte.
  const avatar = pictures.avatar && (await scaled(pictures.avatar, AVATAR_SIDE_PIXELS))
  const banner = pictures.banner && (await scaled(pictures.banner, BANNER_WIDTH_PIXELS))
  const background = pictures.background && (await cornerOf(pictures.background))
  return { avatar, banner, background }
}

function scaled({ blob, widthPixels, heightPixels }: PictureToCopy, maxWidthPixels: number) {
  const size = scaledSize({ widthPixels, heightPixels }, Math.min(1, maxWidthPixels / widthPixels))
  const options = { resizeWidth: size.widthPixels, resizeHeight: size.heightPixels }
  // Made small by whoever decodes it, so that no canvas ever holds it whole.
  return drawn(() => createImageBitmap(blob, { ...options, resizeQuality: 'high' }))
}

/** The top left corner, unscaled; of a tile smaller than that, the whole, so that it still repeats. */
function cornerOf({ blob, widthPixels, heightPixels }: PictureToCopy) {
  const width = Math.min(widthPixels, BACKGROUND_WIDTH_PIXELS)
  const height = Math.min(heightPixels, BACKGROUND_HEIGHT_PIXELS)
  return drawn(() => createImageBitmap(blob, 0, 0, width, height))
}

async function drawn(decode: () => Promise<ImageBitmap>): Promise<Blob | null> {
  try {
    const bitmap = await decode()
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (!context) return null
    context.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
  } catch {
    // A browser without such canvases, or one that guards them: the list shows the pictures themselves.
    return null
  }
}
