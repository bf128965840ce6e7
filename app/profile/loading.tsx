import { AccountPlaceholder, TopBar } from '@/components/account/top-bar'
import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { readSession } from '@/lib/server/auth/session'
import { identifyServer } from '@/lib/server/env'

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
