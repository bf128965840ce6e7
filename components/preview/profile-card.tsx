import type { CSSProperties, ReactElement, ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { Elements } from '@/components/ui/elements'
import { initialOf } from '@/components/ui/initial-of'
import { AnyIcon, type IconName } from '@/components/ui/more-icons'
import { Picture } from '@/components/ui/picture'
import { excerptOf } from '@/lib/profile/bounded-text'
import { hexColor } from '@/lib/profile/link-color'
import { normalizeText, splitAtLimit } from '@/lib/profile/text-rules'
import type { TextLimit } from '@/lib/server-kinds'
import { Drawn, LinkedText, websiteOf } from './linked-text'
import { type PreviewSubject, THEME_CLASSES } from './preview-pictures'

interface ProfileCardProps {
  subject: PreviewSubject
  /** Laid over the header. */
  overHeader?: Elements
  /** Whose screen it is drawn for. What the server renders fits the screen on which it is seen. */
  shape?: keyof typeof SHAPES
  /** How a small drawing beside a word comes about, where the usual way is not the right one. */
  drawSign?: (name: IconName, className: string) => ReactElement
}

const drawAsUsual = (name: IconName, className: string) => <AnyIcon name={name} className={className} />

/** The card others see: pictures and texts as they would be published now. */
export function ProfileCard({
  subject,
  overHeader,
  shape = 'desktop',
  drawSign = drawAsUsual,
}: ProfileCardProps) {
  const { published, draft, pictures, kind, theme } = subject
  const { texts, photo } = SHAPES[shape]
  const { textLimits } = kind
  const { handle, joinedAt, isProtected, isVerified } = published
  const name = normalizeText('name', draft.name)
  return (
    <div
      style={shape === 'seen' ? undefined : linkColorStyle(draft.linkColor)}
      className={classNames(
        THEME_CLASSES[theme],
        'relative overflow-hidden rounded-input bg-surface text-ink shadow-card forced-colors:border',
      )}
    >
      <div data-picture="banner" className="relative aspect-3/1 bg-sunk">
        <Picture
          src={pictures.bannerUrl}
          alt="Your header image"
          className="size-full object-cover"
          fallback={<span className="striped block size-full" />}
        />
        {overHeader}
      </div>
      <div className={texts}>
        <div
          data-picture="avatar"
          className={classNames(
            'relative grid place-items-center overflow-hidden rounded-full border-4 border-surface bg-accent-soft',
            photo,
          )}
        >
          <Picture
            src={pictures.avatarUrl}
            alt="Your profile photo"
            className="size-full object-cover"
            fallback={
              <span aria-hidden="true" translate="no" className="text-h1 text-accent font-bold">
                {initialOf(name, handle)}
              </span>
            }
          />
        </div>
        <p className="mt-3 flex flex-wrap items-center gap-x-2 text-h2">
          <bdi translate="no" className="min-w-0 break-words font-bold">
            <LimitedText limit={textLimits.name} text={name || handle} />
          </bdi>
          {isVerified && <Badge drawing={drawSign('badge', 'size-5')} word="Verified" />}
          {isProtected && <Badge drawing={drawSign('lock', 'size-5')} word="Protected posts" />}
        </p>
        <p dir="ltr" translate="no" className="text-hint text-ink-2 rtl:text-end">
          {`@${handle}`}
        </p>
        {draft.bio.trim() !== '' && (
          <p
            dir="auto"
            translate="no"
            className="mt-3 whitespace-pre-wrap break-words text-body [unicode-bidi:plaintext]"
          >
            <LimitedText limit={textLimits.bio} text={normalizeText('bio', draft.bio)}>
              {kind.linksTexts && ((fits) => <LinkedText text={fits} />)}
            </LimitedText>
          </p>
        )}
        <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-button-small text-ink-2 max-sm:flex-col max-sm:flex-nowrap">
          {draft.location.trim() !== '' && (
            <Fact drawing={drawSign('pin', 'size-4')}>
              <LimitedText limit={textLimits.location} text={normalizeText('location', draft.location)} />
            </Fact>
          )}
          {draft.website.trim() !== '' && (
            <Fact drawing={drawSign('link', 'size-4')}>
              <span translate="no">
                <Drawn>{websiteOf(subject)}</Drawn>
              </span>
            </Fact>
          )}
          {joinedAt && (
            <Fact
              drawing={drawSign('calendar', 'size-4')}
            >{`Joined ${MONTH.format(new Date(joinedAt))}`}</Fact>
          )}
        </ul>
      </div>
    </div>
  )
}

/** How large the photo is, and how much room the texts have at their sides. */
const SHAPES = {
  desktop: { texts: 'px-5 pb-6', photo: '-mt-11.5 size-23' },
  phone: { texts: 'px-4 pb-5', photo: '-mt-9.5 size-19' },
  seen: { texts: 'px-4 pb-5 sm:px-5 sm:pb-6', photo: '-mt-9.5 size-19 sm:-mt-11.5 sm:size-23' },
}

/** By script: in what the server renders, the page's policy refuses style attributes. See still-preview.tsx. */
function linkColorStyle(typed: string): CSSProperties & Partial<Record<'--link-color', string>> {
  const color = hexColor(typed)
  return color ? { '--link-color': color } : {}
}

/** One zone for server and browser, so that both write the same month. */
const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

function Badge({ drawing, word }: { drawing: ReactElement; word: string }) {
  return (
    <span className="text-ink-2">
      {drawing}
      <span className="sr-only">{word}</span>
    </span>
  )
}

function Fact({ drawing, children }: { drawing: ReactElement; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-1.5">
      {drawing}
      <bdi className="min-w-0 break-words">{children}</bdi>
    </li>
  )
}

interface LimitedTextProps {
  limit: TextLimit
  text: string
  /** Draws what fits, where it is more than a text. */
  children?: ((fits: string) => ReactElement) | false
}

/** A text as it would be shown, and underlined what is too much of it. */
function LimitedText({ limit, text, children }: LimitedTextProps) {
  const { fits, surplus } = splitAtLimit(text, limit)
  return (
    <>
      {children ? children(fits) : <span>{fits}</span>}
      {surplus && (
        <span className="underline decoration-danger decoration-wavy decoration-from-font underline-offset-4">
          {excerptOf(surplus)}
        </span>
      )}
    </>
  )
}
