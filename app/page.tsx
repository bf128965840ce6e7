import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { TopBar } from '@/components/account/top-bar'
import { Welcome } from '@/components/account/welcome'
import { FIRST_PAGE, returnPageOf } from '@/lib/messages/return-page'
import { wordsForSignInError } from '@/lib/messages/sign-in-errors'
import { readSession } from '@/lib/server/auth/session'
import { accountAddress, identifyServer } from '@/lib/server/env'
import { callbackUrl, signInAddress } from '@/lib/server/http/own-address'

interface WelcomePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function WelcomePage({ searchParams }: WelcomePageProps) {
  const { error, until, left, next } = await searchParams
  const server = identifyServer()
  const page = returnPageOf(next)
  const facts = {
    callbackUrl: callbackUrl(),
    accountAddress: accountAddress(),
    retryAt: typeof until === 'string' ? until : undefined,
  }
  const problem = typeof error === 'string' ? wordsForSignInError(error, server, facts) : null
  // Somebody whose connection the server has ended is still signed in here, and has to read why signing in again failed.
  if (await readSession()) {
    const query = new URLSearchParams({ error: `${error}`, ...(facts.retryAt && { until: facts.retryAt }) })
    redirect(problem ? `/profile?${query}` : (page ?? FIRST_PAGE))
  }
  return (
    <>
      <TopBar server={server} />
      <Welcome
        server={server}
        address={signInAddress(await headers())}
        problem={problem}
        returnTo={page}
        signedOut={left === 'revoked' || left === 'signed_out' ? left : null}
      />
    </>
  )
}
