'use client'

import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { initialOf } from '@/components/ui/initial-of'
import { Picture } from '@/components/ui/picture'
import { Sign } from '@/components/ui/sign'
import { signOut } from '@/lib/browser/sign-in'

interface AccountMenuProps {
  handle: string
  name: string
  avatarUrl: string | null
}

/** Who is signed in, and the way out. A disclosure: a button that shows what belongs to the account. */
export function AccountMenu({ handle, name, avatarUrl }: AccountMenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  async function leave() {
    setHasFailed(false)
    const result = await signOut()
    if (result.ok) window.location.assign('/')
    else setHasFailed(true)
  }

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !isOpen) return
    setIsOpen(false)
    opener.current?.focus()
  }

  function closeWhenLeft(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false)
  }

  return (
    <div className="relative" onKeyDown={closeOnEscape} onBlur={closeWhenLeft} role="none">
      <button
        ref={opener}
        type="button"
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-11 items-center gap-2 rounded-button text-button-small font-strong sm:px-2"
      >
        <Picture
          src={avatarUrl}
          alt=""
          className="size-9 shrink-0 rounded-full object-cover"
          fallback={
            <span
              aria-hidden="true"
              className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-body font-bold text-accent"
            >
              {initialOf(name, handle)}
            </span>
          }
        />
        <span className="max-sm:sr-only" dir="ltr">
          @{handle}
        </span>
        <Sign name="chevron-down" className="size-4 max-sm:hidden" />
      </button>
      <div
        id={panelId}
        hidden={!isOpen}
        className="absolute end-0 top-full z-20 mt-1.5 w-60 rounded-plate bg-surface p-2 shadow-plate forced-colors:border"
      >
        <p className="truncate px-3 pt-1.5 pb-2 text-hint text-ink-2">
          Signed in as <span dir="ltr">@{handle}</span>
        </p>
        <button
          type="button"
          onClick={leave}
          className="flex min-h-11 w-full items-center rounded-input px-3 text-start text-button font-strong hover:bg-sunk"
        >
          Sign out
        </button>
        <p role="alert" className="px-3 text-hint text-danger">
          {hasFailed && 'You are still signed in: this site does not answer. Try again in a minute.'}
        </p>
      </div>
    </div>
  )
}
