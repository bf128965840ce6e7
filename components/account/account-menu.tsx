'use client'

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { Icon } from '@/components/ui/icon'
import { initialOf } from '@/components/ui/initial-of'
import { createLiveValue, useLiveValue } from '@/components/ui/live-value'
import { onDemand } from '@/components/ui/on-demand'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { Picture } from '@/components/ui/picture'
import type { ActiveElsewhere, OtherAccount } from '@/lib/browser/publish/accounts'
import type { ServerIdentity } from '@/lib/messages/server-name'

/** What the top bar shows of an account. */
interface ShownAccount {
  id: string
  handle: string
  name: string
  avatarUrl: string | null
}

interface AccountMenuProps {
  server: ServerIdentity
  accountId: string
  handle: string
  name: string
  avatarUrl: string | null
  /** Those that are signed in beside it. */
  others: readonly OtherAccount[]
}

/** The account as this page has learned it since the server rendered it; null before. */
const accountNow = createLiveValue<ShownAccount | null>(null)

/** Lets the top bar follow what was published, here or elsewhere. */
export const showAccount = (account: ShownAccount): void => accountNow.set(account)

const load = () => import('./account-panel').then((loaded) => loaded.accountParts)
const AccountPanel = onDemand(() => load().then((loaded) => loaded.AccountPanel))
const AccountNotice = onDemand(() => load().then((loaded) => loaded.AccountNotice))

/** Who is signed in, and the way out. A disclosure: a button that shows what belongs to the account. */
export function AccountMenu({ server, accountId, others, ...rendered }: AccountMenuProps) {
  const now = useLiveValue(accountNow)
  const { handle, name, avatarUrl } = now?.id === accountId ? now : rendered
  const [isOpen, setIsOpen] = useState(false)
  const [elsewhere, setElsewhere] = useState<ActiveElsewhere | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  useEffect(() => {
    // Once the page stands: a panel that has come opens without a network too.
    let isLeft = false
    let stop: (() => void) | undefined
    whenPageIsIdle()
      .then(load)
      .then((loaded) => {
        if (!isLeft) stop = loaded.watchActiveAccount(accountId, setElsewhere)
      })
      .catch(() => undefined)
    return () => {
      isLeft = true
      stop?.()
    }
  }, [accountId])

  function openOrClose({ currentTarget }: MouseEvent<HTMLElement>) {
    // Safari gives no button the focus for a click, and what never had it is never left.
    currentTarget.focus()
    setIsOpen(!isOpen)
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
    <div
      {...CLICKABLE}
      className="relative max-[20rem]:ms-auto"
      onKeyDown={closeOnEscape}
      onBlur={closeWhenLeft}
      role="none"
    >
      <button
        ref={opener}
        type="button"
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={openOrClose}
        className="flex min-h-11 items-center gap-2 rounded-button text-button-small font-strong sm:px-2"
      >
        <Picture
          src={avatarUrl}
          alt=""
          className="size-9 shrink-0 rounded-full object-cover"
          fallback={
            <span
              aria-hidden="true"
              translate="no"
              className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-body font-bold text-accent"
            >
              {initialOf(name, handle)}
            </span>
          }
        />
        <span className="max-lg:sr-only" dir="ltr" translate="no">
          {`@${handle}`}
        </span>
        <Icon name="chevron-down" className="size-4 max-sm:hidden" />
      </button>
      <div
        id={panelId}
        hidden={!isOpen}
        className="absolute end-0 top-full z-20 mt-1.5 max-h-[max(calc(100dvh-14.5rem),12rem)] w-72 max-w-[calc(100vw-32px)] overflow-y-auto overscroll-contain rounded-panel bg-surface p-2 shadow-panel forced-colors:border"
      >
        {isOpen && (
          <AccountPanel
            meanwhile={<p className={HINT}>One moment.</p>}
            missing={
              <p role="status" className={HINT}>
                This couldn’t be loaded. Check your connection.
              </p>
            }
            server={server}
            accountId={accountId}
            handle={handle}
            others={others}
          />
        )}
      </div>
      {elsewhere && (
        <AccountNotice
          meanwhile={null}
          elsewhere={elsewhere}
          account={{ id: accountId, handle }}
          onBack={() => {
            setElsewhere(null)
            // The notice goes, with the button in it that was pressed.
            opener.current?.focus()
          }}
        />
      )}
    </div>
  )
}

const HINT = 'px-3 py-2 text-hint text-ink-2'

/** It takes the focus from a click inside where the control that is clicked does not, as in Safari: the menu is not left. */
const CLICKABLE = { tabIndex: -1 }
