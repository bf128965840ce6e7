import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { aGif } from './look-file.fixture'
import { readSoundPicture } from './sound-picture'

const scene = () => sharp({ create: { width: 40, height: 20, channels: 3, background: '#71295e' } })

test('a whole JPEG, PNG or GIF is known by its bytes, with its size', async () => {
  const size = { widthPixels: 40, heightPixels: 20 }
  expect(readSoundPicture(await scene().jpeg().toBuffer())).toEqual({ type: 'image/jpeg', ...size })
  expect(readSoundPicture(await scene().png().toBuffer())).toEqual({ type: 'image/png', ...size })
  expect(readSoundPicture(aGif(40, 20).bytes)).toEqual({ type: 'image/gif', ...size })
})

test('a picture that lies on its side is measured upright', async () => {
  const turned = await scene().jpeg().withMetadata({ orientation: 6 }).toBuffer()
  expect(readSoundPicture(turned)).toEqual({ type: 'image/jpeg', widthPixels: 20, heightPixels: 40 })
})

test('a picture that is cut off, of a type no server takes, or no picture is not sound', async () => {
  const jpeg = await sharp(randomBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer()
  expect(readSoundPicture(jpeg)).not.toBeNull()
  expect(readSoundPicture(jpeg.subarray(0, jpeg.length / 2))).toBeNull()
  expect(readSoundPicture(await scene().webp().toBuffer())).toBeNull()
  expect(readSoundPicture(new TextEncoder().encode('<svg/>'))).toBeNull()
})
