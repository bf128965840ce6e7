import { classNames } from './class-names'
import { SvgIcon } from './icon'

interface Choice<Value> {
  value: Value
  name: string
  /** An SVG path on a 20 × 20 grid, drawn beside the name. */
  outline?: string
}

interface SegmentedProps<Value> {
  /** What is chosen here, for who cannot see it. */
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChoose: (value: Value) => void
  className?: string
}

/**
 * One of a few, all in sight: a track whose chosen part is raised. Each part is a button that is pressed or not. Where
 * there is little room a name or its drawing stands alone: on phones the drawings, beside the form the names.
 */
export function Segmented<Value extends string | number>({
  label,
  choices,
  value,
  onChoose,
  className = 'flex',
}: SegmentedProps<Value>) {
  return (
    <fieldset aria-label={label} className={classNames('min-w-0 rounded-button bg-sunk p-0.5', className)}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
          className={classNames(
            'flex min-h-9 min-w-11 items-center justify-center gap-2 rounded-input border px-2 text-button-small font-firm tabular-nums transition-colors duration-160 max-sm:min-h-11 sm:px-3 lg:max-xl:px-2',
            choice.value === value
              ? 'border-line-strong bg-surface'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {choice.outline && <SvgIcon outline={choice.outline} className="lg:max-xl:hidden" />}
          <span className={choice.outline && 'max-sm:sr-only'}>{choice.name}</span>
        </button>
      ))}
    </fieldset>
  )
}
