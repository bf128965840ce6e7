import type { Metadata } from 'next'
import { LazyProfileEditor } from '@/components/editor/lazy-profile-editor'
import { StillPreview } from '@/components/preview/still-preview'
import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'
import { readCapabilities } from '@/lib/server/account/current-profile'
import { SignedInPage } from '../signed-in-page'

export const metadata: Metadata = { title: 'Edit profile' }

interface ProfilePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ProfilePage({ searchParams }: ProfilePageProps) {
  const capabilities = await readCapabilities()
  const { error } = await searchParams
  return (
    <SignedInPage current="profile" signInError={typeof error === 'string' ? error : undefined}>
      {(profile, server) => (
        <LazyProfileEditor
          profile={profile}
          server={server}
          capabilities={capabilities}
          stillPreview={<StillPreview published={profile} kind={server.kind} />}
          destination={<Destination server={server} handle={profile.handle} />}
        />
      )}
    </SignedInPage>
  )
}

/** Where the profile will be published. Rendered by the server, which spares the first load its sentences. */
function Destination({ server, handle }: { server: ServerIdentity; handle: string }) {
  return (
    <p className="mt-1 text-ink-2">
      <span>{destinationSentence(server, handle).short}</span>
      {server.host === 'sandbox' && (
        <span className="max-sm:hidden">{` Nobody else sees it, and nothing reaches ${server.kind.name}.`}</span>
      )}
    </p>
  )
}
