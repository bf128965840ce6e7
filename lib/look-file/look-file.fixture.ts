import type { LookContent, LookPicture } from './look-file'

/** The head of a GIF of that size: what reading its type and size needs, followed by as many zeros as wanted. */
export function gifHead(widthPixels: number, heightPixels: number, moreBytes = 10): LookPicture {
  const bytes = new Uint8Array(10 + moreBytes)
  bytes.set([0x47, 0x49, 0x46, 0x38, 0x39, 0x61])
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
    },
    pictures: { avatar: gifHead(4, 4), banner: gifHead(15, 5), background: null },
    ...changes,
  }
}
