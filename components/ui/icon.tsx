import { classNames } from './class-names'

/** Outlines on a 20 × 20 grid, drawn with a line of 1.7 and round ends: those that the editor needs before anything is loaded later. */
const OUTLINES = {
  check: 'm4 10.6 4 4L16 5.8',
  'chevron-down': 'm5.5 7.8 4.5 4.5 4.5-4.5',
  crop: 'M5.6 2.4v12h12M2.4 5.6h12v12',
  devices: 'M2.8 13.4V5.2h12v2.2M1.8 15.8h8.4M12.2 9.4h5.4v7.4h-5.4z',
  info: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 9.2v4.3M10 6.4v.1',
  minus: 'M4 10h12',
  octagon: 'M7 2.8h6L17.2 7v6L13 17.2H7L2.8 13V7zM10 6.2v4.6M10 13.7v.1',
  picture:
    'M4.2 3.6h11.6q1.4 0 1.4 1.4v10q0 1.4-1.4 1.4H4.2q-1.4 0-1.4-1.4V5q0-1.4 1.4-1.4ZM3 14.4l4-4.2 3.4 3.4 2.2-2 4.4 4M12.9 7.3v.1',
} as const

/** A small drawing that always stands beside its word, and is therefore not read out. */
export function Icon({ name, className }: { name: keyof typeof OUTLINES; className?: string | undefined }) {
  return <SvgIcon outline={OUTLINES[name]} className={className} />
}

export type FirstIconName = keyof typeof OUTLINES

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
