import { useState } from 'react'
import { readDraftOf } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import type { NewLook } from '@/lib/browser/storage/look-record'
import { lookOfDraft } from '@/lib/browser/storage/make-look'
import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import { draftOf } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { err, type Result } from '@/lib/result'
import { NameDialog } from './name-dialog'

interface SaveLookDialogProps {
  isOpen: boolean
  account: Account
  profile: Profile
  onClose: () => void
  onLook: (look: NewLook) => void
}

type Source = 'draft' | 'published'

const SOURCES: { source: Source; words: string }[] = [
  { source: 'draft', words: 'The draft: your profile with your edits' },
  { source: 'published', words: 'The published profile, as others see it now' },
]

/** Saves the draft or the published profile under a name. */
export function SaveLookDialog({ isOpen, account, profile, onClose, onLook }: SaveLookDialogProps) {
  const [source, setSource] = useState<Source>('draft')
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState('')

  async function save(name: string) {
    setIsBusy(true)
    setProblem('')
    try {
      const look = await makeLook(name, source, account, profile)
      if (look.ok) onLook(look.value)
      else setProblem(look.error)
    } catch (error) {
      reportError(error)
      setProblem('Something went wrong on our side, so the look wasn’t saved. Try again.')
    } finally {
      setIsBusy(false)
    }
  }

  function close() {
    setProblem('')
    onClose()
  }

  return (
    <NameDialog
      isOpen={isOpen}
      title="Save as a look"
      name=""
      action="Save look"
      isBusy={isBusy}
      problem={problem}
      onClose={close}
      onName={save}
    >
      <fieldset className="mt-4">
        <legend className="font-strong">What to save</legend>
        {SOURCES.map(({ source: one, words }) => (
          <label key={one} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="source"
              checked={source === one}
              onChange={() => setSource(one)}
              className="size-5 shrink-0 accent-accent"
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
    </NameDialog>
  )
}

async function makeLook(
  name: string,
  source: Source,
  account: Account,
  profile: Profile,
): Promise<Result<NewLook, string>> {
  const draft =
    source === 'draft' ? await readDraftOf(account, profile) : { ok: true as const, value: draftOf(profile) }
  if (!draft.ok) {
    const { title, action } = wordsForStorageProblem(draft.error)
    return err(`${title} ${action}`)
  }
  const look = await lookOfDraft(name, profile, draft.value)
  if (look.ok) return look
  const names = inARow(look.error.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  return err(`The published ${names} couldn’t be loaded, so nothing was saved. Try again in a minute.`)
}
