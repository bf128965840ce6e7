import { type ReactNode, useState } from 'react'
import { leaveAccount } from '@/lib/browser/publish/sign-in'
import type { ServerIdentity } from '@/lib/messages/server-name'

interface AccountPanelProps {
  server: ServerIdentity
  accountId: string
  handle: string
}

/** What belongs to the account: its pages where the head has no room for them, what is kept here, the way out. */
export function AccountPanel({ server, accountId, handle }: AccountPanelProps) {
  const [problem, setProblem] = useState('')
  const [forgets, setForgets] = useState(false)
  const [revokes, setRevokes] = useState(false)

  async function leave() {
    setProblem('')
    const left = await leaveAccount({ server: server.origin, accountId }, { revokes, forgets })
    if (left.ok) window.location.assign(`/?left=${left.value}`)
    else setProblem(left.error)
  }

  return (
    <>
      <p className="truncate px-3 pt-1.5 pb-2 text-hint text-ink-2">
        Signed in as <span dir="ltr" translate="no">{`@${handle}`}</span>
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
        <Option isOn={forgets} onChange={setForgets}>
          {`Delete @${handle}’s drafts, history and looks from this device`}
        </Option>
        {server.kind.revokePath !== null && (
          <Option isOn={revokes} onChange={setRevokes}>
            Remove Plumage’s access to your account
          </Option>
        )}
        <button type="button" onClick={leave} className={ITEM}>
          Sign out
        </button>
      </div>
      <p role="alert" className="px-3 text-hint text-danger">
        {problem}
      </p>
    </>
  )
}

const ITEM =
  'flex min-h-11 w-full items-center rounded-input px-3 text-start text-button font-strong hover:bg-sunk'

/** On phones the head has no room for the pages, so they stand here. */
const LINKS = [
  { href: '/profile', label: 'Edit profile', isInTopBar: true },
  { href: '/history', label: 'History', isInTopBar: true },
  { href: '/looks', label: 'Looks', isInTopBar: true },
  { href: '/storage', label: 'Saved on this device', isInTopBar: false },
  { href: '/help', label: 'Help', isInTopBar: true },
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
