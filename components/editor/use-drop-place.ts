import { useEffect, useState } from 'react'
import type { DropListener, DropPlace } from './drop-listener'

/** The drop zone's code, fetched once the page stands. Without it a file can still be chosen. */
export function useDropPlace() {
  const [Listener, setListener] = useState<typeof DropListener | null>(null)
  const [place, setPlace] = useState<DropPlace | null>(null)

  useEffect(() => {
    import('./drop-listener').then(
      (loaded) => setListener(() => loaded.DropListener),
      () => undefined,
    )
  }, [])

  return { Listener, setPlace, rootProps: place?.rootProps, fileIs: place?.fileIs ?? 'nowhere' }
}
