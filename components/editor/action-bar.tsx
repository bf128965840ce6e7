import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'
import { type LiveValue, useLiveValue } from '@/components/ui/live-value'
import { Logo } from '@/components/ui/logo'
import { useIsHydrated } from '@/components/ui/page-phases'
import { countOf, FIELD_LABELS } from '@/lib/messages/fields'
import type { Change } from '@/lib/profile/changes'
import type { AutosaveState } from './use-saved-draft'

interface ActionBarProps {
  changes: Change[]
  /** Said when the main action was pressed and there was nothing to do. */
  answer: string
  /** Something to know besides; empty when there is nothing. */
  hint: string
  /** How many changes were published, and how many not, where that is the last thing that happened. */
  outcome: { published: number; not: number } | null
  isPublishing: boolean
  /** Whether what was edited is on this device, or only in this tab. */
  autosave: LiveValue<AutosaveState>
  /** The device has refused to keep it, and a note says so. */
  isOnlyHere: boolean
  formId: string
  /** Left out while the same is offered beside the news of a restored draft. */
  onDiscard?: (() => void) | undefined
}

/** Always in reach at the bottom: what has changed, and the two things that can be done with it. */
export function ActionBar({
  changes,
  answer,
  hint,
  outcome,
  isPublishing,
  autosave,
  isOnlyHere,
  formId,
  onDiscard,
}: ActionBarProps) {
  // Before the page's code runs, a press must not send the form as a browser would.
  const isReady = useIsHydrated()
  const hasChanges = changes.length > 0
  const isIncomplete = outcome !== null && outcome.not > 0
  return (
    <section
      aria-label="Changes"
      // On a low screen, or where text is very large on a small one, it would cover what is being edited, and goes with the page.
      // Its buttons stand in the room that the page keeps for it, so nothing has to be scrolled to reach them.
      className="sticky bottom-0 z-10 border-t max-[20rem]:[@media(height<36rem)]:static low:static border-line bg-bar shadow-bar [padding-bottom:env(safe-area-inset-bottom)] *:*:-scroll-mb-38"
    >
      <div className="page-width flex flex-wrap items-center gap-x-5 gap-y-2 py-3 sm:min-h-19 sm:flex-nowrap">
        <div className="flex min-w-0 items-center gap-3 max-sm:w-full max-sm:flex-wrap max-sm:gap-y-0 sm:flex-1">
          <Logo className="size-5 shrink-0 text-accent" />
          <p
            className={classNames(
              'font-bold tabular-nums sm:min-w-24',
              hasChanges || !answer ? 'shrink-0' : 'min-w-0',
            )}
          >
            <span>{hasChanges ? countOf(changes.length, 'change') : !answer && 'No changes'}</span>
            <span role="status">{!hasChanges && answer}</span>
          </p>
          {outcome && hasChanges === isIncomplete && !answer && !hint && (
            <p
              className={classNames(
                'flex items-center gap-1.5 text-hint font-strong whitespace-nowrap max-sm:text-hint-phone',
                isIncomplete ? 'text-danger' : 'text-success',
              )}
            >
              <Icon name={isIncomplete ? 'octagon' : 'check'} className="size-4" />
              <span>{outcomeInWords(outcome)}</span>
            </p>
          )}
          {/* On phones on a line of its own, below what is always there. */}
          <p
            role="status"
            className="min-w-0 text-hint empty:-ms-3 max-sm:order-1 max-sm:not-empty:basis-full"
          >
            {hint}
          </p>
          {hasChanges && !hint && !isIncomplete && (
            // As high as one line: names that do not fit beside it go on to a second one as a whole, and are not seen.
            <p className="flex h-5 min-w-0 flex-wrap overflow-hidden text-hint text-ink-2 max-sm:hidden">
              <span className="h-5" />
              <span className="whitespace-nowrap">
                {changes.map(({ field }) => FIELD_LABELS[field]).join(', ')}
              </span>
            </p>
          )}
          {hasChanges && !isOnlyHere && (
            <SavedLine autosave={autosave} isOnPhones={!isIncomplete || Boolean(hint)} />
          )}
        </div>
        {/* Its room is kept, so that the main action stays where it is. */}
        <Button
          tone="danger"
          onClick={onDiscard}
          className={classNames('max-sm:px-2', !(hasChanges && onDiscard) && 'invisible')}
        >
          Discard changes
        </Button>
        <Button
          tone="main"
          type={isReady ? 'submit' : 'button'}
          form={formId}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          isBusy={isPublishing}
          aria-disabled={isPublishing || !isReady || undefined}
          className="max-sm:flex-1 max-sm:px-3"
        >
          <span className="grid">
            <span className={classNames('[grid-area:1/1]', isPublishing && 'invisible')}>
              Review and publish
            </span>
            {isPublishing && <span className="[grid-area:1/1]">Publishing</span>}
          </span>
        </Button>
      </div>
    </section>
  )
}

function outcomeInWords({ published, not }: NonNullable<ActionBarProps['outcome']>): string {
  if (not === 0) return 'Published'
  return published === 0 ? 'Not published' : `${published} published, ${not} not`
}

/** Stands apart from the bar because it may change with every letter. */
function SavedLine({ autosave, isOnPhones }: Pick<ActionBarProps, 'autosave'> & { isOnPhones: boolean }) {
  const isSaved = useLiveValue(autosave) === 'kept'
  return (
    <p
      className={classNames(
        'ms-auto flex min-w-0 items-center gap-2 text-hint text-ink-2 max-sm:w-32 sm:shrink-0 max-sm:text-hint-phone sm:min-w-48',
        !isOnPhones && 'max-sm:hidden',
      )}
    >
      <Icon name="devices" />
      <span>{isSaved ? 'Draft saved' : 'Saving draft'}</span>
    </p>
  )
}
