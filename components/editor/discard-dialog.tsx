'use client'

import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import type { Change } from '@/lib/profile/changes'

interface DiscardDialogProps {
  isOpen: boolean
  changes: Change[]
  onKeep: () => void
  onDiscard: () => void
}

/** Asks before everything is undone. The safe answer has the focus, and Escape means it too. */
export function DiscardDialog({ isOpen, changes, onKeep, onDiscard }: DiscardDialogProps) {
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onKeep}
      role="alertdialog"
      labelledBy="discard-heading"
      describedBy="discard-text"
      firstFocus={keep}
      className="max-w-120"
    >
      <div className="overflow-y-auto p-5 sm:p-8">
        <h2 id="discard-heading" className="text-h1-sheet">
          Discard your changes?
        </h2>
        <p id="discard-text" className="mt-2 text-ink-2">
          {`${inARow(changes.map(({ field }) => FIELD_LABELS[field]))} will go back to what is published. While this page is open, Undo brings your edits back.`}
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse">
          <Button ref={keep} tone="second" onClick={onKeep}>
            Keep editing
          </Button>
          <Button tone="danger" onClick={onDiscard} className="border border-danger">
            Discard changes
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
