import type { ReactNode } from 'react'
import type { Elements } from '@/components/ui/elements'

export const CAPTION = 'A close preview of your profile.'

/** The ground a card is mounted on. */
export const GROUND_SHAPE =
  'relative overflow-hidden rounded-[4px_16px_4px_4px] px-3 py-12 sm:px-16 sm:py-28 lg:px-[11.5%]'

interface PreviewFrameProps {
  /** The switch of views; its place is kept until it comes. */
  views?: Elements
  caption: ReactNode
  /** At the end of the caption's line. */
  captionTool?: Elements
  /** Below the plate. */
  below?: Elements
  children: Elements
}

/** The mount of every preview: its heading, the plate, and the caption inside the plate. */
export function PreviewFrame({ views, caption, captionTool, below, children }: PreviewFrameProps) {
  return (
    <section aria-labelledby="preview-heading">
      {/* As high as the switch. */}
      <div className="mb-4 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 max-sm:min-h-12">
        <h2 id="preview-heading" className="text-h2-small">
          As others see it
        </h2>
        {views}
      </div>
      <figure className="leaf-panel bg-surface p-3 shadow-panel forced-colors:border">
        {children}
        <figcaption className="flex flex-wrap items-baseline gap-x-4 px-1.5 pt-2 text-hint text-ink-2 max-sm:text-hint-phone">
          <span className="min-w-0 flex-1 basis-56">{caption}</span>
          {captionTool}
        </figcaption>
      </figure>
      {below}
    </section>
  )
}
