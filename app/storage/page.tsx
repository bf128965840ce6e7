import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { StorageView } from '@/components/storage/storage-view'
import { startPageFor } from '@/lib/messages/return-page'
import { readSession } from '@/lib/server/auth/session'
import { identifyServer } from '@/lib/server/env'
import { PageHead } from '../page-head'

export const metadata: Metadata = { title: 'Saved on this device' }

/** Works without the server too: what is kept here is nobody else's to give. */
export default async function StoragePage() {
  if (!(await readSession())) redirect(startPageFor('/storage'))
  return (
    <>
      <PageHead />
      <main id="content" tabIndex={-1} className="page-width pt-7 pb-14 sm:pt-10">
        <h1 className="text-h1-dialog sm:text-h1">Saved on this device</h1>
        <p className="mt-1 max-w-150 text-pretty text-ink-2">
          Drafts, history and looks are saved in this browser only. Nothing leaves it until you publish.
        </p>
        <StorageView server={identifyServer()} />
      </main>
    </>
  )
}
