import { useEffect, useState } from 'react'
import type { PreviewView } from './preview-switch'

type MoreViews = typeof import('./more-views')['MORE_VIEWS']
const load = () => import('./more-views').then(({ MORE_VIEWS }) => MORE_VIEWS)

/** Below this width the preview has the screen to itself, and the screen is a phone's. */
const PHONE = '(max-width: 39.99rem)'

/**
 * Which view is shown. All but the desktop's are fetched once the page stands; until they have come, and where they
 * cannot be had, the desktop's stays.
 */
export function usePreviewView() {
  const [views, setViews] = useState<MoreViews | null>(null)
  const [wanted, setWanted] = useState<PreviewView>('desktop')
  const [isMissing, setIsMissing] = useState(false)

  useEffect(() => {
    load().then(
      (loaded) => {
        setViews(loaded)
        if (matchMedia(PHONE).matches) setWanted('phone')
      },
      // No news until somebody asks for one of them.
      () => undefined,
    )
  }, [])

  function showView(next: PreviewView) {
    setWanted(next)
    if (views || next === 'desktop') return setIsMissing(false)
    load().then(
      (loaded) => {
        setViews(loaded)
        setIsMissing(false)
      },
      () => setIsMissing(true),
    )
  }

  return { views, view: views ? wanted : 'desktop', isMissing, showView } as const
}
