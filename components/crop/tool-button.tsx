import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Drawing } from '@/components/ui/illustration'

interface ToolButtonProps {
  /** What it does, as it is read out. */
  name: string
  onPress: () => void
  /** Nothing is left to do; the button keeps the focus and its place. */
  isAtEnd?: boolean
  className?: string
  children: ReactNode
}

/** A square button with a drawing, for what is done again and again. */
export function ToolButton({ name, onPress, isAtEnd = false, className, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-disabled={isAtEnd || undefined}
      onClick={() => {
        if (!isAtEnd) onPress()
      }}
      className={classNames(
        'grid size-11 shrink-0 place-items-center rounded-input border bg-surface max-sm:size-12 max-[20rem]:size-9',
        isAtEnd
          ? 'border-line text-line-strong forced-colors:text-[GrayText]'
          : 'border-line-strong hover:border-ink',
        className,
      )}
    >
      {children}
    </button>
  )
}

interface QuietToolProps {
  outline: string
  onPress: () => void
  children: ReactNode
}

/** A quiet button with a drawing and words. */
export function QuietTool({ outline, onPress, children }: QuietToolProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-11 items-center gap-2.5 rounded-input px-2.5 text-start text-button-small font-firm hover:bg-sunk"
    >
      <Drawing outline={outline} />
      <span>{children}</span>
    </button>
  )
}
