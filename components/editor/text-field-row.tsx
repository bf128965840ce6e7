'use client'

import type { HTMLAttributes } from 'react'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { classNames } from '@/components/ui/class-names'
import { FIELD_HINTS, FIELD_LABELS } from '@/lib/messages/fields'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import type { TextField } from '@/lib/profile/profile'
import { ChangeLine } from './change-markers'
import { CharacterCounter } from './character-counter'
import { describedBy, idOfField } from './field-ids'
import { FieldMessage } from './field-message'
import { FieldRow } from './field-row'
import { useTextareaDefault } from './pre-hydration-input'

interface TextFieldRowProps {
  field: TextField
  registration: UseFormRegisterReturn
  /** What is in the form now. */
  value: string
  /** What the server rendered, so that the first paint has it. */
  initialValue: string
  isChanged: boolean
  problem: string | undefined
  /** A short line under the control. */
  remark?: string
  onPutBack: () => void
}

/** One text of the profile: label, hint, message, control, counter. */
export function TextFieldRow({
  field,
  registration,
  value,
  initialValue,
  isChanged,
  problem,
  remark,
  onPutBack,
}: TextFieldRowProps) {
  const id = idOfField(field)
  const Control = field === 'bio' ? 'textarea' : 'input'
  const textareaDefault = useTextareaDefault(id, initialValue)

  return (
    <FieldRow
      isChanged={isChanged}
      margin={
        <>
          <label htmlFor={id} className="text-body font-strong">
            {FIELD_LABELS[field]}
          </label>
          <p
            id={`${id}-hint`}
            className="col-span-2 text-hint text-ink-2 max-sm:text-hint-phone sm:col-span-1"
          >
            {FIELD_HINTS[field]}
          </p>
          <ChangeLine isChanged={isChanged} label={FIELD_LABELS[field]} onPutBack={onPutBack} />
        </>
      }
    >
      {problem && <FieldMessage id={`${id}-problem`} message={problem} />}
      <Control
        {...registration}
        {...ATTRIBUTES[field]}
        maxLength={TEXT_MAX_UNITS}
        id={id}
        translate="no"
        defaultValue={field === 'bio' ? textareaDefault : initialValue}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy(
          `${id}-hint`,
          problem && `${id}-problem`,
          remark !== undefined && `${id}-remark`,
        )}
        className={classNames(
          'block w-full rounded-input bg-surface text-body text-ink',
          // The thicker edge takes its pixel from the padding, so that nothing jumps.
          problem
            ? 'border-2 border-danger px-[13px] py-[10px]'
            : 'border border-line-strong px-3.5 py-[11px]',
          field === 'bio' ? 'field-sizing-content min-h-37 resize-y sm:min-h-25' : 'min-h-12',
        )}
      />
      <div className="mt-1.5 flex min-h-5 flex-wrap gap-x-4">
        {remark !== undefined && (
          <span
            id={`${id}-remark`}
            aria-live="polite"
            className="text-hint text-ink-2 max-sm:text-hint-phone"
          >
            {remark}
          </span>
        )}
        <CharacterCounter field={field} value={value} />
      </div>
    </FieldRow>
  )
}

interface ControlAttributes extends HTMLAttributes<HTMLElement> {
  autoComplete: string
  type?: 'url'
  rows?: number
}

/** No `maxlength` near a limit of the server's: it would cut a pasted text in silence, with no counter to tell. */
const ATTRIBUTES: Record<TextField, ControlAttributes> = {
  name: { autoComplete: 'name', dir: 'auto', autoCapitalize: 'words' },
  bio: { autoComplete: 'off', dir: 'auto', rows: 3 },
  location: { autoComplete: 'off', dir: 'auto' },
  website: {
    type: 'url',
    inputMode: 'url',
    autoComplete: 'url',
    autoCapitalize: 'none',
    spellCheck: false,
    dir: 'ltr',
  },
}
