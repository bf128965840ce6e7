import { classNames } from '@/components/ui/class-names'
import { SvgIcon } from '@/components/ui/icon'
import type { PreviewTheme } from './preview-pictures'

/** Ways to look at the profile, and their drawings. */
const VIEWS = {
  desktop: { name: 'Desktop', outline: 'M3 4h14v9.5H3zM10 13.5v3M6.5 16.8h7' },
  phone: {
    name: 'Phone',
    outline: 'M6.6 2.8h6.8q1 0 1 1v12.4q0 1-1 1H6.6q-1 0-1-1V3.8q0-1 1-1ZM9 14.6h2',
  },
  classic: { name: 'Classic', outline: 'M3 4h14v12.5H3zM3 7.5h14M7 7.5v9M13 7.5v9' },
} as const
export type PreviewView = keyof typeof VIEWS

interface PreviewSwitchProps {
  view: PreviewView
  onView: (view: PreviewView) => void
}

/** Desktop, phone, or the page as it once was. On phones the drawings stand alone, with names for who cannot see them. */
export function PreviewSwitch({ view, onView }: PreviewSwitchProps) {
  return (
    <fieldset aria-label="Preview on" className={GROUP}>
      {viewNames.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          onClick={() => onView(one)}
          className={choiceClasses(one === view)}
        >
          <SvgIcon outline={VIEWS[one].outline} />
          <span className="max-sm:sr-only">{VIEWS[one].name}</span>
        </button>
      ))}
    </fieldset>
  )
}

const viewNames = ['desktop', 'phone', 'classic'] as const satisfies PreviewView[]

const GROUP = 'flex rounded-button bg-sunk p-0.5'
const choiceClasses = (isChosen: boolean) =>
  classNames(
    'flex min-h-9 min-w-11 items-center justify-center gap-2 rounded-input border px-2 text-button-small font-firm transition-colors duration-160 max-sm:min-h-11 sm:px-3',
    isChosen ? 'border-line-strong bg-surface' : 'border-transparent text-ink-2 hover:text-ink',
  )

const THEME_NAMES = { light: 'Light', dim: 'Dim', dark: 'Dark' } as const satisfies Record<
  PreviewTheme,
  string
>
const themes = ['light', 'dim', 'dark'] as const satisfies PreviewTheme[]

interface ThemeSwitchProps {
  theme: PreviewTheme
  onTheme: (theme: PreviewTheme) => void
}

/** The theme in which others look at X. */
export function ThemeSwitch({ theme, onTheme }: ThemeSwitchProps) {
  return (
    <fieldset aria-label="Preview theme" className={GROUP}>
      {themes.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === theme}
          onClick={() => onTheme(one)}
          className={choiceClasses(one === theme)}
        >
          {THEME_NAMES[one]}
        </button>
      ))}
    </fieldset>
  )
}

interface CoveredToggleProps {
  isShown: boolean
  onShow: (isShown: boolean) => void
}

/** Shows what is covered or cut off of the pictures, or hides it again. */
export function CoveredToggle({ isShown, onShow }: CoveredToggleProps) {
  return (
    <button
      type="button"
      onClick={() => onShow(!isShown)}
      className="min-h-6 text-button-small font-firm text-accent hover:underline max-sm:min-h-11"
    >
      {isShown ? 'Hide covered areas' : 'Show covered areas'}
    </button>
  )
}
