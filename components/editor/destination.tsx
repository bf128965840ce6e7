import { destinationSentence, type ServerIdentity } from '@/lib/messages/server-name'

/** Where the profile will be published. Rendered by the server, which spares the first load its sentences. */
export function Destination({ server, handle }: { server: ServerIdentity; handle: string }) {
  return (
    <p className="mt-1 text-ink-2">
      <span>{destinationSentence(server, handle).short}</span>
      {server.host === 'sandbox' && (
        <span className="max-sm:hidden">{` Nobody else sees it, and nothing reaches ${server.kind.name}.`}</span>
      )}
    </p>
  )
}
