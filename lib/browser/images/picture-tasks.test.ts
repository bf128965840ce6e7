import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { WHOLE_PICTURE } from '@/lib/profile/crop-geometry'
import { keepOriginal } from './picture-plan'
import { inspect } from './picture-tasks'
import { type ReadPicture, readPicture } from './read-picture'

const picture = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#4a7c59' } })

async function fileOf(source: Sharp, name = 'hedge.jpg'): Promise<File> {
  return new File([new Uint8Array(await source.toBuffer())], name)
}

async function read(source: Sharp): Promise<ReadPicture> {
  const result = await readPicture(await fileOf(source))
  if (!result.ok) throw new Error(`A good picture was refused: ${result.error.rule}`)
  return result.value
}

describe('a file goes as it is', () => {
  test.each([
    ['avatar', picture(400, 400).jpeg()],
    ['avatar', picture(180, 180).png()],
    ['avatar', picture(200, 200).gif()],
    ['banner', picture(1500, 500).jpeg()],
    ['banner', picture(900, 300).png()],
    ['background', picture(2048, 2048).jpeg()],
    ['background', picture(1024, 30).png()],
  ] as const)('when it fits the slot: %s', async (slot, source) => {
    expect(keepOriginal(await read(source), slot, WHOLE_PICTURE)).toMatchObject({ removed: [] })
  })

  test('but for its hidden data', async () => {
    const place = { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' }
    const source = picture(400, 400)
      .jpeg()
      .withExif({ IFD0: { Make: 'Hedge Camera' }, IFD3: place })
    const original = keepOriginal(await read(source), 'avatar', WHOLE_PICTURE)
    expect(original?.removed).toEqual(['place', 'device'])
    expect(Buffer.from(original?.bytes ?? []).includes('Hedge Camera')).toBe(false)
  })
})

describe('a file is made anew', () => {
  test.each([
    ['it is larger than the slot', 'avatar', picture(401, 401).jpeg()],
    ['it is wider than X keeps', 'background', picture(2049, 100).jpeg()],
    ['it has another shape', 'banner', picture(1500, 600).jpeg()],
    ['it lies on its side', 'avatar', picture(400, 400).withMetadata({ orientation: 6 }).jpeg()],
    ['it has the colours of print', 'avatar', picture(400, 400).toColourspace('cmyk').jpeg()],
    ['its colours are not sRGB', 'avatar', picture(400, 400).withIccProfile('p3').jpeg()],
    ['its type is not taken', 'avatar', picture(400, 400).webp()],
    ['it has 16 bits a colour', 'avatar', picture(400, 400).toColourspace('rgb16').png()],
  ] as const)('when %s', async (_, slot, source) => {
    expect(keepOriginal(await read(source), slot, WHOLE_PICTURE)).toBeNull()
  })

  test('when a part of it was chosen, or it was turned or mirrored', async () => {
    const square = await read(picture(400, 400).jpeg())
    const region = { left: 0, top: 0, width: 0.5, height: 0.5 }
    expect(keepOriginal(square, 'avatar', { ...WHOLE_PICTURE, region })).toBeNull()
    expect(keepOriginal(square, 'avatar', { ...WHOLE_PICTURE, quarterTurns: 1 })).toBeNull()
    expect(keepOriginal(square, 'background', { ...WHOLE_PICTURE, isMirrored: true })).toBeNull()
  })

  test('when it has too many bytes', async () => {
    const noise = picture(2000, 2000).composite([
      {
        input: {
          create: {
            width: 2000,
            height: 2000,
            channels: 3,
            background: '#000',
            noise: { type: 'gaussian', mean: 128, sigma: 60 },
          },
        },
      },
    ])
    expect(keepOriginal(await read(noise.jpeg()), 'background', WHOLE_PICTURE)).toBeNull()
  })
})

test('a look tells type, upright size, shape and hidden data, whatever the name says', async () => {
  const file = await fileOf(picture(300, 100).withMetadata({ orientation: 6 }).jpeg(), 'hedge.png')
  expect(await inspect(file, 'banner')).toMatchObject({
    ok: true,
    value: {
      source: { file, typeName: 'JPEG', widthPixels: 100, heightPixels: 300 },
      hasSlotShape: false,
      isAnimated: false,
    },
  })
  expect(await inspect(file, 'background')).toMatchObject({ ok: true, value: { hasSlotShape: true } })
})

test('an animation is called one', async () => {
  const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 10), Buffer.alloc(40 * 40 * 3, 200)])
  const raw = { width: 40, height: 80, channels: 3, pageHeight: 40 } as const
  const file = await fileOf(sharp(frames, { raw }).gif())
  expect(await inspect(file, 'avatar')).toMatchObject({ ok: true, value: { isAnimated: true } })
})

test('a file that is cut off is damaged before anything is decoded', async () => {
  const whole = await picture(800, 600).png().toBuffer()
  const file = new File([new Uint8Array(whole.subarray(0, whole.length - 20))], 'hedge.png')
  expect(await inspect(file, 'background')).toEqual({ ok: false, error: { rule: 'damaged' } })
})
