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

const LEFT_HALF = '#71295e'
export const RIGHT_HALF = '#1f588a'

/** A picture of two colours side by side, to tell which part of it was used. */
export async function halves(width: number, height: number): Promise<Buffer> {
  const half = { width: width / 2, height, channels: 3 as const }
  const right = await sharp({ create: { ...half, background: RIGHT_HALF } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: LEFT_HALF } })
    .composite([{ input: right, left: width / 2, top: 0 }])
    .png()
    .toBuffer()
}

/** The colour of a served picture as `#rrggbb`, or a list of colours where it has several. */
export async function colorOf(address: string): Promise<string> {
  const answer = await fetch(address)
  const { channels } = await sharp(await answer.arrayBuffer()).stats()
  const range = (pick: 'min' | 'max') =>
    `#${channels
      .slice(0, 3)
      .map((channel) => channel[pick].toString(16).padStart(2, '0'))
      .join('')}`
  return range('min') === range('max') ? range('min') : `${range('min')} to ${range('max')}`
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
