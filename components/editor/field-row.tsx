import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'
import { Logo } from '@/components/ui/logo'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { ChangeField } from '@/lib/profile/changes'
import { idOfField } from './field-ids'

interface FieldRowProps {
  field: ChangeField
  hint: string
  /** Whether it differs from the published profile. */
  isChanged?: boolean
  onPutBack?: () => void
  /** Its label names the field's picture and buttons, and leads to none of them. On phones the hint is shown below those. */
  isGroup?: boolean
  children: ReactNode
}

/** One row of the sheet: label, hint and mark of a change in the margin, and the control. One above the other where there is no room. */
export function FieldRow({ field, hint, isChanged = false, onPutBack, isGroup, children }: FieldRowProps) {
  const id = idOfField(field)
  const label = FIELD_LABELS[field]
  return (
    <div className="relative grid gap-x-7 gap-y-2 border-t border-line py-4.5 first:border-t-0 first:pt-0 label-beside:grid-cols-[min(11rem,36%)_minmax(0,1fr)]">
      {isChanged && <ChangeMarker />}
      <div className="grid grid-cols-[1fr_auto] content-start gap-x-3 label-beside:grid-cols-1">
        {isGroup ? (
          <span id={`${id}-label`} className={LABEL}>
            {label}
          </span>
        ) : (
          <label htmlFor={id} className={LABEL}>
            {label}
          </label>
        )}
        <p
          id={`${id}-hint`}
          className={classNames(
            'col-span-2 text-hint text-ink-2 label-beside:col-span-1',
            isGroup ? 'max-sm:sr-only' : 'max-sm:text-hint-phone',
          )}
        >
          {hint}
        </p>
        {/* It keeps its place, so rows never move. */}
        <div className="col-start-2 row-start-1 flex min-h-6 flex-wrap items-center gap-x-3 label-beside:col-start-1 label-beside:row-start-3 label-beside:mt-1">
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
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  )
}

const LABEL = 'text-body font-strong'

/** A text control. The thicker edge of an invalid one takes its pixel from the padding, so that nothing jumps. */
export const textControlClasses = (isInvalid: boolean): string =>
  `block w-full rounded-input bg-surface text-body text-ink ${isInvalid ? 'border-2 border-danger px-[13px] py-[10px]' : 'border border-line-strong px-3.5 py-[11px]'}`

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

/** What is wrong with a field, below its control and tied to it by its id. */
export function FieldMessage({ id, message }: { id?: string; message: string }) {
  return (
    <p id={id} className="flex min-w-0 gap-2 text-hint font-strong text-danger max-sm:text-hint-phone">
      <Icon name="octagon" className="mt-0.5 size-4" />
      <span className="min-w-0 wrap-anywhere">{message}</span>
    </p>
  )
}
