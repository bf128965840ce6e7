import { InOnePiece } from '@/components/ui/in-one-piece'
import { Note } from '@/components/ui/note'

/**
 * Said where nothing can be done because scripts do not run. A browser that runs them shows none of it. The style's own
 * question after scripts decides; browsers from before it (Chrome 120, Firefox 113, Safari 17) still know `noscript`.
 */
export function NeedsScript() {
  return (
    <>
      <InOnePiece>
        <div className="page-width hidden pt-4 noscript:block">
          <Words />
        </div>
      </InOnePiece>
      {/* Whole as well: where scripts run, the inside of a noscript is no document into which a part could be put. */}
      <InOnePiece>
        <noscript>
          <div className="page-width pt-4 noscript:hidden">
            <Words />
          </div>
        </noscript>
      </InOnePiece>
    </>
  )
}

const Words = () => (
  <Note tone="warning" title="This page needs JavaScript, which does not run here.">
    Nothing can be signed in to, changed or sent without it. Allow it for this site and load the page again,
    or edit your profile at the server itself. Edits kept on this device stay there.
  </Note>
)
