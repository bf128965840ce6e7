import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { UnreadableProfile } from '@/components/editor/unreadable-profile'
import { AccountMenu } from '@/components/frame/account-menu'
import { TopBar } from '@/components/frame/top-bar'
import { LooksView } from '@/components/looks/looks-view'
import { readCurrentProfile } from '@/lib/server/current-profile'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'

export const metadata: Metadata = { title: 'Looks' }

/** The list is read by the browser: nothing of it is known here. */
export default async function LooksPage() {
  const session = await readSession()
  if (!session) redirect('/')
  const server = identifyServer()
  const profile = await readCurrentProfile()
  if (!profile.ok) {
    return (
      <>
        <TopBar server={server} current="looks">
          <AccountMenu server={server} accountId={null} handle={session.handle} name="" avatarUrl={null} />
        </TopBar>
        <UnreadableProfile server={server} refusal={profile.error} />
      </>
    )
  }
  const { id: accountId, handle, name, avatarUrl } = profile.value
  return (
    <>
      <TopBar server={server} current="looks">
        <AccountMenu
          server={server}
          accountId={accountId}
          handle={handle}
          name={name}
          avatarUrl={avatarUrl}
        />
      </TopBar>
      <main className="page-width pt-7 pb-14 sm:pt-10">
        <LooksView account={{ server: server.origin, accountId, handle }} profile={profile.value}>
          <h1 className="text-h1-dialog sm:text-h1">Looks</h1>
          <p className="mt-1 max-w-150 text-ink-2">
            A whole profile, saved to wear again. Using a look fills your draft; nothing is published until
            you review it.
          </p>
        </LooksView>
      </main>
    </>
  )
}
