import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'

interface ReviewFootProps {
  /** What there is to say beside the buttons. */
  children: ReactNode
  isPublishing: boolean
  /** Null where nothing is left that could be stopped. */
  stop: { isAsked: boolean; ask: () => void } | null
  onKeepEditing: () => void
  onPublish: () => void
}

/** The foot of the review: what is so, and the way on, back, or to a stop. */
export function ReviewFoot({ children, isPublishing, stop, onKeepEditing, onPublish }: ReviewFootProps) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-4 max-sm:flex-col max-sm:items-stretch sm:px-9">
      <p role="status" className="me-auto text-hint text-ink-2 max-sm:text-hint-phone max-sm:empty:hidden">
        {children}
      </p>
      {stop && (
        <Button tone="quiet" isBusy={stop.isAsked} onClick={stop.ask}>
          Stop after this part
        </Button>
      )}
      <Button tone="second" onClick={onKeepEditing} className="max-sm:order-last">
        Keep editing
      </Button>
      <Button tone="main" isBusy={isPublishing} onClick={onPublish}>
        {isPublishing ? 'Publishing' : 'Publish'}
      </Button>
    </div>
  )
}
