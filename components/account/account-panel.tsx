import { useId, useState } from 'react'
import { type OtherAccount, watchActiveAccount } from '@/lib/browser/publish/accounts'
import { leaveAccount } from '@/lib/browser/publish/sign-in'
import { asSubject, profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import { AccountNotice, OtherAccounts } from './other-accounts'
import { ViewProfile } from './view-profile'

interface AccountPanelProps {
  server: ServerIdentity
  accountId: string
  handle: string
  others: readonly OtherAccount[]
}

/** What belongs to the account: its pages where the head has no room for them, what is kept here, the way out. */
function AccountPanel({ server, accountId, handle, others }: AccountPanelProps) {
  const [problem, setProblem] = useState('')
  const [forgets, setForgets] = useState(false)
  const [revokes, setRevokes] = useState(false)
  const [leavesAll, setLeavesAll] = useState(false)

  async function leave() {
    setProblem('')
    const left = await leaveAccount(
      { server: server.origin, accountId },
      { revokes, forgets, all: leavesAll },
    )
    if (left.ok) window.location.assign(`/?left=${left.value}`)
    else setProblem(left.error)
  }

  return (
    <>
      <p className="truncate px-3 pt-1.5 pb-2 text-hint text-ink-2">
        Signed in as <span dir="ltr" translate="no">{`@${handle}`}</span>
      </p>
      <ul>
        <li>
          <ViewProfile address={profileAddress(server, handle)} className={ITEM} />
        </li>
        {LINKS.map(({ href, label, isInTopBar }) => (
          <li key={href} className={isInTopBar ? 'sm:hidden' : ''}>
            <a href={href} className={ITEM}>
              {label}
            </a>
          </li>
        ))}
      </ul>
      <OtherAccounts others={others} className={ITEM} />
      <div className="mt-2 border-t border-line pt-2">
        <button type="button" onClick={leave} className={ITEM}>
          Sign out
        </button>
        <p role="alert" className="px-3 text-hint text-danger">
          {problem}
        </p>
        <fieldset className="min-w-0">
          <legend className="px-3 pt-1 text-tag text-ink-2">At the same time:</legend>
          {others.length > 0 && (
            <Option
              label={`Sign out of all ${others.length + 1} accounts`}
              explanation="Otherwise the next one becomes active."
              isOn={leavesAll}
              onChange={setLeavesAll}
            />
          )}
          <Option
            label={`Delete @${handle}’s drafts, history and looks from this device`}
            explanation="For a shared device. You can’t undo this."
            isOn={forgets}
            onChange={setForgets}
          />
          {server.kind.revokePath !== null && (
            <Option
              label="Remove Plumage’s access to your account"
              explanation={`${asSubject(server)} asks you again the next time you sign in.`}
              isOn={revokes}
              onChange={setRevokes}
            />
          )}
        </fieldset>
      </div>
    </>
  )
}

/** One file of code for all that comes once the page is idle. */
export const accountParts = { AccountPanel, AccountNotice, watchActiveAccount }

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
  label: string
  /** What it means for the person. */
  explanation: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** Something that can be done along with signing out. */
function Option({ label, explanation, isOn, onChange }: OptionProps) {
  const id = useId()
  return (
    <label className="flex min-h-11 items-start gap-3 rounded-input px-3 py-1.5 text-hint hover:bg-sunk max-sm:text-hint-phone">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-labelledby={id}
        aria-describedby={`${id}-explanation`}
        className="size-5 shrink-0 accent-accent"
      />
      <span className="min-w-0 break-words">
        <span id={id}>{label}</span>
        <span id={`${id}-explanation`} className="block text-ink-2">
          {explanation}
        </span>
      </span>
    </label>
  )
}
