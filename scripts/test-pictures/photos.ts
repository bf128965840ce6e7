import sharp, { type Sharp } from 'sharp'
import { renderScene, SCENE_NAMES, type SceneName } from './scenes'

/** Makes the bytes of one test picture. */
export type MakePicture = () => Promise<Buffer>

/** A scene, ready to be encoded. */
export const photo = (name: SceneName, widthPixels: number, heightPixels: number): Sharp =>
  sharp(renderScene(name, widthPixels, heightPixels), {
    raw: { width: widthPixels, height: heightPixels, channels: 3 },
  })

/** As telephones encode: quality 92. */
export const CAMERA_QUALITY = 92

/** Five megapixels each, larger than any slot. */
const PHOTO_WIDTH_PIXELS = 2592
const PHOTO_HEIGHT_PIXELS = 1944

/** Ten photographs that compress like photographs, and a very large one. */
export const PHOTOS: Record<string, MakePicture> = {
  ...Object.fromEntries(
    SCENE_NAMES.map((name): [string, MakePicture] => [
      `photo-${name}.jpg`,
      () => photo(name, PHOTO_WIDTH_PIXELS, PHOTO_HEIGHT_PIXELS).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
    ]),
  ),
  // Telephones compute their 48 megapixels from sensors that see fewer, so enlarging is close to life.
  'photo-48mp.jpg': () =>
    photo('hills', 2016, 1512).resize(8064, 6048).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
}
