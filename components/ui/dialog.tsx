'use client'

import {
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
} from 'react'
import { flushSync } from 'react-dom'
import { Button } from './button'
import { classNames } from './class-names'

interface DialogProps {
  isOpen: boolean
  /** Called when the person closes it, by Escape or by a form inside. */
  onClose: () => void
  labelledBy: string
  describedBy?: string
  role?: 'alertdialog'
  /** Takes the focus when the dialog opens. */
  firstFocus: RefObject<HTMLElement | null>
  className?: string
  children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({
  isOpen,
  onClose,
  labelledBy,
  describedBy,
  role,
  firstFocus,
  className,
  children,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)

  const noteClosing = useEffectEvent(() => {
    // At once: a key that follows may ask for the dialog again, and must find it closed.
    if (isOpen && !dialog.current?.open) flushSync(onClose)
  })
  // Before the dialog can open: who is quick, or whose machine is busy, closes it before other effects have run.
  useLayoutEffect(() => {
    if (!dialog.current) return
    // Not by its `close` event, which comes later than the next key, and would undo an opening that came in between.
    const observer = new MutationObserver(noteClosing)
    observer.observe(dialog.current, { attributeFilter: ['open'] })
    return () => observer.disconnect()
  }, [])

  // By ourselves: when the browser closes it, it gives the focus back only after we have moved it on.
  function closeByEscape(event: SyntheticEvent<HTMLDialogElement>) {
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    flushSync(onClose)
  }

  // Before anything is painted: what is inside goes with the same render, and an open, empty dialog would be seen.
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element || element.open === isOpen) return
    if (!isOpen) return element.close()
    element.showModal()
    firstFocus.current?.focus()
  }, [isOpen, firstFocus])

  return (
    <dialog
      ref={dialog}
      onCancel={closeByEscape}
      role={role}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className={classNames(
        'm-auto max-h-[calc(100dvh-48px)] w-full flex-col overflow-y-auto bg-surface text-ink shadow-dialog open:flex forced-colors:border',
        'leaf-dialog max-sm:mb-0 max-sm:max-h-[calc(100dvh-24px)] max-sm:max-w-none max-sm:rounded-b-[0px]',
        className,
      )}
    >
      {isOpen && children}
    </dialog>
  )
}

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
