/** The only formats X's pages name. WebP, SVG, HEIC and BMP are refused. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif'

const MAGIC: readonly { type: ImageType; bytes: readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', bytes: [0x47, 0x49, 0x46, 0x38] },
]

/** The type the first bytes tell, never the declared one; null when they are none of the three. */
export function sniffImageType(bytes: Uint8Array): ImageType | null {
  const found = MAGIC.find((magic) => magic.bytes.every((byte, index) => bytes[index] === byte))
  return found?.type ?? null
}

/** X's file endings. Avatars must never be called `.jpeg`: next-auth cuts `_normal` only before jpg, png and gif. */
export const EXTENSIONS: Record<ImageType, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
}
