import type { ImageFormat } from '@/lib/image-bytes/image-inspection'
import type { PictureType } from '@/lib/slots'

const FORMATS_BY_ENDING: Record<string, ImageFormat> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  apng: 'png',
  gif: 'gif',
  webp: 'webp',
  heic: 'heic',
  heif: 'heic',
  hif: 'heic',
  avif: 'avif',
}

const ENDINGS: Record<PictureType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif' }

const ENDING = /\.([^./\\]*)$/

/** True when the name promises another of our formats than the bytes are. */
export function isMisnamed(name: string, format: ImageFormat): boolean {
  const promised = FORMATS_BY_ENDING[ENDING.exec(name)?.[1]?.toLowerCase() ?? '']
  return promised !== undefined && promised !== format
}

/** The name a prepared picture gets: the source's, with the ending of what it is now. */
export function preparedName(name: string, type: PictureType): string {
  return `${name.replace(ENDING, '') || 'picture'}.${ENDINGS[type]}`
}
