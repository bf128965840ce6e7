import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { AccountPlaceholder, TopBar } from '@/components/account/top-bar'
import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { LazyProfileEditor } from '@/components/editor/lazy-profile-editor'
import { PartNotice } from '@/components/editor/part-notice'
import { StillPreview } from '@/components/preview/still-preview'
import { InOnePiece } from '@/components/ui/in-one-piece'
import { startPageFor } from '@/lib/messages/return-page'
import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'
import type { Capabilities } from '@/lib/profile/capabilities'
import { PARTS } from '@/lib/profile/slots'
import { readCapabilities, readCurrentProfile } from '@/lib/server/account/current-profile'
import { readSession } from '@/lib/server/auth/session'
import { identifyServer } from '@/lib/server/env'
import { SignedInPage } from '../signed-in-page'

export const metadata: Metadata = { title: 'Edit profile' }

/** A person waits this long for a page without wondering; what comes later has a placeholder painted before it. */
const SOON_MILLISECONDS = 600

interface ProfilePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ProfilePage(props: ProfilePageProps) {
  const session = await readSession()
  // Asked here too, because below a placeholder a redirect is no longer a real one.
  if (!session) redirect(startPageFor('/profile'))
  // Without a placeholder the header picture is in the first paint; with one, React holds it back until scripts have run.
  if (await comesSoon(readCurrentProfile())) return <EditProfile {...props} />
  return (
    <Suspense fallback={<Loading handle={session.handle} />}>
      <EditProfile {...props} />
    </Suspense>
  )
}

async function EditProfile({ searchParams }: ProfilePageProps) {
  const capabilities = await readCapabilities()
  const { error, until } = await searchParams
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <SignedInPage
      current="profile"
      signInError={typeof error === 'string' ? error : undefined}
      retryAt={typeof until === 'string' ? until : undefined}
    >
      {(profile, server) => (
        <LazyProfileEditor
          profile={profile}
          server={server}
          capabilities={capabilities}
          stillPreview={<StillPreview published={profile} kind={server.kind} nonce={nonce} />}
          partNotices={partNotices(capabilities, server)}
          destination={<Destination server={server} handle={profile.handle} />}
        />
      )}
    </SignedInPage>
  )
}

/** Where the profile will be published. Rendered by the server, which spares the first load its sentences. */
function Destination({ server, handle }: { server: ServerIdentity; handle: string }) {
  return (
    <p className="text-pretty text-ink-2">
      <span>{destinationSentence(server, handle).short}</span>
      {server.host === 'sandbox' && (
        <span className="max-sm:hidden">{` Nobody else sees it, and nothing reaches ${server.kind.name}.`}</span>
      )}
    </p>
  )
}

/** Shown while the server is asked for the profile; who it is for stands in the session. */
function Loading({ handle }: { handle: string }) {
  return (
    <>
      <TopBar server={identifyServer()} current="profile">
        <AccountPlaceholder handle={handle} />
      </TopBar>
      <EditorPlaceholder />
    </>
  )
}

/** Whether it is there within the time that a page is waited for. It is cached, and so asked once. */
async function comesSoon(profile: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), SOON_MILLISECONDS)
  })
  const isSoon = await Promise.race([profile.then(() => true), late])
  clearTimeout(timer)
  return isSoon
}

/** What is said at parts that the server does not take, so that it is there with the first paint. */
const partNotices = (capabilities: Capabilities, server: ServerIdentity) =>
  Object.fromEntries(
    PARTS.filter((part) => !capabilities[part].accepts).map((part) => [
      part,
      <InOnePiece key={part}>
        <PartNotice part={part} capability={capabilities[part]} server={server} />
      </InOnePiece>,
    ]),
  )
