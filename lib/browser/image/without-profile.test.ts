import sharp from 'sharp'
import { expect, test } from 'vitest'
import { withoutProfile } from './without-profile'

const drawn = (withProfile: boolean) => {
  const image = sharp({ create: { width: 40, height: 30, channels: 3, background: '#71295e' } })
  return (withProfile ? image.withIccProfile('srgb') : image).jpeg({ quality: 100 }).toBuffer()
}

test('a JPEG loses its profile and shows the same pixels', async () => {
  const tagged = await drawn(true)
  expect((await sharp(tagged).metadata()).icc).toBeDefined()
  const bare = withoutProfile(tagged)
  expect((await sharp(bare).metadata()).icc).toBeUndefined()
  expect(await sharp(bare).raw().toBuffer()).toEqual(await sharp(tagged).raw().toBuffer())
})

test('a JPEG without a profile stays as it is', async () => {
  const plain = await drawn(false)
  expect(Buffer.from(withoutProfile(plain))).toEqual(plain)
})
