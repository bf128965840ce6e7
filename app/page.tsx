import { redirect } from 'next/navigation'
import { TopBar } from '@/components/frame/top-bar'
import { Welcome } from '@/components/sign-in/welcome'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'
import { wordsForSignInError } from '@/lib/wording'

interface WelcomePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function WelcomePage({ searchParams }: WelcomePageProps) {
  if (await readSession()) redirect('/profile')
  const { error, left } = await searchParams
  const server = identifyServer()
  return (
    <>
      <TopBar server={server} />
      <Welcome
        server={server}
        problem={typeof error === 'string' ? wordsForSignInError(error, server) : null}
        farewell={left === 'revoked' || left === 'signed_out' ? left : null}
      />
    </>
  )
}
