import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { inspectImage } from '@/lib/image-bytes/inspect-image'
import { jpegSegment, withSegments } from '@/lib/image-bytes/planted.fixture'
import { WHOLE_PICTURE } from '@/lib/profile/crop-geometry'
import { SLOT_TARGETS } from '@/lib/profile/slots'
import { hasSlotShape, isWholePicture, keepOriginal, placementFor, planPicture } from './picture-plan'

const size = (widthPixels: number, heightPixels: number) => ({ widthPixels, heightPixels })
const telephone = size(4032, 3024)

test('a photo takes the largest square in the middle, a header the largest strip, when nobody says where', () => {
  expect(planPicture('avatar', telephone, placementFor('avatar', telephone, null))).toMatchObject({
    crop: { left: 504, top: 0, width: 3024, height: 3024 },
    ...size(400, 400),
  })
  expect(planPicture('banner', telephone, placementFor('banner', telephone, null))).toMatchObject({
    crop: { left: 0, top: 840, width: 4032, height: 1344 },
    ...size(1500, 500),
  })
})

test('a background is used whole, and stays within 2048 pixels each way', () => {
  expect(placementFor('background', telephone, null)).toEqual(WHOLE_PICTURE)
  expect(planPicture('background', telephone, WHOLE_PICTURE)).toMatchObject(size(2048, 1536))
  expect(planPicture('background', size(3024, 4032), WHOLE_PICTURE)).toMatchObject(size(1536, 2048))
})

test('nothing is enlarged', () => {
  expect(planPicture('avatar', size(180, 180), WHOLE_PICTURE)).toMatchObject(size(180, 180))
  expect(planPicture('banner', size(900, 300), WHOLE_PICTURE)).toMatchObject(size(900, 300))
  expect(planPicture('background', size(64, 48), WHOLE_PICTURE)).toMatchObject(size(64, 48))
})

test('a part of a turned picture is found where it lies before it is turned', () => {
  const placement = {
    quarterTurns: 1 as const,
    region: { left: 0.5, top: 0, width: 0.5, height: 0.25 },
    isMirrored: false,
  }
  expect(planPicture('background', size(400, 200), placement)).toMatchObject({
    crop: { left: 0, top: 0, width: 100, height: 100 },
    ...size(100, 100),
  })
})

test('a mirrored background has room for its four copies', () => {
  const plan = planPicture('background', telephone, { ...WHOLE_PICTURE, isMirrored: true })
  expect(plan).toMatchObject(size(1024, 768))
})

test('whatever part is chosen, it lies within the picture and the result within the slot, in its shape', () => {
  const side = fc.integer({ min: 24, max: 16_384 })
  const fraction = fc.double({ min: 0.01, max: 1, noNaN: true })
  const cases = fc.record({
    slot: fc.constantFrom('avatar', 'banner', 'background'),
    picture: fc.record({ widthPixels: side, heightPixels: side }),
    zoom: fraction,
    x: fraction,
    y: fraction,
    quarterTurns: fc.constantFrom(0, 1, 2, 3),
    isMirrored: fc.boolean(),
  })
  fc.assert(
    fc.property(cases, ({ slot, picture, zoom, x, y, quarterTurns, isMirrored }) => {
      const turned = quarterTurns % 2 ? size(picture.heightPixels, picture.widthPixels) : picture
      const { region } = placementFor(slot, turned, null)
      const width = region.width * zoom
      const height = region.height * zoom
      const chosen = { left: x * (1 - width), top: y * (1 - height), width, height }
      const plan = planPicture(slot, picture, { quarterTurns, region: chosen, isMirrored })
      const { crop } = plan
      const target = SLOT_TARGETS[slot]
      const copies = slot === 'background' && isMirrored ? 2 : 1
      expect(crop.left).toBeGreaterThanOrEqual(0)
      expect(crop.top).toBeGreaterThanOrEqual(0)
      expect(crop.left + crop.width).toBeLessThanOrEqual(picture.widthPixels)
      expect(crop.top + crop.height).toBeLessThanOrEqual(picture.heightPixels)
      expect(plan.widthPixels * copies).toBeLessThanOrEqual(target.widthPixels)
      expect(plan.heightPixels * copies).toBeLessThanOrEqual(target.heightPixels)
      expect(plan.widthPixels).toBeGreaterThanOrEqual(1)
      expect(plan.heightPixels).toBeGreaterThanOrEqual(1)
      if (slot !== 'background') expect(hasSlotShape(slot, plan)).toBe(true)
    }),
  )
})

test('a picture whose shape is right to the pixel needs no cropping', () => {
  expect(hasSlotShape('banner', size(1500, 500))).toBe(true)
  expect(hasSlotShape('banner', size(1024, 341))).toBe(true)
  expect(hasSlotShape('banner', size(1500, 502))).toBe(false)
  expect(hasSlotShape('avatar', size(401, 400))).toBe(false)
  expect(hasSlotShape('background', size(3, 700))).toBe(true)
})

test('a picture is whole only when it is neither cut nor turned nor mirrored', () => {
  expect(isWholePicture(WHOLE_PICTURE)).toBe(true)
  expect(isWholePicture({ ...WHOLE_PICTURE, quarterTurns: 2 })).toBe(false)
  expect(isWholePicture({ ...WHOLE_PICTURE, isMirrored: true })).toBe(false)
  expect(isWholePicture({ ...WHOLE_PICTURE, region: { left: 0, top: 0, width: 0.9, height: 1 } })).toBe(false)
})

/** Whether a JPEG of 400 × 400, with these segments in it, goes as a photo as it is; if so, the bytes that go. */
async function keptPhoto(...segments: Uint8Array[]) {
  const jpeg = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#71295e' } })
    .jpeg()
    .toBuffer()
  const bytes = withSegments(jpeg, segments)
  const inspection = inspectImage(bytes)
  if (!inspection.ok) throw new Error(inspection.error.rule)
  const read = { file: new File([], ''), bytes, inspection: inspection.value, upright: size(400, 400) }
  return { jpeg, kept: keepOriginal(read, 'avatar', WHOLE_PICTURE) }
}

test('a photo that is too large by its hidden data alone goes as it is, without that', async () => {
  const comment = jpegSegment(0xfe, 'c'.repeat(65_000))
  const { jpeg, kept } = await keptPhoto(...Array.from({ length: 11 }, () => comment))
  expect(kept && Buffer.from(kept.bytes).equals(jpeg)).toBe(true)
})

test('a photo that some decoders may turn is made anew', async () => {
  const upright = 'II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x01\0\0\0\0\0\0\0'
  expect((await keptPhoto(jpegSegment(0xe1, `Exif\0\0${upright}`))).kept).toBeNull()
  expect((await keptPhoto()).kept).not.toBeNull()
})
