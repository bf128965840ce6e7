import type { ReactNode } from 'react'
import { initialOf } from '@/components/ui/initial-of'
import { Picture } from '@/components/ui/picture'
import { Sign, type SignName } from '@/components/ui/sign'
import type { Draft } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { displayAddress, normalizeText } from '@/lib/text-rules'
import { LimitedText } from './limited-text'

/** The card others see: the published pictures, and the texts as they would be published now. */
export function ProfileCard({ published, draft }: { published: Profile; draft: Draft }) {
  const { handle, avatarUrl, bannerUrl, joinedAt, isProtected, isVerified } = published
  const name = normalizeText('name', draft.name)
  return (
    <div className="overflow-hidden rounded-input bg-surface shadow-card forced-colors:border">
      <div className="aspect-3/1 bg-sunk">
        <Picture
          src={bannerUrl}
          alt="Your header image"
          className="size-full object-cover"
          fallback={<span className="hatched block size-full" />}
        />
      </div>
      <div className="px-5 pb-6">
        <div className="relative -mt-11.5 grid size-23 place-items-center overflow-hidden rounded-full border-4 border-surface bg-accent-soft">
          <Picture
            src={avatarUrl}
            alt="Your profile photo"
            className="size-full object-cover"
            fallback={
              <span aria-hidden="true" className="text-h1 text-accent font-bold">
                {initialOf(name, handle)}
              </span>
            }
          />
        </div>
        <p className="mt-3 flex flex-wrap items-center gap-x-2 text-h2">
          <bdi className="min-w-0 break-words font-bold">
            <LimitedText field="name" text={name || handle} />
          </bdi>
          {isVerified && <Badge sign="seal" word="Verified" />}
          {isProtected && <Badge sign="lock" word="Protected posts" />}
        </p>
        <p dir="ltr" className="text-hint text-ink-2 rtl:text-end">
          @{handle}
        </p>
        {draft.bio.trim() !== '' && (
          <p dir="auto" className="mt-3 whitespace-pre-wrap break-words text-body [unicode-bidi:plaintext]">
            <LimitedText field="bio" text={normalizeText('bio', draft.bio)} />
          </p>
        )}
        <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-button-small text-ink-2 max-sm:flex-col max-sm:flex-nowrap">
          {draft.location.trim() !== '' && (
            <Fact sign="pin">
              <LimitedText field="location" text={normalizeText('location', draft.location)} />
            </Fact>
          )}
          {draft.website.trim() !== '' && (
            <Fact sign="link">
              <span className="font-strong text-accent">{displayAddress(draft.website)}</span>
            </Fact>
          )}
          {joinedAt && <Fact sign="calendar">Joined {MONTH.format(new Date(joinedAt))}</Fact>}
        </ul>
      </div>
    </div>
  )
}

/** One zone for server and browser, so that both write the same month. */
const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

function Badge({ sign, word }: { sign: SignName; word: string }) {
  return (
    <span className="text-ink-2">
      <Sign name={sign} className="size-5" />
      <span className="sr-only">{word}</span>
    </span>
  )
}

function Fact({ sign, children }: { sign: SignName; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-1.5">
      <Sign name={sign} className="size-4" />
      <bdi className="min-w-0 break-words">{children}</bdi>
    </li>
  )
}
