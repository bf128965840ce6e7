import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { AccountPlaceholder } from '@/components/frame/account-placeholder'
import { TopBar } from '@/components/frame/top-bar'
import { identifyServer } from '@/lib/server/server-identity'
import { readSession } from '@/lib/server/session'

/** Shown while the server is asked for the profile; who it is for stands in the session. */
export default async function ProfileLoading() {
  const session = await readSession()
  return (
    <>
      <TopBar server={identifyServer()} current="profile">
        {session && <AccountPlaceholder handle={session.handle} />}
      </TopBar>
      <EditorPlaceholder />
    </>
  )
}
