import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { UnreadableProfile } from '@/components/editor/unreadable-profile'
import { AccountMenu } from '@/components/frame/account-menu'
import { TopBar } from '@/components/frame/top-bar'
import { HistoryView } from '@/components/history/history-view'
import { readCurrentProfile } from '@/lib/server/current-profile'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'

export const metadata: Metadata = { title: 'History' }

/** The list is read by the browser: nothing of it is known here. */
export default async function HistoryPage() {
  const session = await readSession()
  if (!session) redirect('/')
  const server = identifyServer()
  const profile = await readCurrentProfile()
  if (!profile.ok) {
    return (
      <>
        <TopBar server={server} current="history">
          <AccountMenu server={server} accountId={null} handle={session.handle} name="" avatarUrl={null} />
        </TopBar>
        <UnreadableProfile server={server} refusal={profile.error} />
      </>
    )
  }
  const { id: accountId, handle, name, avatarUrl } = profile.value
  return (
    <>
      <TopBar server={server} current="history">
        <AccountMenu
          server={server}
          accountId={accountId}
          handle={handle}
          name={name}
          avatarUrl={avatarUrl}
        />
      </TopBar>
      <main className="page-width pt-7 pb-14 sm:pt-10">
        <HistoryView account={{ server: server.origin, accountId, handle }} profile={profile.value}>
          <h1 className="text-h1-dialog sm:text-h1">History</h1>
          <p className="mt-1 max-w-150 text-ink-2">
            What you published as <span dir="ltr">@{handle}</span> from this device. Restore puts the older
            values into your draft; you still see the review first.
          </p>
        </HistoryView>
      </main>
    </>
  )
}
