'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button, LINK_AS_BUTTON } from '@/components/ui/button'
import { Question } from '@/components/ui/dialog'
import { Note, StorageProblemNote } from '@/components/ui/note'
import type { Account } from '@/lib/browser/storage/database'
import {
  type AccountStorage,
  forgetAccount,
  forgetEverything,
  readSaved,
  type SavedData,
} from '@/lib/browser/storage/saved'
import { countOf } from '@/lib/messages/fields'
import { sizeInWords } from '@/lib/messages/pictures'
import type { ServerIdentity } from '@/lib/messages/server-name'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { Result } from '@/lib/result'

const BYTES_PER_GIGABYTE = 1_000_000_000

type DeleteTarget = AccountStorage | 'everything'

/** What is kept here, account by account, how much it is, and the way to be rid of it. */
export function StorageView({ server }: { server: ServerIdentity }) {
  const [saved, setSaved] = useState<SavedData | null>(null)
  const [problem, setProblem] = useState<StorageProblem | null>(null)
  const [estimate, setEstimate] = useState<StorageEstimate | null>(null)
  const [toDelete, setToDelete] = useState<DeleteTarget | null>(null)
  const [said, setSaid] = useState('')
  const status = useRef<HTMLDivElement>(null)

  const readAgain = useCallback(async () => {
    const read = await readSaved()
    if (read.ok) setSaved(read.value)
    else setProblem(read.error)
    setEstimate((await navigator.storage?.estimate?.().catch(() => null)) ?? null)
  }, [])

  useEffect(() => {
    readAgain()
  }, [readAgain])

  async function forget(what: DeleteTarget) {
    // The button that asked goes with what it deletes; what came of it is said here.
    flushSync(() => setToDelete(null))
    status.current?.focus()
    const isEverything = what === 'everything'
    const forgotten: Result<null, StorageProblem> = isEverything
      ? await forgetEverything(saved?.accounts.map(({ account }) => account) ?? [])
      : await forgetAccount(what.account)
    if (!forgotten.ok) return setProblem(forgotten.error)
    setSaid(
      isEverything
        ? 'Everything saved here was deleted.'
        : `Everything saved for ${nameOf(what.account)} was deleted.`,
    )
    await readAgain()
  }

  const isEmpty = saved !== null && saved.accounts.length === 0 && saved.setAside === 0
  return (
    <div className="mt-3 max-w-216">
      {/* Room for it, so that no other button comes under the pointer that pressed one. */}
      <div
        ref={status}
        role="status"
        tabIndex={-1}
        className="mb-3 flex min-h-17 flex-col gap-3 rounded-button sm:min-h-11.5"
      >
        {said && <Note tone="success" title={said} />}
        {problem && <StorageProblemNote problem={problem} />}
      </div>
      {isEmpty && (
        <div className="flex flex-col items-start gap-4 border-t-2 border-ink pt-5">
          <p>Plumage has nothing saved on this device.</p>
          <a href="/profile" className={LINK_AS_BUTTON}>
            Edit your profile
          </a>
        </div>
      )}
      {saved !== null && saved.accounts.length > 0 && (
        <ul className="border-t-2 border-ink">
          {saved.accounts.map((one) => (
            <AccountStorageRow
              key={`${one.account.server} ${one.account.accountId}`}
              saved={one}
              current={server}
              onDelete={() => setToDelete(one)}
            />
          ))}
        </ul>
      )}
      {saved !== null && saved.setAside > 0 && (
        <p className="border-t border-line py-5 text-ink-2">
          {`${saved.setAside === 1 ? 'One item couldn’t be read and was' : `${saved.setAside} items couldn’t be read and were`} set aside. “Delete everything” deletes that too.`}
        </p>
      )}
      <p className="mt-2 text-hint text-ink-2">{estimate && wordsForEstimate(estimate)}</p>
      {saved !== null && !isEmpty && <Durability />}
      {saved !== null && !isEmpty && (
        <Button tone="danger" onClick={() => setToDelete('everything')} className="mt-5 border border-danger">
          Delete everything
        </Button>
      )}
      <Question
        isOpen={toDelete !== null}
        title={
          toDelete === 'everything'
            ? 'Delete everything saved here?'
            : `Delete the data of ${toDelete && nameOf(toDelete.account)}?`
        }
        stay="Keep it"
        go="Delete"
        onStay={() => setToDelete(null)}
        onGo={() => toDelete && forget(toDelete)}
      >
        Unpublished drafts, the history with its earlier pictures, and looks are saved nowhere else. You can’t
        undo this. Your published profile stays as it is.
      </Question>
    </div>
  )
}

