import { findImage } from '../images/stored-images'
import { AVATAR_SIZES, BANNER_SIZES, originalBytes, scaledBytes } from '../images/variants'
import type { StoredImage } from '../state'
import type { Store } from '../store'

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
    return image && size ? { type: image.type, bytes: () => scaledBytes(image, size, size) } : null
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
