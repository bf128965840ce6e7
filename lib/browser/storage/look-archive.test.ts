import { constants, deflateRawSync } from 'node:zlib'
import { unzipSync, type Zippable, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes } from '@/lib/image-bytes/byte-reader'
import {
  LOOK_ARCHIVE_MAX_BYTES,
  LOOK_PICTURE_MAX_BYTES,
  type LookArchiveProblem,
  type LookContent,
  writeLookFile,
} from '@/lib/profile/look-file'
import { aGif, dawnLook } from '@/lib/profile/look-file.fixture'
import { ok, type Result } from '@/lib/result'
import { openLookArchive, packLooks, unpackEntry } from './look-archive'

const NOW = new Date('2026-11-23T15:00:00.000Z')

/** The size of the small pictures in the fixture. */
const SMALL_BYTES = aGif(4, 4).bytes.byteLength

const packed = async (looks: LookContent[]) => new Uint8Array(await packLooks(looks, NOW).arrayBuffer())

/** An archive of the entries of a good look file, after `change` had its way with them. */
function archiveWith(change: (entries: Record<string, Uint8Array>) => void, level: 0 | 9 = 0): Uint8Array {
  const entries: Record<string, Uint8Array> = {}
  for (const { name, bytes } of writeLookFile([dawnLook()], NOW.toISOString())) entries[name] = bytes
  change(entries)
  const archive: Zippable = {}
  for (const [name, bytes] of Object.entries(entries)) archive[name] = [bytes, { level }]
  return zipSync(archive)
}

/** All looks of a file, or why there are none. */
function unpackLooks(file: Uint8Array): Result<LookContent[], LookArchiveProblem> {
  const archive = openLookArchive(file)
  if (!archive.ok) return archive
  const looks: LookContent[] = []
  for (let at = 0; at < archive.value.count; at++) {
    const look = archive.value.unpack(at)
    if (!look.ok) return look
    looks.push(look.value)
  }
  return ok(looks)
}

/** Where the first bytes that spell `text` begin. */
function find(archive: Uint8Array, text: string, from = 0): number {
  return Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength).indexOf(text, from, 'latin1')
}

test('looks come out of a file as they went in, pictures to the byte', async () => {
  const looks = [
    dawnLook(),
    dawnLook({ name: 'Dusk', pictures: { avatar: null, banner: null, background: aGif(640, 360, 5000) } }),
  ]
  expect(unpackLooks(await packed(looks))).toEqual({ ok: true, value: looks })
})

test('what a photo in a file tells of place and person stays behind', async () => {
  const { bytes, ...facts } = dawnLook().pictures.avatar ?? aGif(4, 4)
  const tellsPlace = '!\xff\x0bXMP DataXMP\x12photoshop:City Fen\0'
  const trailer = bytes.byteLength - 1
  const withPlace = joinBytes([
    bytes.subarray(0, trailer),
    bytesOfLetters(tellsPlace),
    bytes.subarray(trailer),
  ])
  const pictures = { avatar: { ...facts, bytes: withPlace }, banner: null, background: null }
  expect(Buffer.from(await packed([dawnLook({ pictures })])).includes('photoshop:City')).toBe(true)
  const unpacked = unpackLooks(await packed([dawnLook({ pictures })]))
  expect(unpacked.ok && unpacked.value[0]?.pictures.avatar?.bytes).toEqual(bytes)
})

test('the file can be opened with other tools, and the page to copy from lies beside the pictures', async () => {
  const entries = unzipSync(await packed([dawnLook()]))
  expect(Object.keys(entries)).toEqual([
    'plumage-looks.json',
    'dawn-on-the-fen/profile.txt',
    'dawn-on-the-fen/profile-photo.gif',
    'dawn-on-the-fen/header-image.gif',
  ])
})

test('a file with one look is named after it, one with several after the day', () => {
  expect(packLooks([dawnLook()], NOW).name).toBe('plumage-dawn-on-the-fen.zip')
  expect(packLooks([dawnLook(), dawnLook()], NOW).name).toBe('plumage-looks-2026-11-23.zip')
})

test('a file that somebody packed again, with what their system adds, is still taken', () => {
  const archive = archiveWith((entries) => {
    entries['__MACOSX/._plumage-looks.json'] = new Uint8Array(20)
    entries['.DS_Store'] = new Uint8Array(20)
  }, 9)
  expect(unpackLooks(archive)).toMatchObject({ ok: true, value: [{ name: 'Dawn on the fen' }] })
})

test.each([
  ['nothing', new Uint8Array()],
  ['a letter', new TextEncoder().encode('Dear feather,')],
  ['a picture', aGif(4, 4).bytes],
])('%s is no archive', (_, bytes) => {
  expect(unpackLooks(bytes)).toEqual({ ok: false, error: { rule: 'no_zip' } })
})

