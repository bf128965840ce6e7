'use client'

import { useEffect, useState } from 'react'
import type { Elements } from '@/components/ui/elements'
import type { WholePreview, WholePreviewProps } from './whole-preview'

interface ProfilePreviewProps extends WholePreviewProps {
  /** What is shown until the preview that follows the form has come; rendered by the server it costs no script. */
  still: Elements
}

/** The profile as others will see it. What follows the form, and the other views, are no part of the first load. */
export function ProfilePreview({ still, ...rest }: ProfilePreviewProps) {
  const [Whole, setWhole] = useState<typeof WholePreview | null>(null)
  const [isMissing, setIsMissing] = useState(false)
  useEffect(() => {
    import('./whole-preview').then(
      (loaded) => setWhole(() => loaded.WholePreview),
      () => setIsMissing(true),
    )
  }, [])
  if (Whole) return <Whole {...rest} />
  return (
    <>
      {still}
      {isMissing && (
        <p role="status" className="mt-3 text-note">
          The preview could not be loaded: it shows what is published. Check the connection and reload the
          page; your edits are kept.
        </p>
      )}
    </>
  )
}
