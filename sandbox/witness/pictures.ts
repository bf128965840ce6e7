import { createHash } from 'node:crypto'
import sharp from 'sharp'

/** A picture of noise, which no compression makes small: 400 × 400 as PNG is about 480 kB. */
export function noise(width: number, height: number, format: 'png' | 'jpeg' | 'gif'): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .toFormat(format)
    .toBuffer()
}

/** A picture of one colour, small enough for an address. */
export function plain(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#71295e' } })
    .png()
    .toBuffer()
}

/** As the request log tells it, so that a picture is known to have arrived byte for byte. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export interface ServedPicture {
  type: string | null
  width: number
  height: number
}

/** Fetches a picture from its address in a User object. Anything but 200 is an error. */
export async function served(address: string | null | undefined): Promise<ServedPicture> {
  const answer = await fetch(address ?? '')
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`)
  const { width, height } = await sharp(await answer.arrayBuffer()).metadata()
  return { type: answer.headers.get('content-type'), width, height }
}
