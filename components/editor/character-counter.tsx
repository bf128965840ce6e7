'use client'

import { useEffect, useState } from 'react'
import { Sign } from '@/components/ui/icon'
import { countCharacters } from '@/lib/profile/count-characters'
import { TEXT_LIMIT_CHARACTERS, type TextField } from '@/lib/profile/profile'
import { normalizeText } from '@/lib/profile/text-rules'

/** From here on the counter is in a stronger colour, and is spoken. */
const NEAR_LIMIT_CHARACTERS = 20
/** Long enough not to talk into somebody's typing. */
const SPEAK_AFTER_MILLISECONDS = 1000

/**
 * How many characters are left. There are two texts: one to see, changed on every key, and one to hear, only
 * after a pause and only near the limit.
 */
export function CharacterCounter({ field, value }: { field: TextField; value: string }) {
  const left = TEXT_LIMIT_CHARACTERS[field] - countCharacters(normalizeText(field, value))
  const words = left < 0 ? `${-left} too many` : `${left} left`
  const [spoken, setSpoken] = useState('')

  useEffect(() => {
    const wait = setTimeout(
      () => setSpoken(left <= NEAR_LIMIT_CHARACTERS ? words : ''),
      SPEAK_AFTER_MILLISECONDS,
    )
    return () => clearTimeout(wait)
  }, [left, words])

  return (
    <span className="ms-auto min-w-0 text-hint tabular-nums max-sm:text-hint-phone">
      <span aria-hidden="true" className={TONES[toneOf(left)]}>
        {left <= NEAR_LIMIT_CHARACTERS && <Sign name={left < 0 ? 'octagon' : 'info'} className="size-4" />}
        <span>{words}</span>
      </span>
      <span aria-live="polite" className="sr-only">
        {spoken && `${spoken} in ${field}`}
      </span>
    </span>
  )
}

const TONES = {
  calm: 'text-ink-2',
  near: 'flex items-center gap-1.5 font-strong text-warning',
  over: 'flex items-center gap-1.5 font-strong text-danger',
}

function toneOf(left: number): keyof typeof TONES {
  if (left < 0) return 'over'
  return left <= NEAR_LIMIT_CHARACTERS ? 'near' : 'calm'
}
