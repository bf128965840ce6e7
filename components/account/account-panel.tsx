import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import {
  type ActiveElsewhere,
  type OtherAccount,
  switchAccount,
  watchActiveAccount,
} from '@/lib/browser/publish/accounts'
import { beginSignIn, leaveAccount } from '@/lib/browser/publish/sign-in'
import { asSubject, profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import { SIGN_IN_FAILURES } from './sign-in-button'
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

/** As many as the server keeps, the active one among them. */
const ACCOUNTS_MAX = 5

interface OtherAccountsProps {
  others: readonly OtherAccount[]
  /** How an entry of the menu looks. */
  className: string
}

/** The accounts that are signed in beside the active one, each a press away, and the way to one more. */
function OtherAccounts({ others, className }: OtherAccountsProps) {
  const [problem, setProblem] = useState('')

  async function add() {
    setProblem('')
    if (others.length >= ACCOUNTS_MAX - 1) return setProblem(TOO_MANY)
    const address = await beginSignIn(null, { adds: true })
    if (address.ok) window.location.assign(address.value)
    else setProblem(SIGN_IN_FAILURES[address.error])
  }

  async function show(account: OtherAccount) {
    setProblem('')
    const error = await switchTo(account)
    if (error) setProblem(error)
  }

  return (
    <div className="mt-2 border-t border-line pt-2">
      <ul>
        {others.map((account) => (
          <li key={account.id}>
            <button type="button" onClick={() => show(account)} className={className}>
              <span dir="ltr" translate="no" className="truncate">
                {`@${account.handle}`}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={add} className={className}>
            Add account
          </button>
        </li>
      </ul>
      <p role="alert" className="px-3 text-hint text-danger">
        {problem}
      </p>
    </div>
  )
}

/** Gives a sentence where it fails; else the page is opened anew, as the other account's. */
async function switchTo({ id, handle }: OtherAccount): Promise<string | null> {
  const switched = await switchAccount(id)
  if (!switched.ok)
    return switched.error === 'signed_out' ? `@${handle} isn’t signed in any more.` : SITE_SILENT
  window.location.assign(window.location.pathname)
  return null
}

const TOO_MANY = 'Five accounts are signed in already. Sign one of them out, then add the other.'
const SITE_SILENT = 'This site isn’t responding. Try again in a minute.'

interface AccountNoticeProps {
  elsewhere: ActiveElsewhere
  /** Whom this page shows. */
  account: OtherAccount
  /** Called when this page's account is the active one again. */
  onBack: () => void
}

/** Says in a tab that another account has become active in another one. Until the person decides, nothing is published here. */
function AccountNotice({ elsewhere, account, onBack }: AccountNoticeProps) {
  const [problem, setProblem] = useState('')
  const { active, isStillSignedIn } = elsewhere

  async function switchBack() {
    setProblem('')
    const switched = await switchAccount(account.id)
    if (switched.ok) onBack()
    else setProblem(SITE_SILENT)
  }

  return (
    <div
      role="alert"
      className="fixed inset-x-4 top-2 z-30 mx-auto flex max-w-150 flex-col gap-3 rounded-panel bg-info-soft p-4 text-note shadow-panel forced-colors:border"
    >
      <p className="wrap-anywhere">
        <strong className="font-strong">
          <bdi translate="no">{`@${active.handle}`}</bdi> <span>is the active account now.</span>
        </strong>{' '}
        <span>This tab shows</span> <bdi translate="no">{`@${account.handle}`}</bdi>
        <span>
          {isStillSignedIn ? ', and its edits are kept.' : ', which is signed out. Its edits are kept.'}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          tone="second"
          size="small"
          onClick={() => window.location.assign(window.location.pathname)}
          className="bg-surface"
        >
          {`Show @${active.handle}`}
        </Button>
        {isStillSignedIn && (
          <Button tone="second" size="small" onClick={switchBack} className="bg-surface">
            {`Switch back to @${account.handle}`}
          </Button>
        )}
      </div>
      {problem && <p className="text-danger">{problem}</p>}
    </div>
  )
}
