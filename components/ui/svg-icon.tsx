import { classNames } from './class-names'

interface SvgIconProps {
  /** An SVG path on a 20 × 20 grid. */
  outline: string
  className?: string | undefined
}

/** An outline drawn with a line of 1.7 and round ends. It always stands beside its word, and is not read out. */
export function SvgIcon({ outline, className }: SvgIconProps) {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={classNames('size-4.5 shrink-0', className)}
    >
      <path d={outline} />
    </svg>
  )
}
