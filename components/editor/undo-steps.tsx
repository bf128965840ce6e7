import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { AnySign } from '@/components/ui/more-icons'
import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { useUndo } from './use-undo'

interface UndoStepsProps {
  /** The draft as the page shows it, perhaps a moment late. */
  draft: Draft
  published: Profile
  /** The draft as it stands in the form at this moment. */
  readNow: () => Draft
  goTo: (draft: Draft) => void
}

/** One step back, one step forth. Each keeps its place while it is of no use and hidden. */
export function UndoSteps(form: UndoStepsProps) {
  const { canUndo, canRedo, undo, redo, step } = useUndo(form)
  const back = useRef<HTMLButtonElement>(null)
  const forth = useRef<HTMLButtonElement>(null)
  const pressed = useRef<'back' | 'forth' | null>(null)

  useEffect(() => {
    // The last step hides the button that was pressed; the focus goes to its neighbour and is not lost.
    if (pressed.current === 'back' && !canUndo) forth.current?.focus()
    if (pressed.current === 'forth' && !canRedo) back.current?.focus()
    pressed.current = null
  })

  return (
    <div className="flex gap-1 max-sm:-me-2">
      <span role="status" className="sr-only">
        {step && `${step.word}: ${inARow(step.fields.map((field) => FIELD_LABELS[field]))}.`}
      </span>
      <Button
        ref={back}
        tone="quiet"
        size="small"
        onClick={() => {
          pressed.current = 'back'
          undo()
        }}
        className={canUndo ? SMALL : `${SMALL} invisible`}
      >
        <AnySign name="undo" />
        <span className={LABEL}>Undo</span>
      </Button>
      <Button
        ref={forth}
        tone="quiet"
        size="small"
        onClick={() => {
          pressed.current = 'forth'
          redo()
        }}
        className={canRedo ? SMALL : `${SMALL} invisible`}
      >
        <AnySign name="undo" className="-scale-x-100" />
        <span className={LABEL}>Redo</span>
      </Button>
    </div>
  )
}

const SMALL = 'max-sm:px-2'
/** With the browser's text at twice its size a phone has no room for the words. */
const LABEL = 'max-[20rem]:sr-only'
