import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { EarlyLeaveWarning } from '@/components/editor/early-leave-warning'
import { ProfileEditor } from '@/components/editor/profile-editor'
import { StillPreview } from '@/components/preview/still-preview'
import { readCapabilities } from '@/lib/server/current-profile'
import { SignedInPage } from '../signed-in-page'

export const metadata: Metadata = { title: 'Edit profile' }

export default async function ProfilePage() {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const { capabilities } = await readCapabilities()
  return (
    <SignedInPage current="profile">
      {(profile, server) => (
        <>
          <EarlyLeaveWarning nonce={nonce} />
          <ProfileEditor
            profile={profile}
            server={server}
            capabilities={capabilities}
            stillPreview={<StillPreview published={profile} />}
          />
        </>
      )}
    </SignedInPage>
  )
}
