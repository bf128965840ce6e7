import { createDeflate, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { bigEndian, GREY, join, jpegSegment, pngOf, RGBA, withSegments } from './byte-parts'
import { type MakePicture, photo, seededRandom } from './photos'

/** Deflates as many zeros as are asked for without ever holding them. */
async function deflatedZeros(bytes: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 })
  const block = Buffer.alloc(1 << 20)
  async function* zeros() {
    for (let left = bytes; left > 0; left -= block.length)
      yield block.subarray(0, Math.min(left, block.length))
  }
  const feeding = (async () => {
    for await (const piece of zeros()) {
      if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve))
    }
    deflate.end()
  })()
  const pieces: Buffer[] = []
  for await (const piece of deflate) pieces.push(piece)
  await feeding
  return Buffer.concat(pieces)
}

const aPhoto = () => photo('stones', 900, 600).jpeg().toBuffer()

/** Exif that leads in circles: the directory is followed by itself, and holds itself as each of its own. */
const CIRCLES = join(
  'Exif\0\0MM\0*',
  bigEndian(8, 4),
  bigEndian(2, 2),
  bigEndian(0x8769_0004, 4),
  bigEndian(1, 4),
  bigEndian(8, 4),
  bigEndian(0x8825_0004, 4),
  bigEndian(1, 4),
  bigEndian(8, 4),
  bigEndian(8, 4),
)

/** Exif whose offsets and counts lie far behind the end of the file. */
const BEYOND = join(
  'Exif\0\0II*\0\x08\0\0\0\xff\xff',
  join('\x12\x01\x03\0', Buffer.alloc(4, 0xff), Buffer.alloc(4, 0xf0)),
  join('\x69\x87\x04\0\x01\0\0\0', Buffer.alloc(4, 0xfe)),
)

function manyFrames(count: number): Buffer {
  const screen = join('GIF89a', Buffer.of(16, 0, 16, 0, 0x80, 0, 0), Buffer.of(200, 30, 40, 30, 80, 190))
  const frame = join(
    Buffer.of(0x21, 0xf9, 4, 0, 1, 0, 0, 0),
    Buffer.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0),
    Buffer.of(2, 2, 0x44, 1, 0),
  )
  return join(screen, ...Array.from({ length: count }, () => frame), Buffer.of(0x3b))
}

function randomBytes(count: number): Buffer {
  const random = seededRandom(4711)
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)))
}

const PAGE = '<!doctype html><title>A page</title><script>alert(1)</script>'

/** Files that are no good, or are meant to do harm. */
export const HOSTILE: Record<string, MakePicture> = {
  'empty.png': async () => Buffer.alloc(0),
  'truncated.jpg': async () => {
    const jpeg = await aPhoto()
    return jpeg.subarray(0, Math.floor(jpeg.length / 2))
  },
  'truncated.png': async () => {
    const png = await photo('lights', 600, 400).png().toBuffer()
    return png.subarray(0, Math.floor(png.length / 2))
  },
  'truncated.webp': async () => {
    const webp = await photo('stones', 900, 600).webp().toBuffer()
    return webp.subarray(0, Math.floor(webp.length / 2))
  },
  'cut-in-the-header.jpg': async () => (await aPhoto()).subarray(0, 60),
  'cut-in-the-header.png': async () => (await photo('lights', 60, 40).png().toBuffer()).subarray(0, 20),
  'webp-named.jpg': () => photo('water', 600, 400).webp().toBuffer(),
  'page-named.png': async () => join(PAGE),
  'page.html': async () => join(PAGE),
  'drawing.svg': async () =>
    join('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'),
  'document.pdf': async () => join('%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF'),
  'jpeg-and-zip.jpg': async () => {
    // An archive of nothing: the record that ends every one, which readers look for from behind.
    return join(await aPhoto(), 'PK\x05\x06', Buffer.alloc(18))
  },
  'gif-and-script.gif': async () => join('GIF89a=1/*', Buffer.alloc(20, 0x20), '*/;alert(1)'),
  'declares-100000.png': async () => pngOf(100_000, 100_000, RGBA, deflateSync(Buffer.alloc(1000))),
  'declares-100000.jpg': async () => {
    // A JPEG can claim 65 535 at most.
    const jpeg = await photo('water', 64, 64).jpeg({ mozjpeg: false }).toBuffer()
    const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0))
    jpeg.writeUInt32BE(0xffff_ffff, frame + 5)
    return jpeg
  },
  'declares-30000.png': async () => pngOf(30_000, 30_000, RGBA, deflateSync(Buffer.alloc(800_000))),
  'declares-zero.png': async () => pngOf(0, 0, RGBA, deflateSync(Buffer.alloc(1))),
  // Just under what is opened at all: 396 MB of pixels out of a file of 400 kB.
  'bomb.png': async () => pngOf(9_990, 9_990, RGBA, await deflatedZeros((9_990 * 4 + 1) * 9_990)),
  // Far above: 900 megapixels out of 900 kB.
  'bomb-900-megapixels.png': async () => pngOf(30_000, 30_000, GREY, await deflatedZeros(30_001 * 30_000)),
  'frames-10000.gif': async () => manyFrames(10_000),
  'exif-in-circles.jpg': async () => withSegments(await aPhoto(), jpegSegment(0xe1, CIRCLES)),
  'exif-beyond-the-end.jpg': async () => withSegments(await aPhoto(), jpegSegment(0xe1, BEYOND)),
  'random-bytes.jpg': async () => randomBytes(50_000),
  'random-behind-jpeg-start.jpg': async () => join(Buffer.of(0xff, 0xd8, 0xff, 0xe0), randomBytes(50_000)),
  'scrambled.png': async () => {
    const png = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#71295e' } })
      .png()
      .toBuffer()
    randomBytes(png.length - 60).copy(png, 45)
    return png
  },
}
