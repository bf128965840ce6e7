import { readFile } from 'node:fs/promises'
import type { StoredImage } from '../state/schema'
import type { Store } from '../state/store'
import { openPicture } from './picture'
import { findImage } from './stored-images'

/** Squares of a profile photo by the suffix before its ending, in pixels. */
export const AVATAR_SIZES: Record<string, number> = {
  normal: 48,
  bigger: 73,
  mini: 24,
  x96: 96,
  reasonably_small: 128,
  '200x200': 200,
  '400x400': 400,
}

/** Sizes of a header by the name behind its address: two shapes, 2:1 of 2012 and 3:1 of 2014. */
export const BANNER_SIZES: Record<string, { width: number; height: number }> = {
  ipad: { width: 626, height: 313 },
  ipad_retina: { width: 1252, height: 626 },
  web: { width: 520, height: 260 },
  web_retina: { width: 1040, height: 520 },
  mobile: { width: 320, height: 160 },
  mobile_retina: { width: 640, height: 320 },
  '300x100': { width: 300, height: 100 },
  '600x200': { width: 600, height: 200 },
  '1500x500': { width: 1500, height: 500 },
}

interface Size {
  width: number
  height: number
  fit: 'cover' | 'fill'
}

/** The stored bytes. */
export function originalBytes(image: StoredImage): Promise<Buffer> {
  return 'art' in image.content
    ? renderArt(image.content.art)
    : Promise.resolve(Buffer.from(image.content.base64, 'base64'))
}

/**
 * The picture filling a rectangle, in its own format. X's photos are square; GNU social and StatusNet squash those
 * that are not.
 */
export async function scaledBytes(
  image: StoredImage,
  width: number,
  height: number,
  fit: 'cover' | 'fill' = 'cover',
): Promise<Buffer> {
  if ('art' in image.content) return renderArt(image.content.art, { width, height, fit })
  const picture = await openPicture(await originalBytes(image))
  return picture.resize(width, height, { fit }).toBuffer()
}

/** The few drawings of `art/` by name and size, kept once they are drawn: a header takes 20 to 60 ms each time. */
const drawings = new Map<string, Promise<Buffer>>()

/** A drawing of `art/` as PNG at its own size, or at another. */
function renderArt(name: string, size?: Size): Promise<Buffer> {
  const key = size ? `${name} ${size.fit} ${size.width}x${size.height}` : name
  const drawing = drawings.get(key) ?? draw(new URL(`../art/${name}.svg`, import.meta.url), size)
  drawings.set(key, drawing)
  // What failed is drawn again.
  drawing.catch(() => drawings.delete(key))
  return drawing
}

async function draw(file: URL, size?: Size): Promise<Buffer> {
  const picture = await openPicture(await readFile(file))
  if (!size) return picture.png().toBuffer()
  // Drawings have few colours: with a palette the copies are a third as heavy.
  return picture.resize(size).png({ palette: true, effort: 3, dither: 0 }).toBuffer()
}

/** Pictures everyone has: the default photo, and the sky behind profiles of 2014. */
const BUILT_IN: Readonly<Record<string, StoredImage>> = {
  'sticky/default_profile_images/default_profile.png': builtIn('default-profile', 400, 400),
  'images/themes/theme1/bg.png': builtIn('theme1', 512, 512),
}

function builtIn(art: string, width: number, height: number): StoredImage {
  return { path: '', accountId: '', type: 'image/png', width, height, content: { art } }
}

/** A picture below /media/, in the size its address names. 404 for what never was, or is no longer. */
export async function serveMedia(store: Store, path: string): Promise<Response> {
  const found = locate(store, path)
  if (!found) {
    return new Response('There is no such picture.', {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'access-control-allow-origin': '*' },
    })
  }
  const bytes = await found.bytes()
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': found.type,
      'content-length': String(bytes.length),
      // Every picture has an address of its own for ever, so nobody need ask twice.
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      // The editor draws pictures on a canvas.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
}

interface Located {
  type: string
  bytes: () => Promise<Buffer>
}

function locate(store: Store, path: string): Located | null {
  const original = lookUp(store, path)
  if (original) return { type: original.type, bytes: () => originalBytes(original) }

  const avatar =
    /^(?<stem>(?:profile_images|sticky)\/.+)_(?<size>normal|bigger|mini|x96|reasonably_small|200x200|400x400)(?<ending>\.[a-z]+)$/.exec(
      path,
    )?.groups
  if (avatar) {
    const image = lookUp(store, `${avatar.stem}${avatar.ending}`)
    const size = AVATAR_SIZES[avatar.size ?? '']
    return image && size ? { type: image.type, bytes: () => scaledBytes(image, size, size, 'fill') } : null
  }

  const banner = /^(?<stem>profile_banners\/\d+\/\d+)\/(?<size>[a-z0-9_]+)$/.exec(path)?.groups
  const image = banner ? lookUp(store, banner.stem ?? '') : null
  const name = banner?.size ?? ''
  const size = Object.hasOwn(BANNER_SIZES, name) ? BANNER_SIZES[name] : undefined
  return image && size ? { type: image.type, bytes: () => scaledBytes(image, size.width, size.height) } : null
}

function lookUp(store: Store, path: string): StoredImage | null {
  return (Object.hasOwn(BUILT_IN, path) ? BUILT_IN[path] : undefined) ?? findImage(store, path)
}
