import { FIELD_LABELS } from '@/lib/field-wording'
import { TEXT_FIELDS } from '@/lib/profile'

/** The sheet before its values have come: the labels are real, grey blocks hold the places. */
export function EditorPlaceholder() {
  return (
    <main aria-busy="true" className="page-width pt-7 pb-16 sm:pt-10">
      <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
      <p role="status" className="mt-1 text-ink-2">
        Your profile is being read.
      </p>
      <div className="mt-5 grid gap-x-16 lg:mt-9 lg:grid-cols-[minmax(0,648fr)_minmax(0,584fr)]">
        <div>
          {TEXT_FIELDS.map((field) => (
            <div
              key={field}
              className="grid gap-x-7 gap-y-2 border-t border-line py-4.5 first:border-t-0 first:pt-0 sm:grid-cols-[176px_minmax(0,1fr)]"
            >
              <p className="text-body font-strong sm:min-h-22">{FIELD_LABELS[field]}</p>
              <span
                aria-hidden="true"
                className={`block rounded-input bg-sunk ${field === 'bio' ? 'h-25' : 'h-12'}`}
              />
            </div>
          ))}
        </div>
        <div className="max-lg:hidden">
          <h2 className="mb-5 text-h2-small">As others see it</h2>
          <span aria-hidden="true" className="leaf-plate block h-150 bg-sunk" />
        </div>
      </div>
    </main>
  )
}
