'use client'

import { type ReactNode, useId, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

interface QuestionProps {
  isOpen: boolean
  title: string
  children: ReactNode
  /** The safe answer: it has the focus, and Escape means it too. */
  stay: string
  go: string
  onStay: () => void
  onGo: () => void
}

/** Asks before something is replaced or deleted. */
export function Question({ isOpen, title, children, stay, go, onStay, onGo }: QuestionProps) {
  const id = useId()
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onStay}
      role="alertdialog"
      labelledBy={`${id}-title`}
      describedBy={`${id}-text`}
      firstFocus={safe}
      className="max-w-120"
    >
      <div className="overflow-y-auto p-5 sm:p-8">
        <h2 id={`${id}-title`} className="text-h1-sheet">
          {title}
        </h2>
        <p id={`${id}-text`} className="mt-2 text-ink-2">
          {children}
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse">
          <Button ref={safe} tone="second" onClick={onStay}>
            {stay}
          </Button>
          <Button tone="danger" onClick={onGo} className="border border-danger">
            {go}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
