import { bigEndian, join, latin } from './bytes'

/** An s15Fixed16Number: 16 bits before the point and 16 behind it. */
const fixedPoint = (value: number) => bigEndian(Math.round(value * 0x10000) >>> 0, 4)

const xyz = (...values: [number, number, number]) => join('XYZ ', Buffer.alloc(4), ...values.map(fixedPoint))

/** Adobe RGB (1998): its white, its primaries seen under D50, and a gamma of 563/256. Source: its specification, 4.3. */
const TAGS: readonly [string, Buffer][] = [
  ['wtpt', xyz(0.9505, 1, 1.0891)],
  ['rXYZ', xyz(0.60974, 0.31111, 0.01947)],
  ['gXYZ', xyz(0.20528, 0.62567, 0.06087)],
  ['bXYZ', xyz(0.14919, 0.06322, 0.74457)],
  ...['rTRC', 'gTRC', 'bTRC'].map((tag): [string, Buffer] => [
    tag,
    join('curv', Buffer.alloc(4), bigEndian(1, 4), bigEndian(563, 2), Buffer.alloc(2)),
  ]),
  ['desc', description('Wide colours of the test pictures')],
  ['cprt', join('text', Buffer.alloc(4), 'No copyright\0')],
]

/** The name of a profile of version 2: ASCII, then no Unicode and no Macintosh text. */
function description(name: string): Buffer {
  return join(
    'desc',
    Buffer.alloc(4),
    bigEndian(name.length + 1, 4),
    name,
    Buffer.alloc(1 + 4 + 4 + 2 + 1 + 67),
  )
}

/** An ICC profile with the colours of Adobe RGB (1998). Source for its structure: ICC.1:2001-04. */
export function adobeRgbProfile(): Buffer {
  const tableEnd = 128 + 4 + TAGS.length * 12
  const table: Buffer[] = [bigEndian(TAGS.length, 4)]
  const contents: Buffer[] = []
  let at = tableEnd
  for (const [tag, content] of TAGS) {
    table.push(join(tag, bigEndian(at, 4), bigEndian(content.length, 4)))
    const padded = join(content, Buffer.alloc(-content.length & 3))
    contents.push(padded)
    at += padded.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02100000, 8)
  latin('mntrRGB XYZ ').copy(header, 12)
  latin('acsp').copy(header, 36)
  join(fixedPoint(0.9642), fixedPoint(1), fixedPoint(0.8249)).copy(header, 68)
  return join(header, ...table, ...contents)
}
