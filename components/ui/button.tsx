import type { ComponentProps } from 'react'
import { classNames } from './class-names'

const SHAPE = 'inline-flex items-center justify-center gap-2 text-center transition-colors'

const SIZES = {
  normal: 'text-button font-strong px-5 py-2.5 min-h-11 max-sm:min-h-12',
  small: 'rounded-input text-button-small font-firm px-3.5 py-2 min-h-11 min-[20rem]:whitespace-nowrap',
} as const

const TONES = {
  main: 'leaf-button bg-accent text-on-accent hover:bg-accent-strong aria-busy:bg-sunk aria-busy:text-ink-2 aria-busy:inset-ring aria-busy:inset-ring-line-strong forced-colors:border',
  second: 'rounded-button border border-line-strong bg-surface text-ink hover:border-ink',
  quiet: 'rounded-button text-ink hover:bg-sunk',
  danger: 'rounded-button text-danger hover:bg-danger-soft',
} as const

/** The main button's looks for what leads to another page. */
export const LINK_AS_BUTTON = `${SHAPE} ${TONES.main} ${SIZES.normal}`

interface ButtonProps extends ComponentProps<'button'> {
  tone: keyof typeof TONES
  size?: keyof typeof SIZES
  /** What was asked for is under way; a further press does nothing. */
  isBusy?: boolean | undefined
}

/** A button with words. While busy it is `aria-disabled` and never `disabled`: it keeps the focus and its place. */
export function Button({ tone, size = 'normal', isBusy, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      aria-disabled={isBusy || undefined}
      {...rest}
      aria-busy={isBusy || undefined}
      type={type}
      className={classNames(SHAPE, TONES[tone], SIZES[size], className)}
    />
  )
}
