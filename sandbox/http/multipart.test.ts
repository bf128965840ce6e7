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

test('headers are read as clients write them, not only as the standard has them', () => {
  const heads = {
    'single quotes': `Content-Disposition: form-data; name='image'; filename='a.png'`,
    'no quotes, as .NET':
      'Content-Type: image/png\r\nContent-Disposition: form-data; name=image; filename=a.png',
    capitals: 'CONTENT-DISPOSITION: FORM-DATA; NAME="image"; FILENAME="a.png"',
    'no blanks': 'content-disposition:form-data;name="image";filename="a.png"',
    'a blank before the colon': 'Content-Disposition : form-data ; name = "image" ; filename = "a.png"',
    'the name last': 'Content-Disposition: form-data; filename="a.png"; name="image"',
    'no semicolon': 'Content-Disposition: form-data name="image" filename="a.png"',
    commas: 'Content-Disposition: form-data, name="image", filename="a.png"',
    'a folded header': 'Content-Disposition: form-data;\r\n name="image";\r\n\tfilename="a.png"',
    'more parameters':
      'Content-Disposition: form-data; size=3; name="image"; filename="a.png"; creation-date="x"',
    'more headers':
      'Content-Length: 3\r\nContent-Transfer-Encoding: binary\r\nMIME-Version: 1.0\r\nContent-ID: <a>\r\nContent-Disposition: attachment; name="image"; filename="a.png"',
    'filename* beside filename': `Content-Disposition: form-data; name=image; filename="?.png"; filename*=utf-8''a.png`,
  }
  const read = Object.entries(heads).map(([how, head]) => {
    const [part] = parse(`--X\r\n${head}\r\n\r\nabc\r\n--X--`) ?? []
    return [how, part?.name, part?.filename, part?.bytes.toString()]
  })
  expect(read).toEqual(Object.keys(heads).map((how) => [how, 'image', 'a.png', 'abc']))
})

test('a name within another value, a path of Windows and letters of Latin-1 do not confuse the name', () => {
  const inside = parse(
    '--X\r\nContent-Disposition: form-data; filename="a; name=b.png"; name="image"\r\n\r\nabc\r\n--X--',
  )
  expect(inside?.[0]).toMatchObject({ name: 'image', filename: 'a; name=b.png' })
  const path = parse(
    '--X\r\nContent-Disposition: form-data; name="image"; filename="C:\\pictures\\a.png"\r\n\r\nabc\r\n--X--',
  )
  expect(path?.[0]).toMatchObject({ name: 'image', filename: 'C:\\pictures\\a.png' })
  const latin1 = parse(
    '--X\r\nContent-Disposition: form-data; name="image"; filename="caf\u00e9.png"\r\n\r\nabc\r\n--X--',
  )
  expect(latin1?.[0]).toMatchObject({ name: 'image', filename: 'café.png' })
})

test('the last boundary needs no line break, neither before it nor after it', () => {
  expect(
    parse('--X\r\nContent-Disposition: form-data; name="a"\r\n\r\none--X--')?.[0]?.bytes.toString(),
  ).toBe('one')
  expect(
    parse('--X\r\nContent-Disposition: form-data; name="a"\r\n\r\none--X--\r\n')?.[0]?.bytes.toString(),
  ).toBe('one')
})

test('a boundary is announced as clients announce it', () => {
  for (const type of [
    'multipart/form-data;boundary=a',
    'multipart/form-data, boundary=a',
    'multipart/form-data; BOUNDARY="a"; charset=utf-8',
    "multipart/form-data; boundary='a'",
    'multipart/form-data; boundary=a, charset=utf-8',
    'multipart/form-data; charset="x; boundary=b"; boundary=a',
  ])
    expect(multipartBoundary(type)).toBe('a')
  expect(multipartBoundary('multipart/form-data; boundary=')).toBeNull()
})
