import { z } from 'zod/mini'
import { boundedText, excerptOf } from '@/lib/profile/bounded-text'
import { LOOK_NAME_MAX_LENGTH } from '@/lib/profile/look-file/look-file'
import type { PictureFacts, Slot } from '@/lib/profile/slots'
import { SavedBytesSchema } from './history-entry'
import { SavedBlobSchema } from './stored-blobs'
import { StoredColorSchema, StoredTextSchema } from './stored-text'

const LookPictureSchema = z.nullable(
  z.object({
    ...SavedBytesSchema.shape,
    /** Where this very picture was published when the look was saved; null for one that was not. */
    publishedUrl: z.nullable(z.string()),
  }),
)

const PreviewSchema = z.nullable(SavedBlobSchema)

const LookRecordSchema = z.object({
  id: z.string(),
  /** ISO 8601: when it was saved or renamed last. */
  at: z.iso.datetime(),
  /** ISO 8601: when it was saved. */
  madeAt: z.iso.datetime(),
  name: z.pipe(
    z.string(),
    z.transform((name) => boundedText(name, LOOK_NAME_MAX_LENGTH)),
  ),
  values: z.object({
    name: StoredTextSchema,
    bio: StoredTextSchema,
    location: StoredTextSchema,
    website: StoredTextSchema,
    tileBackground: z.boolean(),
    showBackground: z.boolean(),
    linkColor: StoredColorSchema,
  }),
  pictures: z.object({ avatar: LookPictureSchema, banner: LookPictureSchema, background: LookPictureSchema }),
  /** Small copies for the list, so that it reads no picture; null where none could be made. */
  previews: z.object({ avatar: PreviewSchema, banner: PreviewSchema, background: PreviewSchema }),
})
/** A look as it is kept: a whole profile, saved to wear again. */
export type Look = z.infer<typeof LookRecordSchema>

/** Reads the record of a look; null when it is none. */
export function readLookRecord(record: unknown): Look | null {
  const parsed = LookRecordSchema.safeParse(record)
  return parsed.success ? parsed.data : null
}

/** A look on the device that cannot be read. It can only be deleted. */
export interface UnreadableLook {
  id: string
  /** What of its name can be read, perhaps nothing. */
  name: string
}

const UnreadableRecordSchema = z.object({ id: z.string(), name: z.catch(z.string(), '') })

/** What can be said of the record of a look that is none; null when not even which one it is. */
export function readUnreadableRecord(record: unknown): UnreadableLook | null {
  const parsed = UnreadableRecordSchema.safeParse(record)
  return parsed.success
    ? { id: parsed.data.id, name: excerptOf(parsed.data.name, LOOK_NAME_MAX_LENGTH) }
    : null
}

const PictureIdsSchema = z.object({
  pictures: z.record(z.string(), z.catch(z.nullable(z.object({ pictureId: z.string() })), null)),
})

/** The ids of the pictures that the record of a look points at, whether it can be read or not. */
export function pictureIdsOfLook(record: unknown): string[] {
  const parsed = PictureIdsSchema.safeParse(record)
  return parsed.success
    ? Object.values(parsed.data.pictures).flatMap((picture) => picture?.pictureId ?? [])
    : []
}

/** A picture on its way into a look. */
export interface NewLookPicture extends PictureFacts {
  blob: Blob
  publishedUrl: string | null
}

/** A look on its way onto the device. */
export interface NewLook extends Pick<Look, 'name' | 'madeAt' | 'values' | 'previews'> {
  pictures: Record<Slot, NewLookPicture | null>
}
