import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { EarlyLeaveWarning } from '@/components/editor/early-leave-warning'
import { ProfileEditor } from '@/components/editor/profile-editor'
import { UnreadableProfile } from '@/components/editor/unreadable-profile'
import { AccountMenu } from '@/components/frame/account-menu'
import { TopBar } from '@/components/frame/top-bar'
import { StillPreview } from '@/components/preview/still-preview'
import { readCapabilities, readCurrentProfile } from '@/lib/server/current-profile'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'

export const metadata: Metadata = { title: 'Edit profile' }

export default async function ProfilePage() {
  const session = await readSession()
  if (!session) redirect('/')
  const server = identifyServer()
  const profile = await readCurrentProfile()
  if (!profile.ok) {
    const { handle } = session
    return (
      <>
        <TopBar server={server} current="profile">
          <AccountMenu server={server} accountId={null} handle={handle} name="" avatarUrl={null} />
        </TopBar>
        <UnreadableProfile server={server} refusal={profile.error} />
      </>
    )
  }
  const { id, handle, name, avatarUrl } = profile.value
  const { capabilities } = await readCapabilities()
  return (
    <>
      <TopBar server={server} current="profile">
        <AccountMenu server={server} accountId={id} handle={handle} name={name} avatarUrl={avatarUrl} />
      </TopBar>
      <EarlyLeaveWarning nonce={(await headers()).get('x-nonce') ?? undefined} />
      <ProfileEditor
        profile={profile.value}
        server={server}
        capabilities={capabilities}
        stillPreview={<StillPreview published={profile.value} />}
      />
    </>
  )
}
