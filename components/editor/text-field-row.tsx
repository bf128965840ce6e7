'use client'

import { type HTMLAttributes, useEffect, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { Elements } from '@/components/ui/elements'
import { Icon } from '@/components/ui/icon'
import { useIsHydrated } from '@/components/ui/page-phases'
import { FIELD_HINTS } from '@/lib/messages/fields'
import { TEXT_MAX_UNITS } from '@/lib/profile/bounded-text'
import { type Profile, TEXT_FIELDS, type TextField } from '@/lib/profile/profile'
import { lengthOfText, normalizeText } from '@/lib/profile/text-rules'
import type { ServerKind, TextLimit } from '@/lib/server-kinds'
import { describedBy, idOfField } from './field-ids'
import { FieldMessage, FieldRow, textControlClasses } from './field-row'
import { useTextareaDefault } from './silent-input'
import type { ProfileForm } from './use-profile-form'

interface TextSectionProps {
  editor: ProfileForm
  /** What the server rendered, so that the first paint has it. */
  profile: Profile
  /** Whose limits hold. */
  kind: ServerKind
  /** Said above the texts, where the server does not take them. */
  notice: Elements
}

/** The four texts. */
export function TextSection({ notice, ...form }: TextSectionProps) {
  return (
    <>
      {notice}
      {TEXT_FIELDS.map((field) => (
        <TextFieldRow key={field} field={field} {...form} />
      ))}
    </>
  )
}

type TextFieldRowProps = Omit<TextSectionProps, 'notice'> & { field: TextField }

/** One text of the profile: label, hint, message, control, counter. */
function TextFieldRow({ field, editor, profile, kind }: TextFieldRowProps) {
  const id = idOfField(field)
  const Control = field === 'bio' ? 'textarea' : 'input'
  const initialValue = profile[field]
  const textareaDefault = useTextareaDefault(id, initialValue)
  const isHydrated = useIsHydrated()
  const row = editor.rowOf(field)
  const limit = kind.textLimits[field]
  const value = editor.draft[field]
  const remark = remarkOn()

  /** A short line under the control; null where there never is any. */
  function remarkOn(): string | null {
    if (field === 'website') return editor.websiteRemark
    if (field !== 'bio') return null
    return lengthOfText(value, limit.unit) > limit.max ? 'We won’t shorten it for you.' : ''
  }

  return (
    <FieldRow {...row} hint={FIELD_HINTS[field]}>
      <Control
        {...editor.registerText(field)}
        {...ATTRIBUTES[field]}
        // Offered only later: a browser fills what is offered at once with what stood there on an earlier visit.
        {...(!isHydrated && { autoComplete: 'off' })}
        maxLength={TEXT_MAX_UNITS}
        id={id}
        translate="no"
        defaultValue={field === 'bio' ? textareaDefault : initialValue}
        aria-invalid={row.problem ? true : undefined}
        aria-describedby={describedBy(
          `${id}-hint`,
          row.problem && `${id}-problem`,
          remark !== null && !row.problem && `${id}-remark`,
        )}
        className={classNames(
          textControlClasses(row.problem !== undefined),
          field === 'bio' ? 'field-sizing-content min-h-37 resize-y sm:min-h-30' : 'min-h-12',
        )}
      />
      {/* Each has a place that no other's words can move, and a message has room for two lines. */}
      <div className="-mb-2.5 mt-1.5 flex min-h-10 flex-wrap content-start gap-x-4">
        {/* On phones a message takes its place. Not `sr-only`: when anything leaves the flow, browsers stop holding the page. */}
        <div
          className={classNames(
            'min-w-28',
            row.problem && 'max-sm:-me-4.25 max-sm:size-px max-sm:min-w-0 max-sm:overflow-hidden',
          )}
        >
          <CharacterCounter field={field} limit={limit} value={value} />
        </div>
        {row.problem && (
          <div className="min-w-[min(10rem,100%)] flex-1">
            <FieldMessage id={`${id}-problem`} message={row.problem} />
          </div>
        )}
        {remark !== null && !row.problem && (
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

interface CharacterCounterProps {
  field: TextField
  limit: TextLimit
  value: string
}

/**
 * How many characters are left. There are two texts: one to see, changed on every key, and one to hear, only
 * after a pause and only near the limit.
 */
function CharacterCounter({ field, limit, value }: CharacterCounterProps) {
  const left = limit.max - lengthOfText(normalizeText(field, value), limit.unit)
  const isNear = left <= Math.min(NEAR_LIMIT_AT_MOST, Math.ceil(limit.max / 10))
  const words = left < 0 ? `${-left} too many` : `${left} left`
  const tone = left < 0 ? 'over' : isNear ? 'near' : 'plenty'
  const [spoken, setSpoken] = useState('')

  useEffect(() => {
    const wait = setTimeout(() => setSpoken(isNear ? words : ''), SPEAK_AFTER_MILLISECONDS)
    return () => clearTimeout(wait)
  }, [isNear, words])

  return (
    <span className="text-hint tabular-nums max-sm:text-hint-phone">
      <span aria-hidden="true" className={TONES[tone]}>
        <span className={WORDS[tone]}>{words}</span>
        {/* Behind the words, which so keep their place when it comes. */}
        {isNear && <Icon key={tone} name={left < 0 ? 'octagon' : 'info'} className="size-4" />}
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

/** As wide as two digits and the words, so that the sign behind them stands still. */
const WORDS = { plenty: undefined, near: 'min-w-13', over: 'min-w-21' }
