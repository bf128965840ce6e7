import { cssUrl } from '@/components/ui/css-url'
import { Picture } from '@/components/ui/picture'
import { CLASSIC_BAR_HEIGHT_PIXELS, CLASSIC_COLUMN_WIDTH_PIXELS } from '@/lib/profile/classic-page'
import { segmentText } from '@/lib/profile/text-entities'
import { normalizeText } from '@/lib/profile/text-rules'
import { websiteOf } from './linked-text'
import type { PreviewSubject } from './preview-pictures'

interface ClassicPageProps {
  subject: PreviewSubject
  widthPixels: number
  heightPixels: number
  /** Lets the background show through what covers it. */
  showsCovered: boolean
}

/** The page as it was from 2012 to 2014, at its true size. The person's colours are the same in every theme. */
export function ClassicPage({ subject, widthPixels, heightPixels, showsCovered }: ClassicPageProps) {
  const { published, draft, pictures } = subject
  const cover = showsCovered ? 'veiled' : 'classic-paper'
  return (
    <div
      data-picture="background"
      data-behind
      className="overflow-hidden"
      style={{
        width: widthPixels,
        height: heightPixels,
        backgroundColor: published.backgroundColor,
        backgroundImage: pictures.backgroundUrl ? cssUrl(pictures.backgroundUrl) : undefined,
        backgroundRepeat: draft.tileBackground ? 'repeat' : 'no-repeat',
        // At its true size from the left, under the bar. It stayed there while the page scrolled.
        backgroundPosition: `0 ${CLASSIC_BAR_HEIGHT_PIXELS}px`,
      }}
    >
      <div className="bg-under-picture" style={{ height: CLASSIC_BAR_HEIGHT_PIXELS }} />
      <div className={`mx-auto h-full p-[14px] ${cover}`} style={{ width: CLASSIC_COLUMN_WIDTH_PIXELS }}>
        {!showsCovered && (
          <div className="flex gap-[14px]">
            <div className="w-[306px] space-y-[14px]">
              <Lines count={5} />
              <Lines count={3} />
            </div>
            <div className="flex-1">
              <Identity subject={subject} />
              <Lines count={9} />
            </div>
          </div>
        )}
      </div>
    </div>
  )
}

/** The header with the photo in its middle, and the texts over it. */
function Identity({ subject }: { subject: PreviewSubject }) {
  const { published, draft, pictures, kind } = subject
  const place = [normalizeText('location', draft.location), websiteOf(subject)].filter(Boolean)
  const bio = normalizeText('bio', draft.bio)
  return (
    <div
      translate="no"
      data-picture="banner"
      className="relative mb-[14px] grid h-[260px] place-content-center justify-items-center gap-[4px] overflow-hidden rounded-input bg-under-picture px-[40px] text-center text-[16px] leading-[22px] text-on-picture"
    >
      <Picture
        src={pictures.bannerUrl}
        alt=""
        className="absolute size-full object-cover opacity-60"
        fallback={null}
      />
      <div
        data-picture="avatar"
        className="relative size-[81px] overflow-hidden rounded-input border-4 border-on-picture"
      >
        <Picture src={pictures.avatarUrl} alt="" className="size-full object-cover" fallback={null} />
      </div>
      <p className="relative text-[24px] leading-[30px] font-bold">
        <bdi>{normalizeText('name', draft.name) || published.handle}</bdi>
      </p>
      <p className="relative">{`@${published.handle}`}</p>
      <p dir="auto" className="relative line-clamp-3 max-w-[420px]">
        {kind.linksTexts
          ? segmentText(bio)
              .map(({ text }) => text)
              .join('')
          : bio}
      </p>
      <p className="relative font-bold">{place.join(' · ')}</p>
    </div>
  )
}

function Lines({ count }: { count: number }) {
  return (
    <div className="space-y-[18px] rounded-input border border-[#ded6d1] p-[18px]">
      {Array.from({ length: count }, (_, line) => line).map((line) => (
        <div
          key={line}
          className="h-[12px] rounded-chip bg-[#ece7e3]"
          style={{ width: `${95 - (line % 3) * 20}%` }}
        />
      ))}
    </div>
  )
}
