import { PICTURE_TYPE_NAMES, type PictureFacts } from '@/lib/profile/slots'

/** A file's size for reading: `6 kB`, `1.9 MB`. A kilobyte is 1000 bytes. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A picture for reading: `PNG, 128 × 128, 6 kB`. */
export function pictureInWords(facts: PictureFacts, bytes: number): string {
  const { type, widthPixels, heightPixels } = facts
  return `${PICTURE_TYPE_NAMES[type]}, ${widthPixels} × ${heightPixels}, ${sizeInWords(bytes)}`
}