test('an archive without an index holds no looks', () => {
  const archive = archiveWith((entries) => delete entries['plumage-looks.json'])
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'no_look_file' } })
})

test.each(['../../evil.sh', '/evil.sh', 'dawn\\evil.sh', 'C:/evil.sh', 'evil\u202Ehs.png'])(
  'an archive with the name %j is refused whole',
  (name) => {
    const archive = archiveWith((entries) => {
      entries[name] = new Uint8Array(3)
    })
    expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'unsafe_name', name } })
  },
)

test('an index that names a picture outside its folder finds none', () => {
  const archive = archiveWith((entries) => {
    const index = new TextDecoder().decode(entries['plumage-looks.json'])
    entries['plumage-looks.json'] = new TextEncoder().encode(
      index.replace('profile-photo.gif', '../plumage-looks.json'),
    )
  })
  expect(unpackLooks(archive)).toMatchObject({ ok: false, error: { rule: 'picture_missing' } })
})

test('a file cut off anywhere is refused, and never read beyond its end', async () => {
  const whole = await packed([dawnLook()])
  for (let length = 0; length < whole.byteLength; length++) {
    expect(unpackLooks(whole.slice(0, length)).ok, `${length} bytes`).toBe(false)
  }
})

test('whatever byte is changed, no picture and no text comes out otherwise than it went in', async () => {
  const looks = [dawnLook()]
  const whole = await packed(looks)
  for (let at = 0; at < whole.byteLength; at++) {
    const damaged = whole.slice()
    damaged[at] = (damaged[at] ?? 0) ^ 0x55
    const result = unpackLooks(damaged)
    if (result.ok) expect(result.value, `byte ${at}`).toEqual(looks)
  }
})

test('an entry that unpacks to more than it promised is stopped at the promise', () => {
  const archive = archiveWith((entries) => {
    entries['dawn-on-the-fen/profile-photo.gif'] = aGif(4, 4, 3_000_000).bytes
  }, 9)
  // The directory and the entry's own head both say it is as small as the index lists it.
  const view = new DataView(archive.buffer, archive.byteOffset)
  const name = 'dawn-on-the-fen/profile-photo.gif'
  const local = find(archive, name)
  view.setUint32(local - 8, SMALL_BYTES, true)
  view.setUint32(find(archive, name, local + 1) - 22, SMALL_BYTES, true)
  const before = process.memoryUsage().arrayBuffers
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'damaged' } })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
})

test('gigabytes behind a small promise are not unpacked to their end', () => {
  const megabytes = 16
  // Each piece unpacks to zeros and leaves the stream open for the next.
  const piece = deflateRawSync(new Uint8Array(megabytes * 1_000_000), { finishFlush: constants.Z_SYNC_FLUSH })
  const packed = Buffer.concat([...Array.from({ length: 250 }, () => piece), Buffer.from([3, 0])])
  expect(packed.byteLength).toBeLessThan(5_000_000)
  const entry = { name: 'a', isDeflated: true, crc32: 0, startBytes: 0, unpackedBytes: 20 }
  let readBytes = 0
  class CountedBytes extends Uint8Array {
    override subarray(start?: number, end?: number): Uint8Array<ArrayBuffer> {
      const part = super.subarray(start, end) as Uint8Array<ArrayBuffer>
      readBytes += part.byteLength
      return part
    }
  }
  const counted = new CountedBytes(packed)
  expect(unpackEntry(counted, { ...entry, packedBytes: packed.byteLength })).toBeNull()
  // The entry is taken out of the file as a whole, and then unpacked bit by bit.
  expect(readBytes - packed.byteLength).toBeLessThan(packed.byteLength / 10)
})

test('a picture that is truly too large is refused before it is unpacked', () => {
  const huge = aGif(4, 4, LOOK_PICTURE_MAX_BYTES)
  const archive = zipSync(
    Object.fromEntries(
      writeLookFile(
        [dawnLook({ pictures: { avatar: huge, banner: null, background: null } })],
        NOW.toISOString(),
      ).map(({ name, bytes }) => [name, bytes]),
    ),
  )
  expect(unpackLooks(archive)).toMatchObject({
    ok: false,
    error: { rule: 'picture_too_large', file: 'profile-photo.gif' },
  })
})

test('many pictures that together are too much are refused before the first is unpacked', () => {
  const picture = { ...aGif(4, 4), bytes: new Uint8Array(LOOK_PICTURE_MAX_BYTES) }
  const looks = Array.from({ length: 41 }, () =>
    dawnLook({ pictures: { avatar: null, banner: picture, background: null } }),
  )
  // The index alone: whoever looked for the first picture would miss it.
  const [index] = writeLookFile(looks, NOW.toISOString())
  const archive = zipSync({ 'plumage-looks.json': index?.bytes ?? new Uint8Array() })
  expect(unpackLooks(archive)).toEqual({
    ok: false,
    error: { rule: 'too_large', bytes: 41 * LOOK_PICTURE_MAX_BYTES },
  })
})

