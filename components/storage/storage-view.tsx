'use client'

import { useCallback, useEffect, useState } from 'react'
import { Question } from '@/components/history/question'
import { Button } from '@/components/ui/button'
import { Note } from '@/components/ui/note'
import {
  forgetAccount,
  forgetEverything,
  type Kept,
  type KeptAccount,
  readKept,
} from '@/lib/browser/storage/saved'
import { type StorageProblem, wordsForStorageProblem } from '@/lib/browser/storage/storage-problem'
import { sizeInWords } from '@/lib/messages/hidden-data'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { Result } from '@/lib/result'
import { KeptAccountRow, nameOf } from './account-storage-row'
import { Durability } from './durability'

const BYTES_PER_GIGABYTE = 1_000_000_000

type Asked = KeptAccount | 'everything'

/** What is kept here, account by account, how much it is, and the way to be rid of it. */
export function StorageView({ server }: { server: ServerIdentity }) {
  const [kept, setKept] = useState<Kept | null>(null)
  const [problem, setProblem] = useState<StorageProblem | null>(null)
  const [estimate, setEstimate] = useState<StorageEstimate | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState('')

  const readAgain = useCallback(async () => {
    const read = await readKept()
    if (read.ok) setKept(read.value)
    else setProblem(read.error)
    setEstimate((await navigator.storage?.estimate?.().catch(() => null)) ?? null)
  }, [])

  useEffect(() => {
    readAgain()
  }, [readAgain])

  async function forget(what: Asked) {
    setAsked(null)
    const isEverything = what === 'everything'
    const forgotten: Result<null, StorageProblem> = isEverything
      ? await forgetEverything(kept?.accounts.map(({ account }) => account) ?? [])
      : await forgetAccount(what.account)
    if (!forgotten.ok) return setProblem(forgotten.error)
    setSaid(
      isEverything
        ? 'Nothing is kept here any more.'
        : `Nothing of ${nameOf(what.account)} is kept here any more.`,
    )
    await readAgain()
  }

  const isEmpty = kept !== null && kept.accounts.length === 0 && kept.setAside === 0
  return (
    <div className="mt-7 max-w-216">
      <div role="status" className="not-empty:mb-6">
        {said && <Note tone="success" title={said} />}
      </div>
      {problem && (
        <Note tone="warning" title={wordsForStorageProblem(problem).title} className="mb-6">
          {wordsForStorageProblem(problem).action}
        </Note>
      )}
      {isEmpty && <p className="border-t-2 border-ink pt-5">This device keeps nothing for Plumage.</p>}
      {kept !== null && kept.accounts.length > 0 && (
        <ul className="border-t-2 border-ink">
          {kept.accounts.map((one) => (
            <KeptAccountRow
              key={`${one.account.server} ${one.account.accountId}`}
              kept={one}
              current={server}
              onDelete={() => setAsked(one)}
            />
          ))}
        </ul>
      )}
      {kept !== null && kept.setAside > 0 && (
        <p className="border-t border-line py-5 text-ink-2">
          {`${kept.setAside === 1 ? 'One thing could not be read and was' : `${kept.setAside} things could not be read and were`} put aside. Deleting everything deletes that too.`}
        </p>
      )}
      <p className="mt-2 text-hint text-ink-2">{estimate && wordsForEstimate(estimate)}</p>
      {kept !== null && !isEmpty && <Durability />}
      {kept !== null && !isEmpty && (
        <Button tone="danger" onClick={() => setAsked('everything')} className="mt-5 border border-danger">
          Delete everything
        </Button>
      )}
      <Question
        isOpen={asked !== null}
        title={
          asked === 'everything'
            ? 'Delete everything kept here?'
            : `Delete what is kept for ${asked && nameOf(asked.account)}?`
        }
        stay="Keep it"
        go="Delete"
        onStay={() => setAsked(null)}
        onGo={() => asked && forget(asked)}
      >
        Drafts that were not published, the history with its earlier pictures, and the looks are kept nowhere
        else. This cannot be undone. What is published stays as it is.
      </Question>
    </div>
  )
}

function wordsForEstimate({ usage, quota }: StorageEstimate): string {
  if (usage === undefined || quota === undefined) return ''
  return `The browser counts ${sizeInWords(usage)} for this site, code and pictures together, and allows about ${roomInWords(quota)}.`
}

/** Room is told in gigabytes where there is that much. */
function roomInWords(bytes: number): string {
  return bytes < BYTES_PER_GIGABYTE ? sizeInWords(bytes) : `${Math.round(bytes / BYTES_PER_GIGABYTE)} GB`
}
