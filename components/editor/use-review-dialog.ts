import { useEffect, useState } from 'react'
import type { ReviewDialog } from '@/components/review/review-dialog'

const load = () => import('@/components/review/review-dialog')

/**
 * The review and all that publishes, fetched when there is something to review. `open` gives false when it cannot
 * be fetched, which must not cost anybody their edits.
 */
export function useReviewDialog(isWanted: boolean) {
  const [Component, setComponent] = useState<typeof ReviewDialog | null>(null)
  const [isOpen, setIsOpen] = useState(false)

  useEffect(() => {
    // A failure is no news yet; `open` tries again and tells.
    if (isWanted) load().catch(() => undefined)
  }, [isWanted])

  async function open(): Promise<boolean> {
    const loaded = await load().catch(() => null)
    if (!loaded) return false
    setComponent(() => loaded.ReviewDialog)
    setIsOpen(true)
    return true
  }

  return { Component, isOpen, open, close: () => setIsOpen(false) }
}