test('an index that would fill the memory is refused before it is unpacked', () => {
  const archive = archiveWith((entries) => {
    entries['plumage-looks.json'] = new Uint8Array(10_000_001).fill(0x20)
  }, 9)
  expect(archive.byteLength).toBeLessThan(100_000)
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'too_large', bytes: 10_000_001 } })
})

test('a file heavier than what is opened here is not looked into', () => {
  const heavy = new Uint8Array(LOOK_ARCHIVE_MAX_BYTES + 1)
  expect(unpackLooks(heavy)).toEqual({ ok: false, error: { rule: 'too_large', bytes: heavy.byteLength } })
})

test('two entries that share their bytes are refused: that is how a small file claims to be a huge one', () => {
  const entries: Record<string, Uint8Array> = { 'notes.txt': new Uint8Array(3) }
  for (const { name, bytes } of writeLookFile([dawnLook()], NOW.toISOString())) entries[name] = bytes
  const archive = zipSync(entries, { level: 0 })
  expect(unpackLooks(archive).ok).toBe(true)
  // Stored bytes may be anything, a whole other entry with its head among it.
  const view = new DataView(archive.buffer)
  const directory = find(archive, 'notes.txt', find(archive, 'notes.txt') + 1) - 46
  const reach = find(archive, 'dawn-on-the-fen/profile.txt') - find(archive, 'notes.txt')
  view.setUint32(directory + 20, reach, true)
  view.setUint32(directory + 24, reach, true)
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('the same name twice is refused, in capitals too', () => {
  const archive = archiveWith((entries) => {
    entries['DAWN-on-the-fen/profile.txt'] = new Uint8Array(3)
  })
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a page named as a picture is refused, and so is a picture of another size than listed', () => {
  const page = archiveWith((entries) => {
    entries['dawn-on-the-fen/profile-photo.gif'] = new TextEncoder().encode(
      '<script>'.repeat(SMALL_BYTES).slice(0, SMALL_BYTES),
    )
  })
  expect(unpackLooks(page)).toEqual({ ok: false, error: { rule: 'no_picture', file: 'profile-photo.gif' } })
  const larger = archiveWith((entries) => {
    entries['dawn-on-the-fen/profile-photo.gif'] = aGif(30_000, 30_000).bytes
  })
  expect(unpackLooks(larger)).toEqual({ ok: false, error: { rule: 'no_picture', file: 'profile-photo.gif' } })
})

test('a picture of another length than the index says is not the one that is meant', () => {
  const archive = archiveWith((entries) => {
    const index = new TextDecoder().decode(entries['plumage-looks.json'])
    entries['plumage-looks.json'] = new TextEncoder().encode(
      index.replace(`"bytes": ${SMALL_BYTES}`, `"bytes": ${SMALL_BYTES - 1}`),
    )
  })
  expect(unpackLooks(archive)).toEqual({
    ok: false,
    error: { rule: 'picture_missing', file: 'profile-photo.gif' },
  })
})

test('an encrypted entry is refused', async () => {
  const archive = await packed([dawnLook()])
  const view = new DataView(archive.buffer)
  const name = 'plumage-looks.json'
  const directory = find(archive, name, find(archive, name) + 1) - 46
  view.setUint16(directory + 8, view.getUint16(directory + 8, true) | 1, true)
  expect(unpackLooks(archive)).toEqual({ ok: false, error: { rule: 'damaged' } })
})

test('a text without end is refused, however few characters a person would count, and half a character made whole', async () => {
  const endless = '👩‍👩‍👧‍👦'.repeat(150_000)
  for (const field of ['name', 'bio', 'location', 'website'] as const) {
    const long = dawnLook({ values: { ...dawnLook().values, [field]: endless } })
    const file = await packed([dawnLook(), long])
    const at = `looks.1.values.${field}`
    expect(unpackLooks(file)).toEqual({ ok: false, error: { rule: 'text_too_long', at } })
  }
  const longest = dawnLook({ name: 'half \uD83D', values: { ...dawnLook().values, bio: 'a'.repeat(10_000) } })
  expect(unpackLooks(await packed([longest]))).toMatchObject({ ok: true, value: [{ name: 'half \uFFFD' }] })
})

test('pictures of more than 300 megapixels together are not decoded, however few bytes they have', async () => {
  const looksOf = (count: number) =>
    Array.from({ length: count }, () =>
      dawnLook({ pictures: { avatar: aGif(8192, 8192), banner: null, background: null } }),
    )
  const file = await packed(looksOf(5))
  expect(unpackLooks(file)).toEqual({ ok: false, error: { rule: 'too_many_pixels' } })
  expect(unpackLooks(await packed(looksOf(4))).ok).toBe(true)
})
