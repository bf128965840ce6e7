import type { Metadata } from 'next'
import { HistoryView } from '@/components/history/history-view'
import { profileAddress } from '@/lib/messages/server-name'
import { SignedInPage } from '../signed-in-page'

export const metadata: Metadata = { title: 'History' }

/** The list is read by the browser: nothing of it is known here. */
export default function HistoryPage() {
  return (
    <SignedInPage current="history">
      {(profile, server) => (
        <main id="content" tabIndex={-1} className="page-width pt-7 pb-14 sm:pt-10">
          <HistoryView
            account={{ server: server.origin, accountId: profile.id, handle: profile.handle }}
            profile={profile}
            profileAddress={profileAddress(server, profile.handle)}
          >
            <h1 className="text-h1-dialog sm:text-h1">History</h1>
            <p className="mt-1 max-w-150 text-pretty text-ink-2">
              What you published as <span dir="ltr" translate="no">{`@${profile.handle}`}</span> from this
              device. Undo a change, and the older values are in your draft. You still review them before
              publishing.
            </p>
          </HistoryView>
        </main>
      )}
    </SignedInPage>
  )
}
