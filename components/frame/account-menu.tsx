'use client'

import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { initialOf } from '@/components/ui/initial-of'
import { Picture } from '@/components/ui/picture'
import { Sign } from '@/components/ui/sign'
import type { ServerIdentity } from '@/lib/server-name'

interface AccountMenuProps {
  server: ServerIdentity
  /** Null where the profile could not be read; nothing of the device can be forgotten then. */
  accountId: string | null
  handle: string
  name: string
  avatarUrl: string | null
}

/** Who is signed in, and the way out. A disclosure: a button that shows what belongs to the account. */
export function AccountMenu({ server, accountId, handle, name, avatarUrl }: AccountMenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [problem, setProblem] = useState('')
  const [forgets, setForgets] = useState(false)
  const [revokes, setRevokes] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  async function leave() {
    setProblem('')
    const leaving = await import('@/lib/browser/sign-in').catch(() => null)
    if (!leaving) return setProblem(NOT_LOADED)
    const left = await leaving.leaveAccount({
      revokes,
      forgets: forgets && accountId !== null ? { server: server.origin, accountId } : null,
    })
    if (left.ok) window.location.assign(`/?left=${left.value}`)
    else setProblem(left.error)
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
        className="absolute end-0 top-full z-20 mt-1.5 w-72 rounded-plate bg-surface p-2 shadow-plate forced-colors:border"
      >
        <p className="truncate px-3 pt-1.5 pb-2 text-hint text-ink-2">
          Signed in as <span dir="ltr">@{handle}</span>
        </p>
        <ul>
          {LINKS.map(({ href, label, isInTopBar }) => (
            <li key={href} className={isInTopBar ? 'sm:hidden' : ''}>
              <a href={href} className={ITEM}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        <div className="mt-2 border-t border-line pt-2">
          {accountId !== null && (
            <Option isOn={forgets} onChange={setForgets}>
              Forget drafts, history and looks of @{handle} here
            </Option>
          )}
          <Option isOn={revokes} onChange={setRevokes}>
            End this app’s permission at {server.kind === 'sandbox' ? 'the sandbox' : server.name}
          </Option>
          <button type="button" onClick={leave} className={ITEM}>
            Sign out
          </button>
        </div>
        <p role="alert" className="px-3 text-hint text-danger">
          {problem}
        </p>
      </div>
    </div>
  )
}

const NOT_LOADED = 'You are still signed in: this site does not answer. Try again in a minute.'

const ITEM =
  'flex min-h-11 w-full items-center rounded-input px-3 text-start text-button font-strong hover:bg-sunk'

/** On phones the head has no room for the pages, so they stand here. */
const LINKS = [
  { href: '/profile', label: 'Edit profile', isInTopBar: true },
  { href: '/history', label: 'History', isInTopBar: true },
  { href: '/looks', label: 'Looks', isInTopBar: true },
  { href: '/storage', label: 'Kept on this device', isInTopBar: false },
]

interface OptionProps {
  isOn: boolean
  onChange: (isOn: boolean) => void
  children: ReactNode
}

/** Something that can be done along with signing out. */
function Option({ isOn, onChange, children }: OptionProps) {
  return (
    <label className="flex min-h-11 items-center gap-3 rounded-input px-3 py-1.5 text-hint hover:bg-sunk max-sm:text-hint-phone">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="size-5 shrink-0 accent-accent"
      />
      <span className="min-w-0 break-words">{children}</span>
    </label>
  )
}
