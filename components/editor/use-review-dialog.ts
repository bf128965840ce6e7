import { useEffect, useState } from 'react'
import type { ReviewDialog } from '@/components/publish/review-dialog'

const load = () => import('@/components/publish/review-dialog')

/**
 * The review and all that publishes, fetched when there is something to review. That it cannot be fetched must not cost
 * anybody their edits.
 */
export function useReviewDialog(isWanted: boolean) {
  const [Component, setComponent] = useState<typeof ReviewDialog | null>(null)
  const [isOpen, setIsOpen] = useState(false)

  useEffect(() => {
    // A failure is no news yet; `open` tries again and tells.
    if (isWanted) load().catch(() => undefined)
  }, [isWanted])

  /** Opens it if there is something to review, which is asked once more when it has come. */
  async function open(isAnything: () => boolean): Promise<'opened' | 'nothing' | 'not_loaded'> {
    if (!isAnything()) return 'nothing'
    const loaded = await load().catch(() => null)
    if (!isAnything()) return 'nothing'
    if (!loaded) return 'not_loaded'
    setComponent(() => loaded.ReviewDialog)
    setIsOpen(true)
    return 'opened'
  }

  return { Component, isOpen, open, reopen: () => setIsOpen(true), close: () => setIsOpen(false) }
}
