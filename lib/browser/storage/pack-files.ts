import { type Zippable, zipSync } from 'fflate'
import type { FileEntry } from '@/lib/profile/look-file/write-look-file'

/** Several files as one zip file called `name`. Same files at the same time, same bytes. */
export function packFiles(entries: readonly FileEntry[], name: string, at: Date): File {
  const archive: Zippable = {}
  for (const entry of entries) {
    // Pictures are packed already; to try again only takes time.
    archive[entry.name] = [entry.bytes, { level: /\.(txt|json)$/.test(entry.name) ? 9 : 0, mtime: at }]
  }
  return new File([zipSync(archive)], name, { type: 'application/zip' })
}
