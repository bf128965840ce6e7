import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { AnyIcon } from '@/components/ui/more-icons'
import { isInDialog, letterOf, useDocumentEvent } from '@/components/ui/page-events'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import { type ChangeField, type Draft, draftOf } from '@/lib/profile/changes'
import { changedFields } from '@/lib/profile/merge-drafts'
import { type Profile, TEXT_FIELDS } from '@/lib/profile/profile'
import {
  beginHistory,
  regionOfEdit,
  stepBack,
  stepForth,
  type UndoHistory,
  withEdit,
} from '@/lib/profile/undo-history'

interface UndoStepsProps {
  /** The draft as the page shows it, perhaps a moment late. */
  draft: Draft
  published: Profile
  /** The draft as it stands in the form at this moment. */
  readNow: () => Draft
  goTo: (draft: Draft) => void
}

/**
 * One step back, at the end of its column, and one forth. Each keeps its place while it is of no use and hidden. The one
 * that has the focus stays in sight and keeps it: moved on, a key that is held would take the opposite steps.
 */
export function UndoSteps(form: UndoStepsProps) {
  const { isPossible, steps, step } = useUndo(form)
  const [focused, setFocused] = useState<keyof typeof steps | null>(null)

  return (
    <div className="-me-2 flex gap-1 sm:-me-3.5">
      <span role="status" className="sr-only">
        {step && `${step.word}: ${listOf(step.fields.map((field) => FIELD_LABELS[field]))}.`}
      </span>
      {STEPS.map(({ word, direction, flip }) => (
        <Button
          key={word}
          tone="quiet"
          size="small"
          aria-disabled={!isPossible[direction] || undefined}
          onClick={steps[direction]}
          onFocus={() => setFocused(direction)}
          onBlur={() => setFocused(null)}
          className={classNames(
            'max-sm:px-2 aria-disabled:text-line-strong forced-colors:aria-disabled:text-[GrayText]',
            !isPossible[direction] && focused !== direction && 'invisible',
          )}
        >
          <AnyIcon name="undo" className={flip} />
          {/* With the browser's text at twice its size a phone has no room for the words. */}
          <span className="max-[20rem]:sr-only">{word}</span>
        </Button>
      ))}
    </div>
  )
}

const STEPS = [
  { word: 'Redo', direction: 'forth', flip: '-scale-x-100' },
  { word: 'Undo', direction: 'back', flip: '' },
] as const

/** A step that was taken, and the fields that it changed. */
interface UndoStep {
  word: 'Undone' | 'Redone'
  fields: ChangeField[]
}

/**
 * Undo and redo across all fields and pictures, by `steps` and by the usual keys, wherever on the page the
 * focus is: a browser's own steps end at the field, and with every value that did not come from a key. A newly published
 * profile is a new beginning.
 */
function useUndo({ draft, published, readNow, goTo }: UndoStepsProps) {
  // What was edited before this code came is the first step.
  const [shown, show] = useState(() => beginHistory(draftOf(published)))
  const [step, setStep] = useState<UndoStep | null>(null)
  // Two steps may be asked for before the first one is shown.
  const history = useRef(shown)
  const seen = useRef<Pick<UndoStepsProps, 'draft' | 'published'> | null>(null)

  function keep(next: UndoHistory) {
    history.current = next
    show(next)
  }

  const withForm = () => withEdit(history.current, { ...readNow() }, performance.now())

  // Each letter, and not what a busy page makes of many at once. It is shown with the draft.
  useDocumentEvent('input', () => {
    history.current = withForm()
  })

  useEffect(() => {
    const before = seen.current
    if (before?.draft === draft && before.published === published) return
    seen.current = { draft, published }
    const isNew = before !== null && before.published !== published
    keep(isNew ? beginHistory({ ...readNow() }) : withForm())
  })

  function take(word: UndoStep['word'], find: (from: UndoHistory) => UndoHistory | null) {
    // The last letters may be in the form and not on the page yet.
    const now = withForm()
    const next = find(now)
    if (!next) return
    // Taken in before the form tells of it, so that the step is not a new one.
    keep(next)
    setStep({ word, fields: changedFields(now.present, next.present) })
    goTo(next.present)
    placeCaret(now.present, next.present)
  }

  const undo = () => take('Undone', stepBack)
  const redo = () => take('Redone', stepForth)

  useDocumentEvent('keydown', (event) => {
    const letter = letterOf(event)
    const isZ = letter === 'z'
    const isY = letter === 'y' && !event.shiftKey
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !(isZ || isY)) return
    if (event.isComposing || isInDialog(event.target)) return
    event.preventDefault()
    if (isZ && !event.shiftKey) undo()
    else redo()
  })

  const isPossible = { back: shown.past.length > 0, forth: shown.future.length > 0 }
  return { isPossible, steps: { back: undo, forth: redo }, step }
}

/** Somebody who is in a text goes on where it was changed, and not at its end. */
function placeCaret(before: Draft, after: Draft) {
  const control = document.activeElement
  if (!(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return
  const field = TEXT_FIELDS.find((one) => one === control.name)
  if (!field || before[field] === after[field]) return
  const { end } = regionOfEdit(before[field], after[field])
  control.setSelectionRange(end, end)
}
