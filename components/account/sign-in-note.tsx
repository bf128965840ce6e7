import { Note } from '@/components/ui/note'
import { asPlace, type ServerIdentity, siteAddress } from '@/lib/messages/server-name'
import type { SignInWords } from '@/lib/messages/sign-in-errors'

interface SignInNoteProps {
  problem: SignInWords
  server: ServerIdentity
  className?: string
}

/** Why a sign-in came back without an account. What the person decided so is no failure, and looks like none. */
export function SignInNote({ problem, server, className }: SignInNoteProps) {
  const { title, action, tone, sendsToProfile } = problem
  return (
    <Note tone={tone} title={title} isAlert={tone !== 'info'} className={className}>
      <span className="me-1">{action}</span>
      {sendsToProfile && (
        <a href={siteAddress(server)} className="font-strong text-accent underline underline-offset-4">
          {`Open ${asPlace(server)}`}
        </a>
      )}
    </Note>
  )
}
