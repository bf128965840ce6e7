import { SignInButton } from '@/components/account/sign-in-button'
import { SignInNote } from '@/components/account/sign-in-note'
import { ViewProfile } from '@/components/account/view-profile'
import { LINK_AS_BUTTON } from '@/components/ui/button'
import { Logo } from '@/components/ui/logo'
import { MessagePage } from '@/components/ui/message-page'
import { canTryAgain, wordsForUnreadableProfile } from '@/lib/messages/errors'
import type { ReturnPage } from '@/lib/messages/return-page'
import { profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import type { SignInWords } from '@/lib/messages/sign-in-errors'
import type { ApiError } from '@/lib/profile/api-error'
import { ReadingAgain } from './reading-again'

interface UnreadableProfileProps {
  /** The page that was asked for. */
  page: ReturnPage
  /** The id of the account whose profile it is. */
  account: string
  handle: string
  apiError: ApiError
  server: ServerIdentity
  /** What became of a sign-in that was to mend it; null when none was tried. */
  signInProblem: SignInWords | null
  /** By which whoever runs the site finds this request in the log. */
  requestId: string | null
}

/** In place of the editor when the server does not give the profile: why, and the way on. */
export function UnreadableProfile({
  page,
  account,
  handle,
  apiError,
  server,
  signInProblem,
  requestId,
}: UnreadableProfileProps) {
  const { reason, code, message, retryAt } = apiError
  const { title, action, sendsToProfile } = wordsForUnreadableProfile(apiError, server)
  const isSignInOver = reason === 'session_expired' || reason === 'signed_out'
  return (
    <MessagePage title={title} logo={<Logo className="size-10 text-accent" />}>
      {isSignInOver && signInProblem && (
        <SignInNote problem={signInProblem} server={server} className="text-ink" />
      )}
      <p>
        {retryAt && <ReadingAgain account={account} at={retryAt} />}
        <span className="me-1">{`${action} Nothing was changed, and your edits on this device are kept.`}</span>
        {sendsToProfile && <ViewProfile address={profileAddress(server, handle)} />}
      </p>
      {isSignInOver ? (
        <SignInButton opens="here" returnTo={page}>
          Sign in again
        </SignInButton>
      ) : canTryAgain(apiError) ? (
        // A plain link: what is wanted is a fresh request, past the router's memory.
        <a href={page} className={LINK_AS_BUTTON}>
          Try again
        </a>
      ) : null}
      <p className="text-hint">
        <span>For this site’s owner: </span>
        <span>{code > 0 && `code ${code}${message && `, “${message}”`}${requestId ? '; ' : ''}`}</span>
        {requestId && <code>{`request ${requestId}`}</code>}
      </p>
    </MessagePage>
  )
}
