import type { Metadata } from 'next'
import { Destination } from '@/components/editor/destination'
import { LazyProfileEditor } from '@/components/editor/lazy-profile-editor'
import { StillPreview } from '@/components/preview/still-preview'
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
