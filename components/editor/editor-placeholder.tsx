import { FIELD_HINTS } from '@/lib/messages/fields'
import { TEXT_FIELDS } from '@/lib/profile/profile'
import { FieldRow } from './field-row'

/**
 * The sheet before its values have come: the labels are real, grey blocks hold the places at their final sizes. Without
 * scripts they would never come, so there it is not shown.
 */
export function EditorPlaceholder() {
  return (
    <main
      id="content"
      tabIndex={-1}
      aria-busy="true"
      className="page-width pt-7 pb-16 sm:pt-10 noscript:hidden"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 lg:grid-cols-[minmax(0,648fr)_minmax(0,584fr)]">
        <div>
          <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
          <p role="status" className="mt-1 mb-2 min-h-15 text-ink-2 lg:mb-0 lg:max-xl:min-h-20.5">
            Loading your profile.
          </p>
          <span aria-hidden="true" className="block h-12 rounded-button bg-sunk lg:hidden" />
          <div className="mt-5 sm:mt-7 lg:mt-3">
            {TEXT_FIELDS.map((field) => (
              <FieldRow key={field} field={field} hint={FIELD_HINTS[field]}>
                <span
                  aria-hidden="true"
                  className={`block rounded-input bg-sunk ${field === 'bio' ? 'h-37 sm:h-25' : 'h-12'}`}
                />
                <span aria-hidden="true" className="mt-1.5 block h-5" />
              </FieldRow>
            ))}
          </div>
        </div>
        <div className="max-lg:hidden lg:pt-1">
          <h2 className="mb-5 text-h2-small">As others see it</h2>
          <span aria-hidden="true" className="leaf-panel block h-150 bg-sunk" />
        </div>
      </div>
    </main>
  )
}
