import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type ActiveElsewhere, type OtherAccount, switchAccount } from '@/lib/browser/publish/accounts'
import { beginSignIn } from '@/lib/browser/publish/sign-in'

/** As many as the server keeps, the active one among them. */
const ACCOUNTS_MAX = 5

interface OtherAccountsProps {
  others: readonly OtherAccount[]
  /** How an entry of the menu looks. */
  className: string
}

/** The accounts that are signed in beside the active one, each a press away, and the way to one more. */
export function OtherAccounts({ others, className }: OtherAccountsProps) {
  const [problem, setProblem] = useState('')

  async function add() {
    setProblem('')
    if (others.length >= ACCOUNTS_MAX - 1) return setProblem(TOO_MANY)
    const address = await beginSignIn(null, { adds: true })
    if (address.ok) window.location.assign(address.value)
    else setProblem(SITE_SILENT)
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
export function AccountNotice({ elsewhere, account, onBack }: AccountNoticeProps) {
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
