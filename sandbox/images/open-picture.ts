import type { Sharp, SharpOptions } from 'sharp'

/** sharp over a picture's bytes. It is loaded with the first picture: it would be a quarter of the sandbox's start. */
export async function openPicture(bytes: Buffer, options?: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, options)
}
