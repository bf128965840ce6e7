import loadLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs'
import type { Pixels } from './pixels'

type Libheif = Awaited<ReturnType<typeof loadLibheif>>
type HeifImage = ReturnType<InstanceType<Libheif['HeifDecoder']>['decode']>[number]

/** The upright pixels of the main picture in a HEIC file, in its own colours; null when it cannot be decoded. */
export async function decodeHeic(bytes: Uint8Array): Promise<Pixels | null> {
  const libheif = await loadLibheif()
  const images = new libheif.HeifDecoder().decode(bytes)
  const image = images.find((candidate) => candidate.is_primary()) ?? images[0]
  const pixels = image ? await pixelsOf(image) : null
  for (const decoded of images) decoded.free()
  return pixels
}

function pixelsOf(image: HeifImage): Promise<Pixels | null> {
  const widthPixels = image.get_width()
  const heightPixels = image.get_height()
  const data = new Uint8ClampedArray(widthPixels * heightPixels * 4)
  return new Promise((resolve) => {
    image.display({ data, width: widthPixels, height: heightPixels }, (shown) =>
      resolve(shown ? { data, widthPixels, heightPixels } : null),
    )
  })
}
