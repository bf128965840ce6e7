import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { type FirstIconName, Icon, SvgIcon } from './icon'

/** Further outlines on the same grid. They are kept apart because the editor's first load is bounded. */
const OUTLINES = {
  'arrow-right': 'M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5',
  'arrow-up': 'M10 16.5v-13M5.5 8 10 3.5 14.5 8',
  box: 'M10 2.8 16.8 6.6v6.8L10 17.2 3.2 13.4V6.6zM3.4 6.7 10 10.4l6.6-3.7M10 10.4v6.6',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.7h13M6.8 3v3.4M13.2 3v3.4',
  clock: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 6v4.2l2.8 1.7',
  cross: 'm5.2 5.2 9.6 9.6M14.8 5.2l-9.6 9.6',
  eye: 'M1.8 10S4.7 4.6 10 4.6 18.2 10 18.2 10 15.3 15.4 10 15.4 1.8 10 1.8 10ZM10 7.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8Z',
  link: 'M8.6 11.4a3.2 3.2 0 0 0 4.6.2l3-3a3.2 3.2 0 0 0-4.6-4.5L10.4 5.3M11.4 8.6a3.2 3.2 0 0 0-4.6-.2l-3 3a3.2 3.2 0 0 0 4.6 4.5l1.2-1.2',
  lock: 'M4.6 9h10.8v7.6H4.6zM6.9 9V6.4a3.1 3.1 0 0 1 6.2 0V9',
  pin: 'M10 17.4s5.6-4.7 5.6-8.9a5.6 5.6 0 0 0-11.2 0c0 4.2 5.6 8.9 5.6 8.9ZM10 6.6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  plus: 'M4 10h12M10 4v12',
  badge:
    'M10 2.4l2 1.5 2.5-.1.7 2.4 2 1.4-.8 2.4.8 2.4-2 1.4-.7 2.4-2.5-.1-2 1.5-2-1.5-2.5.1-.7-2.4-2-1.4.8-2.4-.8-2.4 2-1.4.7-2.4 2.5.1zM7 10l2.1 2.1L13 8.2',
  triangle: 'M10 3.2 17.6 16.4H2.4zM10 8v3.8M10 14v.1',
  undo: 'M3.6 7.6h8.2a4.6 4.6 0 0 1 0 9.2H8M7.2 3.8 3.4 7.6l3.8 3.8',
} as const

export type IconName = FirstIconName | keyof typeof OUTLINES

const isFurther = (name: IconName): name is keyof typeof OUTLINES => name in OUTLINES

/** Any small drawing beside its word. */
export function AnyIcon({ name, className }: { name: IconName; className?: string }) {
  return isFurther(name) ? (
    <SvgIcon outline={OUTLINES[name]} className={className} />
  ) : (
    <Icon name={name} className={className} />
  )
}

interface IconLineProps {
  icon: IconName
  /** The drawing's colour. */
  tone: string
  className?: string
  children: ReactNode
}

/** A line of text behind the small drawing that says its kind. */
export function IconLine({ icon, tone, className, children }: IconLineProps) {
  return (
    <p className={classNames('flex gap-2', className)}>
      <AnyIcon name={icon} className={classNames('mt-0.5', tone)} />
      <span>{children}</span>
    </p>
  )
}
