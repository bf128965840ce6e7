import { Note } from '@/components/ui/note'
import type { PartCapability } from '@/lib/capabilities'
import type { Part } from '@/lib/changes'
import { wordsForUnavailablePart } from '@/lib/part-wording'
import type { ServerIdentity } from '@/lib/server-name'

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
