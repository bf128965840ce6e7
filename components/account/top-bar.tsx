import { classNames } from '@/components/ui/class-names'
import type { Elements } from '@/components/ui/elements'
import { InOnePiece } from '@/components/ui/in-one-piece'
import { Logo } from '@/components/ui/logo'
import { AnyIcon } from '@/components/ui/more-icons'
import { Note } from '@/components/ui/note'
import { type ServerIdentity, siteAddress } from '@/lib/messages/server-name'

/** The pages that the head leads to. */
export type PageName = 'profile' | 'history' | 'looks' | 'help'

interface TopBarProps {
  server: ServerIdentity
  /** The page this is, among those the head leads to. */
  current?: PageName | undefined
  /** What belongs to the account, if anybody is signed in. */
  children?: Elements
}

/** The head of every page: whose product, which server, whose account. */
export function TopBar({ server, current, children }: TopBarProps) {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:start-4 focus:top-2 focus:z-30 focus:rounded-button focus:bg-surface focus:px-4 focus:py-2.5 focus:font-strong focus:text-accent"
      >
        Skip to content
      </a>
      <header className="border-b border-line [overflow-anchor:none]">
        <div className="page-width flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 sm:min-h-16 sm:gap-4 lg:gap-6">
          <span className="flex items-center gap-2.5 max-sm:me-auto">
            <InOnePiece>
              <Logo className="size-7 text-accent" />
            </InOnePiece>
            <span
              translate="no"
              className={children ? 'text-lead font-bold max-sm:sr-only' : 'text-lead font-bold'}
            >
              Plumage
            </span>
          </span>
          <div className="me-auto self-stretch max-sm:hidden">
            {children && <PageLinks current={current} />}
          </div>
          <a
            href="/help"
            aria-current={current === 'help' ? 'page' : undefined}
            className={classNames(LINK, 'self-stretch text-note', Boolean(children) && 'max-sm:hidden')}
          >
            Help
          </a>
          <ServerChip server={server} />
          {children}
        </div>
      </header>
      <NeedsScript site={siteAddress(server)} />
    </>
  )
}

/** The line under the current one takes its place from the padding, so that forced colours show one line alone. */
const LINK =
  '-mb-[7px] flex min-h-11 items-center pb-[3px] font-firm text-ink-2 hover:text-ink aria-[current=page]:border-b-3 aria-[current=page]:border-accent aria-[current=page]:pb-0 aria-[current=page]:font-strong aria-[current=page]:text-ink'

const PAGES: [PageName, string][] = [
  ['profile', 'Edit profile'],
  ['history', 'History'],
  ['looks', 'Looks'],
]

/** Plain links: a draft is kept on the device, so a page may be left at any time. */
function PageLinks({ current }: { current: PageName | undefined }) {
  return (
    <nav aria-label="Pages" className="h-full">
      <ul className="flex h-full gap-6">
        {PAGES.map(([page, label]) => (
          <li key={page} className="flex">
            <a
              href={`/${page}`}
              aria-current={page === current ? 'page' : undefined}
              className={classNames(LINK, 'text-button-small')}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/**
 * Said where nothing can be done because scripts do not run. A browser that runs them shows none of it. The style's own
 * question after scripts decides; browsers from before it (Chrome 120, Firefox 113, Safari 17) still know `noscript`.
 */
function NeedsScript({ site }: { site: string }) {
  return (
    <>
      <InOnePiece>
        <div className="page-width hidden pt-4 noscript:block">
          <Words site={site} />
        </div>
      </InOnePiece>
      {/* Whole as well: where scripts run, the inside of a noscript is no document into which a part could be put. */}
      <InOnePiece>
        <noscript>
          <div className="page-width pt-4 noscript:hidden">
            <Words site={site} />
          </div>
        </noscript>
      </InOnePiece>
    </>
  )
}

const Words = ({ site }: { site: string }) => (
  <Note tone="warning" title="This page needs JavaScript.">
    Allow it for this site, then reload the page. Or edit your profile on{' '}
    <a href={site} className="font-strong text-accent underline underline-offset-4">
      the server’s own site
    </a>
    . Edits saved on this device stay there.
  </Note>
)

/** Which server this is about. The sandbox alone is on sand. */
function ServerChip({ server }: { server: ServerIdentity }) {
  if (server.host === 'sandbox') {
    return (
      <a
        href={siteAddress(server)}
        target="_blank"
        rel="noopener"
        className="relative flex min-h-7 items-center gap-2 rounded-chip bg-sand px-2.5 text-tag font-strong text-on-sand underline-offset-4 after:absolute after:-inset-[8px] hover:underline forced-colors:border"
      >
        <InOnePiece>
          <AnyIcon name="box" className="size-4" />
        </InOnePiece>
        <span>{server.name}</span>
      </a>
    )
  }
  return (
    <span
      translate="no"
      className="flex min-h-7 items-center rounded-chip border border-line-strong px-2.5 text-tag font-strong"
    >
      {server.name}
    </span>
  )
}

/** The room of the account menu before the account has been read, so that nothing beside it moves. */
export function AccountPlaceholder({ handle }: { handle: string }) {
  return (
    <span
      aria-hidden="true"
      className="flex min-h-11 items-center gap-2 text-button-small font-strong sm:px-2"
    >
      <span className="size-9 shrink-0 rounded-full bg-sunk" />
      <span className="max-lg:hidden" dir="ltr" translate="no">
        {`@${handle}`}
      </span>
      <span className="size-4 max-sm:hidden" />
    </span>
  )
}