function wordsForEstimate({ usage, quota }: StorageEstimate): string {
  if (usage === undefined || quota === undefined) return ''
  return `Using ${sizeInWords(usage)} of about ${spaceInWords(quota)}.`
}

/** Room is told in gigabytes where there is that much. */
function spaceInWords(bytes: number): string {
  return bytes < BYTES_PER_GIGABYTE ? sizeInWords(bytes) : `${Math.round(bytes / BYTES_PER_GIGABYTE)} GB`
}

type Durability = 'unknown' | 'evictable' | 'refused' | 'persistent'

/** Whether the browser may clear what is kept here by itself, and the way to ask it not to. */
function Durability() {
  const [durability, setDurability] = useState<Durability>('unknown')
  const words = useRef<HTMLParagraphElement>(null)

  useEffect(() => {
    askStorage('persisted').then((isPersistent) => {
      if (isPersistent !== null) setDurability(isPersistent ? 'persistent' : 'evictable')
    })
  }, [])

  async function ask() {
    const isPersistent = await askStorage('persist')
    // Then there is nothing left to ask, and the button goes.
    if (isPersistent) words.current?.focus()
    setDurability(isPersistent ? 'persistent' : 'refused')
  }

  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-hint text-ink-2">
      <p ref={words} aria-live="polite" tabIndex={-1} className="rounded-check">
        {WORDS[durability]}
      </p>
      {(durability === 'evictable' || durability === 'refused') && (
        <Button tone="second" size="small" onClick={ask}>
          Ask the browser to keep it
        </Button>
      )}
    </div>
  )
}

const WORDS: Record<Durability, string> = {
  unknown: '',
  evictable: 'The browser may delete this data when space runs low, or after weeks without a visit.',
  refused:
    'The browser didn’t agree. It often does once you’ve used this site more. Exported looks are safe.',
  persistent: 'The browser won’t delete this data on its own.',
}

/** Null where the browser has no such promise to give. */
async function askStorage(question: 'persist' | 'persisted'): Promise<boolean | null> {
  const { storage } = navigator
  if (!storage?.[question]) return null
  return storage[question]().catch(() => null)
}

interface AccountStorageRowProps {
  saved: AccountStorage
  /** The server of now, which has a better name than its address. */
  current: ServerIdentity
  onDelete: () => void
}

/** What is kept for one account, in words. */
function AccountStorageRow({ saved, current, onDelete }: AccountStorageRowProps) {
  const { account } = saved
  const server = account.server === current.origin ? current.name : account.server.replace(/^https?:\/\//, '')
  const things = [
    saved.hasDraft && { what: 'Draft', amount: 'not published', bytes: saved.draftBytes },
    saved.entries > 0 && {
      what: 'History',
      amount: countOf(saved.entries, 'entry', 'entries'),
      bytes: saved.historyBytes,
    },
    saved.looks > 0 && { what: 'Looks', amount: countOf(saved.looks, 'look'), bytes: saved.lookBytes },
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
        aria-label={`Delete the data of ${nameOf(account)}`}
        className="border border-danger"
      >
        Delete
      </Button>
    </li>
  )
}

/** An account by its handle, or where that is not known by its number. */
function nameOf({ handle, accountId }: Account): string {
  return handle ? `@${handle}` : `account ${accountId}`
}
