'use client'

import { type ReactElement, useSyncExternalStore } from 'react'
import { Note } from '@/components/ui/note'
import { type ReturnPage, startPageFor } from '@/lib/messages/return-page'

/** Where a sign-in has to begin, and whether this page seems to be opened somewhere else. */
export interface SignInAddress {
  origin: string
  isElsewhere: boolean
}

const never = () => () => {}

interface OtherAddressProps {
  address: SignInAddress
  /** The page that the sign-in is for; null for none in particular. */
  returnTo: ReturnPage | null
  /** Shown where a sign-in may begin. */
  children: ReactElement
}

/**
 * Leads somebody who opened this page under another address to the one where a sign-in can end. The server only sees
 * the host that the last proxy named; the browser knows, and decides.
 */
export function OtherAddress({ address: { origin, isElsewhere }, returnTo, children }: OtherAddressProps) {
  const isAway = useSyncExternalStore(
    never,
    () => window.location.origin !== origin,
    () => isElsewhere,
  )
  if (!isAway) return children
  return (
    <Note tone="info" title="You can’t sign in at this address." className="max-w-155">
      Open{' '}
      <a
        href={`${origin}${startPageFor(returnTo)}`}
        className="font-strong text-accent underline underline-offset-4"
      >
        {origin}
      </a>{' '}
      and sign in there. If that address is wrong, this site’s owner can change it (<code>NEXTAUTH_URL</code>
      ).
    </Note>
  )
}
