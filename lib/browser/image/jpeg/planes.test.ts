import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pixelsOf, planesOf } from './planes'

test('pixels come back from luma and chroma as they were, to within two steps of a byte', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const picture = fc.record({
    widthPixels: fc.integer({ min: 1, max: 19 }),
    colors: fc.array(fc.tuple(byte, byte, byte), { minLength: 1, maxLength: 12 }),
  })
  fc.assert(
    fc.property(picture, ({ widthPixels, colors }) => {
      // Each row is of one colour, so that rows cannot be taken for columns.
      const data = new Uint8ClampedArray(
        colors.flatMap((color) =>
          Array(widthPixels)
            .fill([...color, 255])
            .flat(),
        ),
      )
      const back = pixelsOf(planesOf({ data, widthPixels, heightPixels: colors.length }, 1))
      expect([back.widthPixels, back.heightPixels]).toEqual([widthPixels, colors.length])
      for (const [at, value] of back.data.entries())
        expect(Math.abs(value - (data[at] ?? 0))).toBeLessThanOrEqual(2)
    }),
  )
})
