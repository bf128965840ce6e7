import { destinationSentence, type ServerIdentity } from '@/lib/server-name'

/** Whose profile this is, and where it will be published. */
export function EditorHeading({ server, handle }: { server: ServerIdentity; handle: string }) {
  return (
    <div>
      <h1 className="text-h1-dialog sm:text-h1">Edit profile</h1>
      <p className="mt-1 text-ink-2">
        {destinationSentence(server, handle).short}
        {server.kind === 'sandbox' && (
          <span className="max-sm:hidden"> Nobody else sees it and X is not touched.</span>
        )}
      </p>
    </div>
  )
}
