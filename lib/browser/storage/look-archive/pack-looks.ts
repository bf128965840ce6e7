import { type LookContent, plainName } from '@/lib/profile/look-file/look-file'
import { writeLookFile } from '@/lib/profile/look-file/write-look-file'
import { packFiles } from '../pack-files'

/** Looks as one file to keep, to carry elsewhere, or to change a profile by hand with. Same looks, same bytes. */
export function packLooks(looks: readonly LookContent[], exportedAt: Date): File {
  const [only] = looks.length === 1 ? looks : []
  const name = only ? plainName(only.name) : `looks-${exportedAt.toISOString().slice(0, 10)}`
  return packFiles(writeLookFile(looks, exportedAt.toISOString()), `plumage-${name}.zip`, exportedAt)
}
