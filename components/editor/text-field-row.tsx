'use client'

import { type HTMLAttributes, useEffect, useState } from 'react'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { classNames } from '@/components/ui/class-names'
import type { Elements } from '@/components/ui/elements'
import { Icon } from '@/components/ui/icon'
import { FIELD_HINTS, FIELD_LABELS } from '@/lib/messages/fields'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { type Profile, TEXT_FIELDS, type TextField } from '@/lib/profile/profile'
import { lengthOfText, normalizeText } from '@/lib/profile/text-rules'
import type { ServerKind, TextLimit } from '@/lib/server-kinds'
import { describedBy, idOfField } from './field-ids'
import { ChangeLine, FieldMessage, FieldRow } from './field-row'
import { useTextareaDefault } from './silent-input'
import type { useProfileForm } from './use-profile-form'

interface TextFieldRowProps {
  field: TextField
  limit: TextLimit
  registration: UseFormRegisterReturn
  /** What is in the form now. */
  value: string
  /** What the server rendered, so that the first paint has it. */
  initialValue: string
  isChanged: boolean
  problem: string | undefined
  /** A short line under the control. */
  remark?: string | undefined
  onPutBack: () => void
}

/** One text of the profile: label, hint, message, control, counter. */
export function TextFieldRow({
  field,
  limit,
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
          field === 'bio' ? 'field-sizing-content min-h-37 resize-y sm:min-h-30' : 'min-h-12',
        )}
      />
      {/* Each has a place that no other's words can move. */}
      <div className="mt-1.5 flex min-h-5 flex-wrap gap-x-4">
        <CharacterCounter field={field} limit={limit} value={value} />
        {remark !== undefined && (
          <span
            id={`${id}-remark`}
            aria-live="polite"
            className="min-w-[min(10rem,100%)] flex-1 break-words text-hint text-ink-2 max-sm:text-hint-phone"
          >
            {remark}
          </span>
        )}
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

/** From here on the counter is in a stronger colour, and is spoken: a tenth of the limit, at most this much. */
const NEAR_LIMIT_AT_MOST = 20
/** Long enough not to talk into somebody's typing. */
const SPEAK_AFTER_MILLISECONDS = 1000

/**
 * How many characters are left. There are two texts: one to see, changed on every key, and one to hear, only
 * after a pause and only near the limit.
 */
interface CharacterCounterProps {
  field: TextField
  limit: TextLimit
  value: string
}

function CharacterCounter({ field, limit, value }: CharacterCounterProps) {
  const left = limit.max - lengthOfText(normalizeText(field, value), limit.unit)
  const isNear = left <= Math.min(NEAR_LIMIT_AT_MOST, Math.ceil(limit.max / 10))
  const words = left < 0 ? `${-left} too many` : `${left} left`
  const [spoken, setSpoken] = useState('')

  useEffect(() => {
    const wait = setTimeout(() => setSpoken(isNear ? words : ''), SPEAK_AFTER_MILLISECONDS)
    return () => clearTimeout(wait)
  }, [isNear, words])

  return (
    <span className="min-w-28 text-hint tabular-nums max-sm:text-hint-phone">
      <span aria-hidden="true" className={TONES[left < 0 ? 'over' : isNear ? 'near' : 'plenty']}>
        {/* Its room is kept while there is none. */}
        {isNear ? (
          <Icon name={left < 0 ? 'octagon' : 'info'} className="size-4" />
        ) : (
          <span className="size-4" />
        )}
        <span>{words}</span>
      </span>
      <span aria-live="polite" className="sr-only">
        {spoken && `${spoken} in ${field}`}
      </span>
    </span>
  )
}

const TONES = {
  plenty: 'flex items-center gap-1.5 text-ink-2',
  near: 'flex items-center gap-1.5 font-strong text-warning',
  over: 'flex items-center gap-1.5 font-strong text-danger',
}

interface TextSectionProps {
  editor: ReturnType<typeof useProfileForm>
  /** The profile the server rendered. */
  profile: Profile
  /** Whose limits hold. */
  kind: ServerKind
  /** Said above the texts, where the server does not take them. */
  notice: Elements
}

/** The four texts. */
export function TextSection({ editor, profile, kind, notice }: TextSectionProps) {
  const { draft, changes, problems, published, change } = editor

  function remarkOn(field: TextField): string | undefined {
    if (field === 'website') return editor.websiteRemark
    if (field !== 'bio') return undefined
    const { max, unit } = kind.textLimits.bio
    return lengthOfText(draft.bio, unit) > max ? 'We won’t shorten it for you.' : ''
  }

  return (
    <>
      {notice}
      {TEXT_FIELDS.map((field) => (
        <TextFieldRow
          key={field}
          field={field}
          limit={kind.textLimits[field]}
          registration={editor.registerText(field)}
          value={draft[field]}
          initialValue={profile[field]}
          isChanged={changes.some((one) => one.field === field)}
          problem={problems.get(field)}
          remark={remarkOn(field)}
          onPutBack={() => {
            change(field, published[field])
            editor.form.setFocus(field)
          }}
        />
      ))}
    </>
  )
}
