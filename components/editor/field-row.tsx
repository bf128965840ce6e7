import type { ReactNode } from 'react'
import { Icon, Logo } from '@/components/ui/icon'

interface FieldRowProps {
  /** Label, hint and mark of a change: the margin of the sheet. */
  margin: ReactNode
  isChanged: boolean
  children: ReactNode
}

/** One row of the sheet: the label's margin, and the control at its edge. On phones one above the other. */
export function FieldRow({ margin, isChanged, children }: FieldRowProps) {
  return (
    <div className="relative grid gap-x-7 gap-y-2 border-t border-line py-4.5 first:border-t-0 first:pt-0 sm:grid-cols-[min(11rem,36%)_minmax(0,1fr)]">
      {isChanged && <ChangeMarker />}
      <div className="grid grid-cols-[1fr_auto] content-start gap-x-3 sm:grid-cols-1">{margin}</div>
      <div className="min-w-0">{children}</div>
    </div>
  )
}

/** The sign of a change in the margin of its row; on phones on the screen's edge. */
export function ChangeMarker() {
  return <span aria-hidden="true" className="vane absolute -start-4 inset-y-4 w-2.5 sm:-start-6" />
}

/** Feather and word: this differs from the published profile. */
export function ChangedTag() {
  return (
    <span className="inline-flex items-center gap-1.5 text-tag font-strong text-accent">
      <Logo className="size-3.5" />
      Changed
    </span>
  )
}

interface ChangeLineProps {
  isChanged: boolean
  /** The field's label, for those who meet the button without its row. */
  label: string
  onPutBack: () => void
}

/** The line under a label that tells of a change and undoes it. It keeps its place, so rows never move. */
export function ChangeLine({ isChanged, label, onPutBack }: ChangeLineProps) {
  return (
    <div className="col-start-2 row-start-1 flex min-h-6 flex-wrap items-center gap-x-3 sm:col-start-1 sm:row-start-3 sm:mt-1">
      {isChanged && (
        <>
          <ChangedTag />
          <button
            type="button"
            onClick={onPutBack}
            className="relative min-h-6 whitespace-nowrap rounded-check text-tag font-strong text-accent underline-offset-4 after:absolute after:-inset-[10px] hover:text-accent-strong hover:underline"
          >
            Revert<span className="sr-only">{` ${label}`}</span>
          </button>
        </>
      )}
    </div>
  )
}

/** What is wrong with a field, directly above its control and tied to it by its id. */
export function FieldMessage({ id, message }: { id: string; message: string }) {
  return (
    <p id={id} className="mb-2 flex gap-2 text-note font-strong text-danger">
      <Icon name="octagon" className="mt-0.5" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  )
}
