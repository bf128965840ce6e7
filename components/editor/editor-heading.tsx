import type { ReactElement } from 'react'
import type { Elements } from '@/components/ui/elements'

interface EditorHeadingProps {
  /** Where the profile will be published, rendered by the server. */
  destination: ReactElement
  /** What stands beside the heading. */
  children: Elements
}

/** What this page is for, and whose profile it edits. */
export function EditorHeading({ destination, children }: EditorHeadingProps) {
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
        <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
        {children}
      </div>
      {destination}
    </>
  )
}
