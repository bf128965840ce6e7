import { saveFile } from '@/components/ui/save-file'
import type { Account } from '@/lib/browser/storage/database'
import type { Look, NewLook } from '@/lib/browser/storage/look-record'
import { contentOfLook, lookOfContent } from '@/lib/browser/storage/make-look'
import { inARow } from '@/lib/field-wording'
import type { LookContent } from '@/lib/look-file/look-file'
import { err, ok, type Result } from '@/lib/result'
import { SLOTS } from '@/lib/slots'
import type { useLooks } from './use-looks'

type Looks = Pick<ReturnType<typeof useLooks>, 'change' | 'say'>

/** The way of looks into a file and out of one. What packs and unpacks is loaded when it is first needed. */
export function useLookFiles({ handle }: Account, { change, say }: Looks) {
  async function exportLooks(looks: readonly Look[]) {
    const tools = await loadTools()
    if (!tools) return say({ tone: 'warning', title: 'Nothing was exported.', more: NOT_LOADED })
    const contents = await Promise.all(looks.map(contentOfLook))
    const file = tools.packLooks(contents, new Date())
    if (file.size > tools.LOOK_ARCHIVE_MAX_BYTES) {
      const more = tools.wordsForArchiveProblem(file.name, { rule: 'too_large', bytes: file.size })
      return say({ tone: 'warning', title: 'Nothing was exported.', more })
    }
    saveFile(file)
    const lacking = looks.filter((look, at) => lacksPicture(look, contents[at])).map(({ name }) => name)
    say({
      tone: lacking.length > 0 ? 'warning' : 'success',
      title: `${file.name} is saved.`,
      more:
        lacking.length > 0
          ? `A picture of ${inARow(lacking)} is no longer on this device, and not in the file.`
          : 'It holds texts to copy and pictures ready to upload.',
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

const NOT_LOADED = 'What reads and writes the file could not be loaded. Check the connection and try again.'

async function loadTools() {
  const loading = Promise.all([
    import('@/lib/browser/look-archive/pack-looks'),
    import('@/lib/browser/look-archive/unpack-looks'),
    import('@/lib/browser/look-archive/archive-wording'),
  ])
  const loaded = await loading.catch(() => null)
  return loaded && { ...loaded[0], ...loaded[1], ...loaded[2] }
}

const lacksPicture = (look: Look, content: LookContent | undefined) =>
  SLOTS.some((slot) => look.pictures[slot] !== null && !content?.pictures[slot])

async function readLookFile(file: File): Promise<Result<LookContent[], string>> {
  const tools = await loadTools()
  if (!tools) return err(NOT_LOADED)
  const { LOOK_ARCHIVE_MAX_BYTES, unpackLooks, wordsForArchiveProblem } = tools
  if (file.size > LOOK_ARCHIVE_MAX_BYTES) {
    return err(wordsForArchiveProblem(file.name, { rule: 'too_large', bytes: file.size }))
  }
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return err(`${file.name} cannot be read. Choose it again.`)
  const looks = unpackLooks(new Uint8Array(bytes))
  return looks.ok ? ok(looks.value) : err(wordsForArchiveProblem(file.name, looks.error))
}
