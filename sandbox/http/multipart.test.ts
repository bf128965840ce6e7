import { expect, test } from 'vitest'
import { multipartBoundary, parseMultipart } from './multipart'

function parse(body: string | Buffer) {
  const parts = parseMultipart(Buffer.from(body as string, 'latin1'), 'X', 100)
  return Array.isArray(parts) ? parts : null
}

test('bytes come through unchanged, even those that look like line breaks or a boundary', () => {
  const image = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x0d, 0x0a, 0x2d, 0x2d, 0x58, 0x59, 0x00, 0xff, 0x0d])
  const head = Buffer.from('--X\r\nContent-Disposition: form-data; name="image"\r\n\r\n')
  const body = Buffer.concat([
    head,
    Buffer.from('--X is in the middle'),
    image,
    Buffer.from('\r\n--X--\r\n\r\n'),
  ])
  expect(parse(body)?.[0]?.bytes).toEqual(Buffer.concat([Buffer.from('--X is in the middle'), image]))
})

test('parts without filename or type, bare line feeds, text before and after are read', () => {
  const parts = parse(
    'preamble\n--X\nContent-Disposition: form-data; name=a\n\none\n--X\ncontent-disposition: form-data; name="b"; filename="c \\"d\\".png"\ncontent-type: image/png\ncontent-transfer-encoding: base64\n\ntwo\n--X--\nepilogue',
  )
  expect(parts?.map((part) => ({ ...part, bytes: part.bytes.toString() }))).toEqual([
    { name: 'a', filename: null, type: null, bytes: 'one' },
    { name: 'b', filename: 'c "d".png', type: 'image/png', bytes: 'two' },
  ])
})

test('an empty part is empty', () => {
  const parts = parse('--X\r\nContent-Disposition: form-data; name="tile"\r\n\r\n\r\n--X--')
  expect(parts?.[0]?.bytes.length).toBe(0)
})

test('a body that is cut off, or a part without a name, is refused', () => {
  expect(parse('--X\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf')).toBeNull()
  expect(parse('--X\r\nContent-Type: image/png\r\n\r\nx\r\n--X--')).toBeNull()
})

test('the boundary is read quoted and bare, and only from multipart/form-data', () => {
  expect(multipartBoundary('multipart/form-data; boundary=----a')).toBe('----a')
  expect(multipartBoundary('Multipart/Form-Data; charset=utf-8; boundary="a b"')).toBe('a b')
  expect(multipartBoundary('multipart/mixed; boundary=a')).toBeNull()
})
