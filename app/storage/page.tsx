import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountMenu } from '@/components/frame/account-menu'
import { TopBar } from '@/components/frame/top-bar'
import { StorageView } from '@/components/storage/storage-view'
import { readCurrentProfile } from '@/lib/server/current-profile'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'

export const metadata: Metadata = { title: 'Kept on this device' }

/** Works without the server too: what is kept here is nobody else's to give. */
export default async function StoragePage() {
  const session = await readSession()
  if (!session) redirect('/')
  const server = identifyServer()
  const read = await readCurrentProfile()
  const { id, handle, name, avatarUrl } = read.ok
    ? read.value
    : { id: null, handle: session.handle, name: '', avatarUrl: null }
  return (
    <>
      <TopBar server={server}>
        <AccountMenu server={server} accountId={id} handle={handle} name={name} avatarUrl={avatarUrl} />
      </TopBar>
      <main className="page-width pt-7 pb-14 sm:pt-10">
        <h1 className="text-h1-dialog sm:text-h1">Kept on this device</h1>
        <p className="mt-1 max-w-150 text-ink-2">
          Drafts, history and looks are kept by this browser and nowhere else. Nothing of them goes to a
          server until you publish it.
        </p>
        <StorageView server={server} />
      </main>
    </>
  )
}
