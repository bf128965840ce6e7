import { classNames } from '@/components/ui/class-names'
import { initialOf } from '@/components/ui/initial-of'
import { Picture } from '@/components/ui/picture'
import { normalizeText } from '@/lib/profile/text-rules'
import { type PreviewSubject, THEME_CLASSES } from './preview-pictures'

/** As large as X shows a photo: on the profile's page, its card, in a timeline, and in the smallest lists. Pixels, whatever the size of text. */
const SIZES = ['size-[134px]', 'size-[73px]', 'size-[48px]', 'size-[24px]']

/** The photo in its sizes, true to the pixel, and beside a post. */
export function PhotoSizes({ subject }: { subject: PreviewSubject }) {
  const { published, draft, pictures } = subject
  const name = normalizeText('name', draft.name) || published.handle
  const initial = initialOf(name, published.handle)
  return (
    <div
      className={classNames(
        THEME_CLASSES[subject.theme],
        'mt-4 rounded-panel bg-surface p-3 text-ink shadow-panel forced-colors:border sm:p-5',
      )}
    >
      <div className="flex flex-wrap items-end gap-2 sm:gap-3">
        {SIZES.map((size) => (
          <Photo key={size} url={pictures.avatarUrl} initial={initial} size={size} />
        ))}
      </div>
      {/* A line of its own, so that a name of usual length is whole. */}
      <div className="mt-4 border-t border-line pt-4">
        <div className="flex gap-3">
          <Photo url={pictures.avatarUrl} initial={initial} size="size-[48px]" />
          <div className="min-w-0 flex-1">
            {/* Drawn and not written: the name is to be read and found once, in the card above. */}
            <p aria-hidden="true" translate="no" className="truncate text-button-small">
              <bdi data-name={name} className="font-bold before:content-[attr(data-name)]" />{' '}
              <bdi dir="ltr" className="text-ink-2">
                {`@${published.handle}`}
              </bdi>
            </p>
            <div className="mt-2 h-2 rounded-chip bg-line forced-colors:border" />
            <div className="mt-2 h-2 w-2/3 rounded-chip bg-line forced-colors:border" />
          </div>
        </div>
      </div>
      <p className="mt-4 text-hint text-ink-2 max-sm:text-hint-phone">
        Your photo wherever it is shown, and beside a post.
      </p>
      {/* Its room is kept while there is no photo. */}
      <div className="mt-1 min-h-6 max-sm:min-h-11">
        {pictures.avatarUrl && (
          <details>
            <summary className="min-h-6 w-fit cursor-pointer text-button-small font-firm text-accent hover:underline max-sm:min-h-11 max-sm:content-center">
              Opened large
            </summary>
            <div className="pt-3">
              <Photo
                url={pictures.avatarUrl}
                initial={initial}
                size="aspect-square w-full max-w-[400px]"
                isOpenedLarge
              />
            </div>
          </details>
        )}
      </div>
    </div>
  )
}

interface PhotoProps {
  url: string | null
  initial: string
  /** As classes. */
  size: string
  isOpenedLarge?: boolean
}

function Photo({ url, initial, size, isOpenedLarge = false }: PhotoProps) {
  return (
    <div
      data-picture="avatar"
      className={`${size} grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft`}
    >
      <Picture
        src={url}
        alt=""
        className="size-full object-cover"
        isOpenedLarge={isOpenedLarge}
        fallback={
          <span aria-hidden="true" translate="no" className="text-tag font-bold text-accent">
            {initial}
          </span>
        }
      />
    </div>
  )
}
