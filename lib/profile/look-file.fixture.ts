import type { LookContent, LookPicture } from './look-file'

/** A whole GIF of one pixel; behind it stand the bytes that make it as large as wanted. */
const GIF = 'R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs='

/** A whole GIF that says it has this size, with as many zeros behind it as wanted. */
export function aGif(widthPixels: number, heightPixels: number, moreBytes = 0): LookPicture {
  const gif = Uint8Array.from(atob(GIF), (letter) => letter.charCodeAt(0))
  const bytes = new Uint8Array(gif.byteLength + moreBytes)
  bytes.set(gif)
  const view = new DataView(bytes.buffer)
  view.setUint16(6, widthPixels, true)
  view.setUint16(8, heightPixels, true)
  return { bytes, type: 'image/gif', widthPixels, heightPixels }
}

/** A look with a photo and a header, and without a background. */
export function dawnLook(changes: Partial<LookContent> = {}): LookContent {
  return {
    name: 'Dawn on the fen',
    madeAt: '2026-11-23T14:02:00.000Z',
    values: {
      name: 'Wren Hollis',
      bio: 'Small bird,\nloud song.',
      location: 'Lower Fen',
      website: '',
      tileBackground: true,
      showBackground: false,
      linkColor: '#71295E',
    },
    pictures: { avatar: aGif(4, 4), banner: aGif(15, 5), background: null },
    ...changes,
  }
}
