import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string
  labelClassName?: string
}

/** The browser's own checkbox, drawn by us, and its label beside it; `className` has what the two together look like. */
export function Checkbox({
  label,
  labelClassName = 'font-strong',
  className = 'min-h-11 gap-3',
  ...input
}: CheckboxProps) {
  return (
    <label className={classNames('flex items-center', className)}>
      <span className="relative grid size-6 shrink-0 place-items-center">
        <input
          {...input}
          type="checkbox"
          className="peer col-start-1 row-start-1 size-6 cursor-pointer appearance-none rounded-check border border-line-strong bg-surface disabled:cursor-default disabled:bg-sunk checked:border-accent checked:bg-accent"
        />
        <Icon
          name="check"
          className="pointer-events-none invisible col-start-1 row-start-1 size-4 text-on-accent peer-checked:visible"
        />
      </span>
      <span className={labelClassName}>{label}</span>
    </label>
  )
}
