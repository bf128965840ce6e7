import { Note } from '@/components/ui/note'

/** Said where nothing can be done because scripts do not run. A browser that runs them shows none of it. */
export function NeedsScript() {
  return (
    <noscript>
      <div className="page-width pt-4">
        <Note tone="warning" title="This page needs JavaScript, which does not run here.">
          Nothing can be signed in to, changed or sent without it. Allow it for this site and load the page
          again, or edit your profile at the server itself. Edits kept on this device stay there.
        </Note>
      </div>
    </noscript>
  )
}
