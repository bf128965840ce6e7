import { Button } from '@/components/ui/button'
import { Sign } from '@/components/ui/sign'
import type { useUndo } from './use-undo'

/** One step back, one step forth. They keep their place and the focus when there is no step left. */
export function UndoButtons({ canUndo, canRedo, undo, redo }: ReturnType<typeof useUndo>) {
  return (
    <div className="flex gap-1">
      <Button
        tone="quiet"
        size="small"
        onClick={undo}
        aria-disabled={!canUndo || undefined}
        className={FADED}
      >
        <Sign name="undo" />
        Undo
      </Button>
      <Button
        tone="quiet"
        size="small"
        onClick={redo}
        aria-disabled={!canRedo || undefined}
        className={FADED}
      >
        <Sign name="undo" className="-scale-x-100" />
        Redo
      </Button>
    </div>
  )
}

const FADED = 'max-sm:px-2 aria-disabled:text-ink-2 aria-disabled:hover:bg-transparent'
