import { Button } from '@/components/ui/button'
import type { Account } from '@/lib/browser/storage/database'
import type { KeptAccount } from '@/lib/browser/storage/saved'
import { sizeInWords } from '@/lib/messages/hidden-data'
import type { ServerIdentity } from '@/lib/messages/server-name'

interface KeptAccountRowProps {
  kept: KeptAccount
  /** The server of now, which has a better name than its address. */
  current: ServerIdentity
  onDelete: () => void
}

/** What is kept for one account, in words. */
export function KeptAccountRow({ kept, current, onDelete }: KeptAccountRowProps) {
  const { account } = kept
  const server = account.server === current.origin ? current.name : account.server.replace(/^https?:\/\//, '')
  const things = [
    kept.hasDraft && { what: 'Draft', amount: 'not published', bytes: kept.draftBytes },
    kept.entries > 0 && {
      what: 'History',
      amount: count(kept.entries, 'entry', 'entries'),
      bytes: kept.historyBytes,
    },
    kept.looks > 0 && { what: 'Looks', amount: count(kept.looks, 'look', 'looks'), bytes: kept.lookBytes },
  ].filter((thing) => thing !== false)
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 border-b border-line py-5">
      <div className="min-w-0">
        <h2 className="break-words text-h3">
          <span dir="ltr" translate="no">
            {nameOf(account)}
          </span>{' '}
          <span className="font-normal text-ink-2">{`on ${server}`}</span>
        </h2>
        <dl className="mt-2 grid grid-cols-[auto_auto] gap-x-5 gap-y-1 text-note">
          {things.map(({ what, amount, bytes }) => (
            <div key={what} className="contents">
              <dt className="font-strong">{what}</dt>
              <dd className="text-ink-2">
                {`${amount}, ${bytes === 0 ? 'without pictures' : `pictures ${sizeInWords(bytes)}`}`}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <Button
        tone="danger"
        size="small"
        onClick={onDelete}
        aria-label={`Delete what is kept for ${nameOf(account)}`}
        className="border border-danger"
      >
        Delete
      </Button>
    </li>
  )
}

/** An account by its handle, or where that is not known by its number. */
export function nameOf({ handle, accountId }: Account): string {
  return handle ? `@${handle}` : `account ${accountId}`
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
