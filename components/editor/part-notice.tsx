import { Note } from '@/components/ui/note'
import { wordsForUnavailablePart } from '@/lib/messages/parts'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { PartCapability } from '@/lib/profile/capabilities'
import type { Part } from '@/lib/profile/slots'

interface PartNoticeProps {
  part: Part
  capability: PartCapability
  server: ServerIdentity
}

/** Said at a part that the server does not take, before time is spent on it. */
export function PartNotice({ part, capability, server }: PartNoticeProps) {
  const words = wordsForUnavailablePart(part, capability, server)
  return (
    words && (
      <Note tone="warning" title={words.title} className="mb-4">
        {words.action}
      </Note>
    )
  )
}
