import { SLOTS, type Slot } from '../slots'
import {
  ENDINGS,
  type FilePicture,
  folderNames,
  INDEX_NAME,
  LOOK_FILE_FORMAT,
  LOOK_FILE_VERSION,
  type LookContent,
  type LookFile,
  lookAsText,
  PICTURE_FILE_NAMES,
} from './look-file'

/** An entry of the archive: its name, and what stands in it. */
export interface FileEntry {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * Everything a look file holds, in its order: the index, then for each look its texts and its pictures.
 * `exportedAt` is ISO 8601.
 */
export function writeLookFile(looks: readonly LookContent[], exportedAt: string): FileEntry[] {
  const folders = folderNames(looks.map(({ name }) => name))
  const index: LookFile = {
    format: LOOK_FILE_FORMAT,
    version: LOOK_FILE_VERSION,
    exportedAt,
    looks: [],
  }
  const entries: FileEntry[] = []
  looks.forEach((look, at) => {
    const folder = folders[at] ?? ''
    const pictures: Record<Slot, FilePicture | null> = {
      avatar: null,
      banner: null,
      background: null,
    }
    entries.push({ name: `${folder}/profile.txt`, bytes: encode(lookAsText(look)) })
    for (const slot of SLOTS) {
      const picture = look.pictures[slot]
      if (!picture) continue
      const { bytes, ...facts } = picture
      const file = `${PICTURE_FILE_NAMES[slot]}.${ENDINGS[picture.type]}`
      pictures[slot] = { file, ...facts, bytes: bytes.byteLength }
      entries.push({ name: `${folder}/${file}`, bytes })
    }
    index.looks.push({ folder, name: look.name, madeAt: look.madeAt, values: look.values, pictures })
  })
  return [{ name: INDEX_NAME, bytes: encode(`${JSON.stringify(index, null, 2)}\n`) }, ...entries]
}

const encode = (text: string) => new TextEncoder().encode(text)
