import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT_FOLDER } from './next-process'
import { PICTURES_WITH_HIDDEN_DATA } from './test-pictures/hidden-data'
import { HOSTILE } from './test-pictures/hostile'
import { KINDS } from './test-pictures/kinds'
import { type MakePicture, PHOTOS } from './test-pictures/photos'

const PICTURES_OF_TESTS: Record<string, MakePicture> = { ...KINDS, ...PICTURES_WITH_HIDDEN_DATA, ...HOSTILE }

/** The pictures that tests and benches use, made by computation alone, the same each time. */
export const TEST_PICTURES: Record<string, MakePicture> = { ...PHOTOS, ...PICTURES_OF_TESTS }

/** Where those lie. Kept between runs; what stands there already is not made again. */
export const END_TO_END_PICTURES = path.join(PROJECT_FOLDER, 'node_modules', '.cache', 'test-pictures')

const SOURCES = path.join(import.meta.dirname, 'test-pictures')

/** When a file was last written, in milliseconds; 0 when there is none. */
const writtenAt = async (file: string) => (await stat(file).catch(() => null))?.mtimeMs ?? 0

async function sourcesWrittenAt(): Promise<number> {
  const names = (await readdir(SOURCES)).filter((name) => !name.endsWith('.test.ts'))
  const sources = names.map((name) => path.join(SOURCES, name))
  return Math.max(...(await Promise.all(sources.map(writtenAt))))
}

/**
 * Sees to it that the named pictures lie in a folder, and gives their paths in the same order. What is newer than
 * the code it comes from stays as it is. Several processes may do so at once.
 * Without names it is those of the end-to-end tests: the rest takes minutes. Throws for a name that no picture has.
 */
export async function makeTestPictures(
  folder: string,
  names: readonly string[] = Object.keys(PICTURES_OF_TESTS),
): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const changedAt = await sourcesWrittenAt()
  const files: string[] = []
  for (const name of names) {
    const make = TEST_PICTURES[name]
    if (!make) throw new Error(`There is no test picture ${name}.`)
    const file = path.join(folder, name)
    if ((await writtenAt(file)) <= changedAt) {
      // Written beside and then moved, so that nobody ever reads half a picture.
      const unfinished = `${file}.${process.pid}`
      await writeFile(unfinished, await make())
      await rename(unfinished, file)
    }
    files.push(file)
  }
  return files
}

if (process.argv[1] === import.meta.filename) {
  const [folder, ...names] = parseArgs({ allowPositionals: true }).positionals
  if (folder === undefined) {
    console.error('Usage: node --import tsx scripts/test-pictures.ts FOLDER [NAME…]')
    process.exitCode = 1
  } else {
    const files = await makeTestPictures(folder, names.length > 0 ? names : undefined)
    console.log(`${files.length} pictures in ${folder}`)
  }
}
