import { type FormEvent, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Elements } from '@/components/ui/elements'
import { TEXT_MAX_UNITS, wellFormed } from '@/lib/profile/bounded-text'
import { LOOK_NAME_MAX_LENGTH } from '@/lib/profile/look-file/look-file'

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

/** Asks for the name of a look. */
export function NameDialog({ isOpen, title, onClose, ...form }: NameDialogProps) {
  const titleId = useId()
  const field = useRef<HTMLInputElement>(null)
  return (
    <Dialog isOpen={isOpen} onClose={onClose} labelledBy={titleId} firstFocus={field} className="max-w-120">
      <div className="overflow-y-auto p-5 sm:p-8">
        <h2 id={titleId} className="text-h1-sheet">
          {title}
        </h2>
        <NameForm field={field} onClose={onClose} {...form} />
      </div>
    </Dialog>
  )
}

type NameFormProps = Omit<NameDialogProps, 'isOpen' | 'title'> & {
  field: React.RefObject<HTMLInputElement | null>
}

function NameForm({ field, name, action, isBusy, problem, children, onClose, onName }: NameFormProps) {
  const id = useId()
  const [typed, setTyped] = useState(name)
  const [wrong, setWrong] = useState('')

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    // As it stands there: a tool may have set it without a word.
    const whole = wellFormed(field.current?.value ?? typed)
      .normalize('NFC')
      .trim()
    const surplus = whole.length - LOOK_NAME_MAX_LENGTH
    if (whole !== '' && surplus <= 0) return onName(whole)
    setWrong(
      whole === '' ? 'Enter a name for the look.' : `Shorten the name to ${LOOK_NAME_MAX_LENGTH} characters.`,
    )
    field.current?.focus()
  }

  return (
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
        value={typed}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setWrong('')
        }}
        className="mt-1 h-12 w-full rounded-input border border-line-strong bg-surface px-3.5 aria-invalid:border-2 aria-invalid:border-danger"
      />
      {children}
      <p role="status" className="mt-3 text-note text-danger empty:hidden">
        {problem}
      </p>
      <div className="mt-6 flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse">
        <Button tone="second" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="main" type="submit" isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
