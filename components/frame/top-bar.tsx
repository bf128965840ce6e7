import { Mark } from '@/components/ui/mark'
import type { ServerIdentity } from '@/lib/server-name'
import { AccountMenu } from './account-menu'
import { ServerChip } from './server-chip'

interface TopBarProps {
  server: ServerIdentity
  /** Who is signed in, if anybody is. */
  account?: { handle: string; name: string; avatarUrl: string | null }
}

/** The head of every page: whose product, which server, whose account. */
export function TopBar({ server, account }: TopBarProps) {
  return (
    <header className="border-b border-line">
      <div className="page-width flex min-h-14 items-center gap-3 py-1.5 sm:min-h-16 sm:gap-6">
        <span className="me-auto flex items-center gap-2.5">
          <Mark className="size-7 text-accent" />
          <span className={account ? 'text-lead font-bold max-sm:sr-only' : 'text-lead font-bold'}>
            Plumage
          </span>
        </span>
        <ServerChip server={server} />
        {account && <AccountMenu {...account} />}
      </div>
    </header>
  )
}
