import type { Elements } from '@/components/ui/elements'
import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'

interface EditorHeadingProps {
  server: ServerIdentity
  handle: string
  /** What stands beside the heading. */
  children: Elements
}

/** Whose profile this is, and where it will be published. */
export function EditorHeading({ server, handle, children }: EditorHeadingProps) {
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
        <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
        {children}
      </div>
      <p className="mt-1 text-ink-2">
        <span>{destinationSentence(server, handle).short}</span>
        {server.kind === 'sandbox' && (
          <span className="max-sm:hidden"> Nobody else sees it and X is not touched.</span>
        )}
      </p>
    </>
  )
}
