import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactElement } from 'react'
import { SignInNote } from '@/components/account/sign-in-note'
import type { PageName } from '@/components/account/top-bar'
import { UnreadableProfile } from '@/components/editor/unreadable-profile'
import { type ReturnPage, startPageFor } from '@/lib/messages/return-page'
import type { ServerIdentity } from '@/lib/messages/server-name'
import { wordsForSignInError } from '@/lib/messages/sign-in-errors'
import type { Profile } from '@/lib/profile/profile'
import { readCurrentProfile } from '@/lib/server/account/current-profile'
import { readSession } from '@/lib/server/auth/session'
import { accountAddress, identifyServer } from '@/lib/server/env'
import { callbackUrl } from '@/lib/server/http/own-address'
import { PageHead } from './page-head'

interface SignedInPageProps {
  current: Exclude<PageName, 'help'>
  /** The word by which a sign-in that failed came back here, if one did. */
  signInError?: string | undefined
  /** ISO 8601: when a server whose limit it was takes sign-ins again. */
  retryAt?: string | undefined
  /** What stands below the head, for the profile as it is published now. */
  children: (profile: Profile, server: ServerIdentity) => ReactElement
}

/** A page of somebody who is signed in; nobody else gets further than the start. */
export async function SignedInPage({ current, signInError, retryAt, children }: SignedInPageProps) {
  const session = await readSession()
  const page: ReturnPage = `/${current}`
  if (!session) redirect(startPageFor(page))
  const server = identifyServer()
  const profile = await readCurrentProfile()
  const signInProblem = signInError
    ? wordsForSignInError(signInError, server, {
        callbackUrl: callbackUrl(),
        accountAddress: accountAddress(),
        retryAt,
      })
    : null
  return (
    <>
      <PageHead current={current} />
      {profile.ok && signInProblem && (
        <div className="page-width pt-4">
          <SignInNote problem={signInProblem} server={server} />
        </div>
      )}
      {profile.ok ? (
        children(profile.value, server)
      ) : (
        <UnreadableProfile
          page={page}
          account={session.accountId}
          handle={session.handle}
          server={server}
          apiError={profile.error}
          signInProblem={signInProblem}
          requestId={(await headers()).get('x-request-id')}
        />
      )}
    </>
  )
}
