import { InOnePiece } from '@/components/ui/in-one-piece'
import { AnySign } from '@/components/ui/more-icons'
import type { ServerIdentity } from '@/lib/messages/server-name'

/** Which server this is about. The sandbox alone is on sand. */
export function ServerChip({ server }: { server: ServerIdentity }) {
  if (server.kind === 'sandbox') {
    return (
      <span className="flex min-h-7 items-center gap-2 rounded-chip bg-sand px-2.5 text-tag font-strong text-on-sand forced-colors:border">
        <InOnePiece>
          <AnySign name="box" className="size-4" />
        </InOnePiece>
        <span>{server.name}</span>
      </span>
    )
  }
  return (
    <span
      translate="no"
      className="flex min-h-7 items-center rounded-chip border border-line-strong px-2.5 text-tag font-strong"
    >
      {server.name}
    </span>
  )
}
