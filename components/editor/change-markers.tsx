import { Logo } from '@/components/ui/logo'

/** The sign of a change in the margin of its row; on phones on the screen's edge. */
export function ChangeMarker() {
  return <span aria-hidden="true" className="vane absolute -start-4 inset-y-4 w-2.5 sm:-start-6" />
}

/** Feather and word: this differs from the published profile. */
export function ChangedTag() {
  return (
    <span className="inline-flex items-center gap-1.5 text-tag font-strong text-accent">
      <Logo className="size-3.5" />
      Changed
    </span>
  )
}

interface ChangeLineProps {
  isChanged: boolean
  /** The field's label, for those who meet the button without its row. */
  label: string
  onPutBack: () => void
}

/** The line under a label that tells of a change and undoes it. It keeps its place, so rows never move. */
export function ChangeLine({ isChanged, label, onPutBack }: ChangeLineProps) {
  return (
    <div className="col-start-2 row-start-1 flex min-h-6 flex-wrap items-center gap-x-3 sm:col-start-1 sm:row-start-3 sm:mt-1">
      {isChanged && (
        <>
          <ChangedTag />
          <button
            type="button"
            onClick={onPutBack}
            className="relative min-h-6 whitespace-nowrap rounded-check text-tag font-strong text-accent underline-offset-4 after:absolute after:-inset-[10px] hover:text-accent-strong hover:underline"
          >
            Revert<span className="sr-only">{` ${label}`}</span>
          </button>
        </>
      )}
    </div>
  )
}
