import { AccountPlaceholder, TopBar } from '@/components/account/top-bar'
import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { identifyServer } from '@/lib/server/account/server-identity'
import { readSession } from '@/lib/server/auth/session'

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
