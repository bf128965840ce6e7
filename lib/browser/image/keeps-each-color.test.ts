import sharp from 'sharp'
import { expect, test } from 'vitest'
import { keepsEachColor } from './keeps-each-color'

const drawn = (chromaSubsampling: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#71295e' } })
    .jpeg({ quality: 100, chromaSubsampling })
    .toBuffer()

test('a JPEG with a colour for each pixel is told from one with a colour for four', async () => {
  expect(keepsEachColor(await drawn('4:4:4'))).toBe(true)
  expect(keepsEachColor(await drawn('4:2:0'))).toBe(false)
})
