import { AnyIcon } from '@/components/ui/more-icons'
import { Note } from '@/components/ui/note'
import { type ReturnPage, startPageFor, wordsForReturnPage } from '@/lib/messages/return-page'
import { asPlace, asSubject, type ServerIdentity } from '@/lib/messages/server-name'
import type { SignInWords } from '@/lib/messages/sign-in-errors'
import { AtSignInAddress, type SignInAddress, SignInButton } from './sign-in-button'
import { SignInNote } from './sign-in-note'

interface WelcomeProps {
  server: ServerIdentity
  /** Where a sign-in has to begin; null where it may begin anywhere. */
  address: SignInAddress | null
  /** What became of a sign-in that did not end on the profile. */
  problem: SignInWords | null
  /** The page that somebody asked for who was not signed in; null for the start page itself. */
  returnTo: ReturnPage | null
  /** Said to somebody who has just signed out. */
  signedOut: 'signed_out' | 'revoked' | null
}

/** What somebody meets who is not signed in: what this is, what it may do, and one button. */
export function Welcome({ server, address, problem, returnTo, signedOut }: WelcomeProps) {
  const signIn = (
    <>
      <SignInButton
        opens="here"
        returnTo={returnTo}
        className="px-7 sm:min-h-14 sm:text-h2-small max-sm:w-full"
      >
        {`Sign in with ${server.kind.name}`}
      </SignInButton>
      <p className="text-hint text-ink-2 max-sm:text-hint-phone">
        {`You sign in on ${asPlace(server)}. Plumage never sees your password.`}
      </p>
    </>
  )
  return (
    <main
      id="content"
      tabIndex={-1}
      className="page-width grid items-start gap-x-16 gap-y-5 pt-4 pb-16 sm:pt-12 xl:gap-x-24 lg:grid-cols-[minmax(0,640fr)_minmax(0,561fr)]"
    >
      {/* On a phone it would push what went wrong out of sight. */}
      <div className={problem ? 'max-lg:hidden lg:order-last' : 'lg:order-last'}>
        <FeatherIllustration />
      </div>
      <div>
        <h1 className="text-headline-phone sm:text-headline">See your profile before anyone else does.</h1>
        <p className="mt-3 max-w-160 text-lead text-pretty text-ink-2 max-sm:text-h3 sm:mt-5">
          Edit your name, bio, location, website, photo, header and background. See the result as others will.
          Then publish exactly that.
        </p>
        {problem && <SignInNote problem={problem} server={server} className="mt-6" />}
        {returnTo && !problem && <Note tone="info" title={wordsForReturnPage(returnTo)} className="mt-6" />}
        {signedOut && !problem && (
          <Note tone="success" title="You are signed out." className="mt-6">
            {signedOut === 'revoked'
              ? 'The server confirmed that Plumage no longer has access to your account.'
              : 'Plumage keeps its access to your account until you remove it in your account’s settings.'}
          </Note>
        )}
        <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-2.5 sm:mt-8">
          {address ? (
            <AtSignInAddress
              address={address}
              elsewhere={<OtherAddress origin={address.origin} returnTo={returnTo} />}
            >
              {signIn}
            </AtSignInAddress>
          ) : (
            signIn
          )}
        </div>
        <ServerNotice server={server} />
        <hr className="mt-8 border-line sm:mt-10" />
        <div className="mt-7 grid gap-x-8 gap-y-7 sm:grid-cols-2">
          <PromiseList
            title="What it does"
            kind="does"
            promises={[
              'Reads your profile when you open it',
              'Changes name, bio, location, website and pictures',
              'Shows every change before it is sent',
            ]}
          />
          <PromiseList
            title="What it never does"
            kind="never"
            promises={[
              'Post, follow, like or read messages',
              'Send anything you have not seen in the review',
              'Store your password or your data on a server',
            ]}
          />
        </div>
        <p className="mt-6 max-w-140 text-hint text-ink-2 max-sm:text-hint-phone">
          {server.host === 'other' || server.kind.id !== 'x'
            ? `${asSubject(server)} may ask you for broader access than Plumage uses. You can remove it in your settings there.`
            : 'X asks you for broader access than Plumage uses. You can remove it at any time under “Connected apps” in X’s settings.'}
        </p>
      </div>
    </main>
  )
}

/** Leads somebody who opened this page under another address to the one where a sign-in can end. */
function OtherAddress({ origin, returnTo }: { origin: string; returnTo: ReturnPage | null }) {
  return (
    <Note tone="warning" title="You can’t sign in at this address." className="max-w-155">
      Open{' '}
      <a
        href={`${origin}${startPageFor(returnTo)}`}
        className="font-strong text-accent underline underline-offset-4"
      >
        {origin}
      </a>{' '}
      and sign in there. If that address is wrong, this site’s owner can change it (<code>NEXTAUTH_URL</code>
      ).
    </Note>
  )
}

function ServerNotice({ server }: { server: ServerIdentity }) {
  const { kind } = server
  switch (server.host) {
    case 'x':
      return null
    case 'sandbox':
      return (
        <Note tone="sandbox" title="This copy is connected to a sandbox." className="mt-6 max-w-155">
          {`It emulates ${kind.name} on this machine. Sign in as @wren, @kestrel or @jay without a password. Nothing reaches ${kind.id === 'x' ? 'X' : 'a real server'}.`}
        </Note>
      )
    case 'other':
      return (
        <Note tone="info" title={`This copy is connected to ${server.name}.`} className="mt-6 max-w-155">
          {kind.id === 'x'
            ? 'It uses the same API as X. Nothing reaches X.'
            : `It runs ${kind.name}. What you publish there is public at once.`}
        </Note>
      )
  }
}

interface PromiseListProps {
  title: string
  kind: 'does' | 'never'
  promises: string[]
}

/** What the product does, or never does; both lists have the same weight, so the crosses are grey. */
function PromiseList({ title, kind, promises }: PromiseListProps) {
  return (
    <section>
      <h2 className="text-h2-small">{title}</h2>
      <ul className="mt-3 flex flex-col gap-2">
        {promises.map((promise) => (
          <li key={promise} className="flex gap-3">
            <AnyIcon
              name={kind === 'does' ? 'check' : 'cross'}
              className={kind === 'does' ? 'mt-0.5 text-success' : 'mt-0.5 text-ink-2'}
            />
            <span>{promise}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The quills end at x 25, 172 and 323 of the drawing's 440. */
const LABELS = [
  { label: 'Profile photo', place: 'left-[5.68%]' },
  { label: 'Header image', place: 'left-[39.1%]' },
  { label: 'Background image', place: 'left-[73.4%]' },
]

/** The three pictures of a profile as three feathers. Decoration beside its labels. */
function FeatherIllustration() {
  return (
    <div className="leaf-sign-in bg-surface px-6 py-4 shadow-panel lg:px-9 lg:py-12 xl:px-15 forced-colors:border">
      <div className="mx-auto w-full max-w-110">
        <img
          src="/feathers.svg"
          alt=""
          width={440}
          height={512}
          className="mx-auto h-auto max-lg:h-44 max-lg:w-auto"
        />
        <ul className="relative mt-2 h-14 text-hint font-firm text-ink-2 max-lg:hidden xl:text-note">
          {LABELS.map(({ label, place }) => (
            <li
              key={label}
              className={`absolute flex -translate-x-1/2 flex-col items-center gap-3 whitespace-nowrap ${place}`}
            >
              <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
              <span>{label}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
