import { type Zippable, zipSync } from 'fflate'
import { plainName } from '@/lib/look-file/entry-names'
import type { LookContent } from '@/lib/look-file/look-file'
import { writeLookFile } from '@/lib/look-file/write-look-file'

/** Looks as one file to keep, to carry elsewhere, or to change a profile by hand with. Same looks, same bytes. */
export function packLooks(looks: readonly LookContent[], exportedAt: Date): File {
  const archive: Zippable = {}
  for (const { name, bytes } of writeLookFile(looks, exportedAt.toISOString())) {
    // Pictures are packed already; to try again only takes time.
    archive[name] = [bytes, { level: /\.(txt|json)$/.test(name) ? 9 : 0, mtime: exportedAt }]
  }
  const [only] = looks.length === 1 ? looks : []
  const name = only ? plainName(only.name) : `looks-${exportedAt.toISOString().slice(0, 10)}`
  return new File([zipSync(archive)], `plumage-${name}.zip`, { type: 'application/zip' })
}
