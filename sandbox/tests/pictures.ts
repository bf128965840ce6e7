import sharp, { type Sharp } from 'sharp'
import type { SignedCall } from './client'

/** A picture of one colour. */
export function picture(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 90 } } })
}

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

/** Left half red, right half blue: shows where something was cut. */
export async function twoHalves(width: number, height: number): Promise<Buffer> {
  const half = await sharp({
    create: { width: width / 2, height, channels: 3, background: { r: 255, g: 0, b: 0 } },
  })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: { r: 0, g: 0, b: 255 } } })
    .composite([{ input: half, left: 0, top: 0 }])
    .png()
    .toBuffer()
}

/** An animated GIF of two frames, red and then blue, as bytes by hand: no encoder between the test and the format. */
export function animatedGif(): Buffer {
  const head = [...Buffer.from('GIF89a'), 2, 0, 2, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255]
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0]
  const frame = (colour: 0 | 1) => [
    ...[0x21, 0xf9, 4, 0, 10, 0, 0, 0],
    ...[0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0],
    // Four pixels of one colour in LZW of two bits: clear, four times the colour, end.
    ...[2, 3, ...(colour === 0 ? [0x04, 0x00, 0x05] : [0x4c, 0x92, 0x05]), 0],
  ]
  return Buffer.from([...head, ...loop, ...frame(0), ...frame(1), 0x3b])
}

/** A multipart body with the picture and text fields. */
export function multipart(
  name: string,
  bytes: Uint8Array,
  fields: Record<string, string> = {},
  filename?: string,
): FormData {
  const body = new FormData()
  body.set(name, new Blob([new Uint8Array(bytes)]), filename)
  for (const [field, value] of Object.entries(fields)) body.set(field, value)
  return body
}

/** One part without filename and type, as some clients send raw bytes. */
export function barePart(name: string, bytes: Uint8Array): Pick<SignedCall, 'body' | 'headers'> {
  const head = `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`
  const body = new Uint8Array(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n\r\n')]))
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } }
}

/** A served picture: its bytes, its headers, and what they hold. */
export async function served(url: string | null | undefined) {
  const response = await fetch(url ?? '')
  const bytes = Buffer.from(await response.arrayBuffer())
  const { format, width, height, exif, pages, orientation } = await sharp(bytes, { pages: -1 }).metadata()
  return { response, bytes, format, width, height, exif, pages, orientation }
}

/** Red, green and blue of one pixel. */
export async function pixelAt(bytes: Buffer, left: number, top: number): Promise<number[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (top * info.width + left) * info.channels
  return [...data.subarray(at, at + 3)]
}
