import { expect, test } from 'vitest'
import { BACKGROUND_MAX_BYTES } from '@/lib/slots'
import { readChosenPicture } from './read-chosen-picture'

/** A GIF's head for 3 × 2 pixels, made as long as wanted. */
function gifOf(bytes: number, name = 'bird.gif'): File {
  const content = new Uint8Array(bytes)
  content.set([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 3, 0, 2, 0])
  return new File([content], name)
}

test('a picture is known by its bytes, whatever its name says', async () => {
  const file = gifOf(100, 'bird.txt')
  expect(await readChosenPicture(file)).toMatchObject({
    ok: true,
    value: { type: 'image/gif', widthPixels: 3, heightPixels: 2, file },
  })
})

test('a picture of exactly the limit is taken, one byte more is refused with its size', async () => {
  expect(await readChosenPicture(gifOf(BACKGROUND_MAX_BYTES))).toMatchObject({ ok: true })
  expect(await readChosenPicture(gifOf(BACKGROUND_MAX_BYTES + 1))).toEqual({
    ok: false,
    error: { rule: 'cannot_fit', maxBytes: BACKGROUND_MAX_BYTES },
  })
})

test('something else is refused as no picture, however large it is', async () => {
  const letter = new File([new Uint8Array(BACKGROUND_MAX_BYTES * 2)], 'letter.png')
  expect(await readChosenPicture(letter)).toEqual({
    ok: false,
    error: { rule: 'not_a_picture', typeName: null },
  })
})

test('an empty file is refused as empty', async () => {
  expect(await readChosenPicture(new File([], 'nothing.png'))).toEqual({
    ok: false,
    error: { rule: 'empty' },
  })
})
