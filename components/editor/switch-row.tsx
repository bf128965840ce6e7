'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'
import { Icon } from '@/components/ui/icon'
import { FIELD_LABELS } from '@/lib/messages/fields'
import type { SwitchField } from '@/lib/profile/changes'
import { ChangedTag, ChangeMarker } from './change-markers'
import { describedBy, idOfField } from './field-ids'
import { FieldMessage } from './field-message'

interface SwitchRowProps {
  field: SwitchField
  registration: UseFormRegisterReturn
  isOn: boolean
  initiallyOn: boolean
  hint?: string
  isChanged: boolean
  problem: string | undefined
}

/** One switch; the whole row is its target. Putting it back is switching it back. */
export function SwitchRow({
  field,
  registration,
  isOn,
  initiallyOn,
  hint,
  isChanged,
  problem,
}: SwitchRowProps) {
  const id = idOfField(field)
  return (
    <div className="relative border-t border-line py-3 sm:ps-[calc(min(11rem,36%)+1.75rem)]">
      {isChanged && <ChangeMarker />}
      {problem && <FieldMessage id={`${id}-problem`} message={problem} />}
      <label htmlFor={id} className="flex min-h-11 flex-wrap items-center gap-x-3.5 gap-y-1">
        <span className="relative block h-7 w-12 shrink-0">
          <input
            {...registration}
            {...NATIVE_SWITCH}
            id={id}
            defaultChecked={initiallyOn}
            aria-labelledby={`${id}-label`}
            aria-describedby={describedBy(hint && `${id}-hint`, problem && `${id}-problem`)}
            aria-invalid={problem ? true : undefined}
            className="peer block size-full cursor-pointer appearance-none rounded-[14px] border border-line-strong bg-line-strong transition-colors duration-160 checked:border-accent checked:bg-accent"
          />
          <span className="pointer-events-none absolute start-1 top-1 grid size-5 place-items-center rounded-[10px] bg-surface text-ink-2 transition-transform duration-160 peer-checked:translate-x-5 peer-checked:text-accent motion-reduce:transition-none forced-colors:border">
            <Icon name={isOn ? 'check' : 'minus'} className="size-3.5" />
          </span>
        </span>
        <span className="min-w-0">
          <span id={`${id}-label`} className="block text-body font-strong">
            {FIELD_LABELS[field]}
          </span>
          {hint && (
            <span id={`${id}-hint`} className="block text-hint text-ink-2 max-sm:sr-only">
              {hint}
            </span>
          )}
        </span>
        <span className="ms-auto flex items-center gap-3.5">
          {/* Its room is kept, so that nothing moves under the pointer that switches. */}
          <span className={isChanged ? '' : 'invisible'}>
            <ChangedTag />
          </span>
          <span aria-hidden="true" className="min-w-6 text-end text-button-small font-strong">
            {isOn ? 'On' : 'Off'}
          </span>
        </span>
      </label>
    </div>
  )
}

/** The browser tells whether it is on; an `aria-checked` beside that could only contradict it. */
const NATIVE_SWITCH = { type: 'checkbox', role: 'switch' } as const
