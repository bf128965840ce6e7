import { useEffect, useState } from 'react'

type MoreViews = typeof import('./more-views')['MORE_VIEWS']

/** Everything beyond the desktop's view, fetched once the page stands; null until then, and where it cannot be had. */
export function useMoreViews(): MoreViews | null {
  const [views, setViews] = useState<MoreViews | null>(null)
  useEffect(() => {
    import('./more-views').then(
      (loaded) => setViews(loaded.MORE_VIEWS),
      // The desktop's view says the same; nobody loses anything.
      () => undefined,
    )
  }, [])
  return views
}
