import type { ReactNode } from 'react'
import type { Elements } from '@/components/ui/elements'

export const CAPTION = 'A close preview of your profile.'
export const BACKGROUND_OFF = 'The background image is switched off.'

/** The ground a card is mounted on. Beside the form it is as high as the card of full texts needs, which then moves nothing. */
export const GROUND_SHAPE =
  'relative overflow-hidden rounded-[4px_16px_4px_4px] px-3 py-12 sm:px-16 sm:py-28 lg:px-[11.5%] lg:pt-20 lg:pb-10 lg:min-h-[calc(24.6cqw+33rem)] xl:min-h-[calc(24.6cqw+30rem)]'

interface PreviewFrameProps {
  /** The switches of views and themes; their place is kept until they come. */
  views?: Elements
  caption: ReactNode
  /** What else is to know, on a line of its own that is always there. */
  remark?: string | null
  /** At the end of the caption's line. */
  captionTool?: Elements
  /** Below the plate. */
  below?: Elements
  children: Elements
}

/** The mount of every preview: its heading, the plate, and the caption inside the plate. */
export function PreviewFrame({ views, caption, remark, captionTool, below, children }: PreviewFrameProps) {
  return (
    <section aria-labelledby="preview-heading" className="@container">
      <h2 id="preview-heading" className="text-h2-small">
        As others see it
      </h2>
      {/* As high as the switches. */}
      <div className="mt-2 mb-4 flex min-h-10 flex-wrap items-center justify-between gap-2 max-sm:min-h-12">
        {views}
      </div>
      <figure className="leaf-panel bg-surface p-3 shadow-panel forced-colors:border">
        {children}
        <figcaption className="flex flex-wrap items-baseline gap-x-4 px-1.5 pt-2 text-hint text-ink-2 max-sm:text-hint-phone">
          <span className="min-w-0 flex-1 basis-56">{caption}</span>
          {captionTool}
          <span className="min-h-5 basis-full">{remark}</span>
        </figcaption>
      </figure>
      {below}
    </section>
  )
}
