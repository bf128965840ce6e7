import type { ReactNode, Ref } from 'react'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { classNames } from './class-names'
import { AnyIcon, type IconName } from './more-icons'

const TONES = {
  success: { ground: 'bg-success-soft', sign: 'check', colour: 'text-success' },
  warning: { ground: 'bg-warning-soft', sign: 'triangle', colour: 'text-warning' },
  info: { ground: 'bg-info-soft', sign: 'info', colour: 'text-info' },
  sandbox: { ground: 'bg-sand-soft', sign: 'box', colour: 'text-ink' },
  danger: { ground: 'bg-danger-soft', sign: 'octagon', colour: 'text-danger' },
} as const satisfies Record<string, { ground: string; sign: IconName; colour: string }>

interface NoteProps {
  tone: keyof typeof TONES
  /** The first sentence, in bold. */
  title: string
  children?: ReactNode
  /** For a place whose room is kept while nothing is said there. */
  isSlim?: boolean
  /** Something failed: screen readers tell it at once. */
  isAlert?: boolean
  className?: string | undefined
  ref?: Ref<HTMLDivElement>
}

/** A message that stays in the page: soft ground, a sign, the first sentence in bold. */
export function Note({ tone, title, children, isSlim = false, isAlert = false, className, ref }: NoteProps) {
  const { ground, sign, colour } = TONES[tone]
  return (
    <div
      ref={ref}
      role={isAlert ? 'alert' : undefined}
      className={classNames(
        'flex gap-3 rounded-button text-note forced-colors:border',
        isSlim ? 'px-3 py-2' : 'px-4 py-3',
        ground,
        className,
      )}
    >
      <AnyIcon name={sign} className={classNames('mt-0.5', colour, isSlim && 'max-sm:hidden')} />
      <p className="min-w-0 wrap-anywhere">
        <strong className="font-strong">{title}</strong> <span>{children}</span>
      </p>
    </div>
  )
}

/** What keeps something from being stored on this device, or read from it. */
export function StorageProblemNote({ problem, className }: { problem: StorageProblem; className?: string }) {
  const { title, action } = wordsForStorageProblem(problem)
  return (
    <Note tone="warning" title={title} className={className}>
      {action}
    </Note>
  )
}
