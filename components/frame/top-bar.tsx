import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'
import type { ServerIdentity } from '@/lib/server-name'
import { ServerChip } from './server-chip'

interface TopBarProps {
  server: ServerIdentity
  /** What belongs to the account, if anybody is signed in. */
  children?: ReactNode
}

/** The head of every page: whose product, which server, whose account. */
export function TopBar({ server, children }: TopBarProps) {
  return (
    <header className="border-b border-line">
      <div className="page-width flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 sm:min-h-16 sm:gap-6">
        <span className="me-auto flex items-center gap-2.5">
          <Mark className="size-7 text-accent" />
          <span className={children ? 'text-lead font-bold max-sm:sr-only' : 'text-lead font-bold'}>
            Plumage
          </span>
        </span>
        <ServerChip server={server} />
        {children}
      </div>
    </header>
  )
}
