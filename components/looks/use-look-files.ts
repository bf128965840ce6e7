import type { Account } from '@/lib/browser/storage/database'
import type { Look, NewLook } from '@/lib/browser/storage/look-record'
import { contentOfLook, lookOfContent } from '@/lib/browser/storage/make-look'
import { err, ok, type Result } from '@/lib/result'
import { saveFile } from './save-file'
import type { useLooks } from './use-looks'

type Looks = Pick<ReturnType<typeof useLooks>, 'change' | 'say'>

/** The way of looks into a file and out of one. What packs and unpacks is loaded when it is first needed. */
export function useLookFiles({ handle }: Account, { change, say }: Looks) {
  async function exportLooks(looks: readonly Look[]) {
    const { packLooks } = await import('@/lib/browser/look-archive/pack-looks')
    const contents = await Promise.all(looks.map(contentOfLook))
    const file = packLooks(contents, new Date())
    saveFile(file)
    say({
      tone: 'success',
      title: `${file.name} is saved.`,
      more: 'It holds texts to copy and pictures ready to upload.',
    })
  }

  async function importLooks(file: File) {
    const taken = await readLookFile(file)
    if (!taken.ok) return say({ tone: 'warning', title: 'No look was imported.', more: taken.error })
    const looks: NewLook[] = []
    // One after the other: each decodes its pictures for their small copies.
    for (const content of taken.value) looks.push(await lookOfContent(content))
    await change(
      (store) => store.add(looks),
      () => ({
        tone: 'success',
        title: looks.length === 1 ? `${looks[0]?.name} is imported.` : `${looks.length} looks are imported.`,
        more: `They belong to @${handle} on this device.`,
      }),
    )
  }

  return { exportLooks, importLooks }
}

async function readLookFile(file: File) {
  const [{ LOOK_ARCHIVE_MAX_BYTES, unpackLooks }, { wordsForArchiveProblem }] = await Promise.all([
    import('@/lib/browser/look-archive/unpack-looks'),
    import('@/lib/browser/look-archive/archive-wording'),
  ])
  const refuse = (problem: Parameters<typeof wordsForArchiveProblem>[1]): Result<never, string> =>
    err(wordsForArchiveProblem(file.name, problem))
  if (file.size > LOOK_ARCHIVE_MAX_BYTES) return refuse({ rule: 'too_large', bytes: file.size })
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return err(`${file.name} cannot be read. Choose it again.`)
  const looks = unpackLooks(new Uint8Array(bytes))
  return looks.ok ? ok(looks.value) : refuse(looks.error)
}
