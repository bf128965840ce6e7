import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Elements } from '@/components/ui/elements'
import { readDraftOf } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import type { NewLook } from '@/lib/browser/storage/look-store'
import { lookOfDraft } from '@/lib/browser/storage/make-look'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import { TEXT_MAX_UNITS, wellFormed } from '@/lib/profile/bounded-text'
import { draftOf } from '@/lib/profile/changes'
import { LOOK_NAME_MAX_LENGTH } from '@/lib/profile/look-file'
import type { Profile } from '@/lib/profile/profile'
import { err, type Result } from '@/lib/result'

interface NameDialogProps {
  isOpen: boolean
  title: string
  /** The name that stands in the field at first. */
  name: string
  action: string
  isBusy?: boolean
  /** Said above the buttons, when saving did not work. */
  problem?: string
  /** More to choose, below the name. */
  children?: Elements
  onClose: () => void
  onName: (name: string) => void
}

export function NameDialog(props: NameDialogProps) {
  const { isOpen, title, name, action, isBusy, problem, children, onClose, onName } = props
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState('')

  function close() {
    setWrong('')
    onClose()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const whole = wellFormed(field.current?.value ?? '')
      .normalize('NFC')
      .trim()
    if (whole !== '' && whole.length <= LOOK_NAME_MAX_LENGTH) return onName(whole)
    setWrong(
      whole === '' ? 'Enter a name for the look.' : `Shorten the name to ${LOOK_NAME_MAX_LENGTH} characters.`,
    )
    field.current?.focus()
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      labelledBy={`${id}-title`}
      firstFocus={field}
      className="max-w-120"
    >
      <div className="overflow-y-auto p-5 sm:p-8">
        <h2 id={`${id}-title`} className="text-h1-sheet">
          {title}
        </h2>
        <form onSubmit={submit} noValidate className="mt-4">
          <label htmlFor={id} className="font-strong">
            Name of the look
          </label>
          <p id={`${id}-problem`} className="text-note text-danger">
            {wrong}
          </p>
          <input
            ref={field}
            id={id}
            type="text"
            dir="auto"
            translate="no"
            autoComplete="off"
            maxLength={TEXT_MAX_UNITS}
            defaultValue={name}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={`${id}-problem`}
            onChange={() => setWrong('')}
            className="mt-1 h-12 w-full rounded-input border border-line-strong bg-surface px-3.5 aria-invalid:border-2 aria-invalid:border-danger"
          />
          {children}
          <p role="status" className="mt-3 text-note text-danger empty:hidden">
            {problem}
          </p>
          <div className="mt-6 flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse">
            <Button tone="second" onClick={close}>
              Cancel
            </Button>
            <Button tone="main" type="submit" isBusy={isBusy}>
              {action}
            </Button>
          </div>
        </form>
      </div>
    </Dialog>
  )
}

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
  const names = listOf(look.error.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  return err(`The published ${names} couldn’t be loaded, so nothing was saved. Try again in a minute.`)
}
