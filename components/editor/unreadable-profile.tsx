import { CalmPage } from '@/components/frame/calm-page'
import { SignInButton } from '@/components/sign-in/sign-in-button'
import type { Refusal } from '@/lib/refusal'
import type { ServerIdentity } from '@/lib/server-name'
import { wordsForRefusal } from '@/lib/wording'

/** In place of the editor when the server does not give the profile: why, and the way on. */
export function UnreadableProfile({ refusal, server }: { refusal: Refusal; server: ServerIdentity }) {
  const { title, action } = wordsForRefusal(refusal, server)
  const isSignInOver = refusal.reason === 'session_expired' || refusal.reason === 'signed_out'
  return (
    <CalmPage title={title}>
      <p>
        {isSignInOver
          ? action
          : 'Your profile cannot be shown now. Nothing was changed; try again in a minute.'}
      </p>
      {isSignInOver ? (
        <SignInButton opens="here">Sign in again</SignInButton>
      ) : (
        // A plain link: what is wanted is a fresh request, past the router's memory.
        <a
          href="/profile"
          className="leaf-button inline-flex min-h-11 items-center bg-accent px-5 text-button font-strong text-on-accent hover:bg-accent-strong forced-colors:border"
        >
          Try again
        </a>
      )}
    </CalmPage>
  )
}
