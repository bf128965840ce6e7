import type { Metadata } from 'next'
import { LooksView } from '@/components/looks/looks-view'
import { SignedInPage } from '../signed-in-page'

export const metadata: Metadata = { title: 'Looks' }

/** The list is read by the browser: nothing of it is known here. */
export default function LooksPage() {
  return (
    <SignedInPage current="looks">
      {(profile, server) => (
        <main id="content" tabIndex={-1} className="page-width pt-7 pb-14 sm:pt-10">
          <LooksView
            account={{ server: server.origin, accountId: profile.id, handle: profile.handle }}
            profile={profile}
          >
            <h1 className="text-h1-dialog sm:text-h1">Looks</h1>
            <p className="mt-1 max-w-150 text-pretty text-ink-2">
              A look is a whole profile, saved so you can use it again. Using one fills your draft. Nothing is
              published until you review it.
            </p>
          </LooksView>
        </main>
      )}
    </SignedInPage>
  )
}
