import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { Segmented } from '@/components/ui/segmented'
import {
  CLASSIC_SCREEN_WIDTHS_PIXELS,
  type ClassicScreenWidth,
  seenBesideColumnInWords,
} from '@/lib/profile/classic-page'
import { ClassicPage } from './classic-page'
import type { PreviewSubject } from './preview-pictures'
import { usePictureSize } from './use-picture-size'

/** Of the screens of that time: 1366 × 768, less what a browser took. */
const SCREEN_ASPECT = 1366 / 800

const SCREEN_WIDTHS = CLASSIC_SCREEN_WIDTHS_PIXELS.map((width) => ({ value: width, name: `${width}` }))

interface ClassicViewProps {
  subject: PreviewSubject
  showsCovered: boolean
}

/** The page as it once was, on a screen as wide as chosen, made small to fit. */
export function ClassicView({ subject, showsCovered }: ClassicViewProps) {
  const [screenWidth, setScreenWidth] = useState<ClassicScreenWidth>(1366)
  const place = useRef<HTMLDivElement>(null)
  const scale = useWidth(place) / screenWidth
  const { backgroundUrl } = subject.pictures
  const { tileBackground } = subject.draft
  const heightPixels = Math.round(screenWidth / SCREEN_ASPECT)
  const size = usePictureSize(backgroundUrl)
  return (
    <>
      <div
        ref={place}
        className="relative overflow-hidden rounded-[4px_16px_4px_4px]"
        style={{ aspectRatio: SCREEN_ASPECT }}
      >
        {/* What a pointer does with the ground itself, for the keyboard: see picture-row.tsx. */}
        <button
          type="button"
          data-picture="background"
          aria-label={subject.draft.background ? 'Crop the background image' : 'Choose a background image'}
          className="focus-visible:picture-ring pointer-events-none absolute inset-0 z-10 rounded-[inherit]"
        />
        <div aria-hidden="true" className="origin-top-left" style={{ transform: `scale(${scale})` }}>
          <ClassicPage
            subject={subject}
            widthPixels={screenWidth}
            heightPixels={heightPixels}
            showsCovered={showsCovered}
          />
        </div>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-1.5">
        <span aria-hidden="true" className="text-hint text-ink-2">
          Screen width
        </span>
        <Segmented
          label="Screen width"
          choices={SCREEN_WIDTHS}
          value={screenWidth}
          onChoose={setScreenWidth}
          className="flex flex-wrap"
        />
      </div>
      <p role="status" className="mt-2 min-h-15 px-1.5 text-hint max-sm:text-hint-phone">
        {backgroundUrl
          ? size && seenBesideColumnInWords({ widthPixels: screenWidth, heightPixels }, size, tileBackground)
          : 'No background picture is shown, only its colour.'}
      </p>
    </>
  )
}

/** How wide an element is on the screen, in CSS pixels; 0 until it stands. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPixels, setWidthPixels] = useState(0)
  useLayoutEffect(() => {
    if (!element.current) return
    setWidthPixels(element.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidthPixels(entry.contentRect.width)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return widthPixels
}
