'use client'

import { type ReactElement, useEffect } from 'react'
import { onDemand } from '@/components/ui/on-demand'
import { whenPageIsIdle } from '@/components/ui/page-phases'
import { draftOf } from '@/lib/profile/changes'
import { isSameDraft } from '@/lib/profile/merge-drafts'
import type { WholePreviewProps } from './whole-preview'

let showDraft = () => {}
/** A draft that an earlier visit left makes the still preview untrue before the person does anything. */
const whenDraftIsFound = new Promise<void>((resolve) => {
  showDraft = resolve
})

const WholePreview = onDemand(() =>
  Promise.race([whenPageIsIdle(), whenDraftIsFound])
    .then(() => import('./whole-preview'))
    .then((it) => it.WholePreview),
)

interface ProfilePreviewProps extends WholePreviewProps {
  /** What is shown until the preview that follows the form has come; rendered by the server it costs no script. */
  still: ReactElement
}

/** The profile as others will see it. What follows the form, and the other views, are no part of the first load. */
export function ProfilePreview({ still, ...rest }: ProfilePreviewProps) {
  const { draft, published } = rest
  useEffect(() => {
    if (!isSameDraft(draft, draftOf(published))) showDraft()
  }, [draft, published])
  return (
    <WholePreview
      meanwhile={still}
      missing={
        <>
          {still}
          <p role="status" className="mt-3 text-note">
            The live preview couldn’t be loaded, so this shows what is published. Check your connection. Your
            edits are kept.
          </p>
        </>
      }
      {...rest}
    />
  )
}
