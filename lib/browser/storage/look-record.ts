import { z } from 'zod/mini'
import { LookValuesSchema } from '@/lib/look-file/look-file'
import type { PictureFacts, Slot } from '@/lib/slots'
import { KeptBytesSchema } from './history-entry'
import { KeptBlobSchema } from './kept-blobs'

const LookPictureSchema = z.nullable(
  z.object({
    ...KeptBytesSchema.shape,
    /** Where this very picture was published when the look was saved; null for one that was not. */
    publishedUrl: z.nullable(z.string()),
  }),
)

const PreviewSchema = z.nullable(KeptBlobSchema)

const LookRecordSchema = z.object({
  id: z.string(),
  /** ISO 8601: when it was saved or renamed last. */
  at: z.iso.datetime(),
  /** ISO 8601: when it was saved. */
  madeAt: z.iso.datetime(),
  name: z.string(),
  values: z.object(LookValuesSchema.shape),
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

/** A picture on its way into a look. */
export interface NewLookPicture extends PictureFacts {
  blob: Blob
  publishedUrl: string | null
}

/** A look on its way onto the device. */
export interface NewLook extends Pick<Look, 'name' | 'madeAt' | 'values' | 'previews'> {
  pictures: Record<Slot, NewLookPicture | null>
}
