'use client'

import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useIsHydrated } from '@/components/ui/page-phases'
import type { SignInFailure } from '@/lib/browser/publish/sign-in'
import type { ReturnPage } from '@/lib/messages/return-page'
import { err } from '@/lib/result'

/** Why a sign-in did not begin, and what to do. */
export const SIGN_IN_FAILURES: Record<SignInFailure, string> = {
  unavailable: 'Sign-in couldn’t start because this site isn’t responding. Try again in a minute.',
  no_cookies:
    'Sign-in couldn’t start because your browser blocks this site’s cookies. Allow them, then try again.',
}

// The editor's first load has this button in it, for the one time that the editor is missing.
const loadSignIn = () => import('@/lib/browser/publish/sign-in')

interface SignInButtonProps {
  children: ReactNode
  /** The page that is opened after it; without one, the editor. */
  returnTo?: ReturnPage | null
  /** A new window leaves this page, and what is being edited on it, as it is. */
  opens: 'here' | 'in a new window'
  className?: string
}

/** Leads to the server, where the person agrees. */
export function SignInButton({ children, opens, returnTo = null, className }: SignInButtonProps) {
  const isReady = useIsHydrated()
  useEffect(() => {
    loadSignIn().catch(() => undefined)
  }, [])
  const [state, setState] = useState<'ready' | 'busy' | SignInFailure>('ready')

  async function begin() {
    if (state === 'busy') return
    setState('busy')
    // Opened at once: later the browser would no longer know that the person asked for it.
    const target = opens === 'here' ? window : (window.open('', '_blank') ?? window)
    const address = await loadSignIn().then(
      ({ beginSignIn }) => beginSignIn(returnTo),
      () => err<SignInFailure>('unavailable'),
    )
    if (address.ok) target.location.assign(address.value)
    else if (target !== window) target.close()
    // On the way to the server the button stays busy; a page that comes back from the cache must not.
    if (address.ok && target === window) {
      window.addEventListener('pageshow', () => setState('ready'), { once: true })
    } else {
      setState(address.ok ? 'ready' : address.error)
    }
  }

  return (
    <>
      <Button
        tone="main"
        isBusy={state === 'busy'}
        aria-disabled={!isReady || state === 'busy' || undefined}
        onClick={begin}
        className={className}
      >
        {children}
      </Button>
      <span role="alert" className="text-hint font-strong text-danger empty:hidden">
        {state !== 'ready' && state !== 'busy' && SIGN_IN_FAILURES[state]}
      </span>
    </>
  )
}

/** Where a sign-in has to begin, and whether the server thinks that this page was opened somewhere else. */
export interface SignInAddress {
  origin: string
  isElsewhere: boolean
}

interface AtSignInAddressProps {
  address: SignInAddress
  /** Shown where a sign-in may begin. */
  children: ReactElement
  /** Shown under any other address, where a sign-in cannot end. */
  elsewhere: ReactElement
}

/** The server only sees the host that the last proxy named; the browser knows under which address it is, and decides. */
export function AtSignInAddress({ address, children, elsewhere }: AtSignInAddressProps) {
  const isHydrated = useIsHydrated()
  const isElsewhere = isHydrated ? window.location.origin !== address.origin : address.isElsewhere
  return isElsewhere ? elsewhere : children
}
