'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button, LINK_AS_BUTTON } from '@/components/ui/button'
import { Question } from '@/components/ui/dialog'
import type { Elements } from '@/components/ui/elements'
import { Note, StorageProblemNote } from '@/components/ui/note'
import { saveFile } from '@/components/ui/object-url'
import { fieldsOfEntry, restoreIntoDraft } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import { HISTORY_MAX_BYTES, type HistoryEntry, openHistoryStore } from '@/lib/browser/storage/history-store'
import { countOf } from '@/lib/messages/fields'
import { type NotRestored, wordsForNotRestored } from '@/lib/messages/history'
import { sizeInWords } from '@/lib/messages/pictures'
import type { Profile } from '@/lib/profile/profile'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import { dayHeading } from './days'
import { HistoryEntryRow } from './history-entry-row'
import { ReplaceQuestion, useDraftReplacement } from './replace-draft'

interface HistoryViewProps {
  account: Account
  profile: Profile
  /** The page on which others see the profile. */
  profileAddress: string
  /** Heading and introduction. */
  children: Elements
}

/** What was published from this device, day by day, with the way back to each state before. */
export function HistoryView({ account, profile, profileAddress, children }: HistoryViewProps) {
  const history = useHistory(account)
  const [restored, setRestored] = useState<Restored | null>(null)
  const [isClearOpen, setIsClearOpen] = useState(false)
  const [isCleared, setIsCleared] = useState(false)
  const { entries, problem, isNotLoaded, setProblem } = history
  const notes = useRef<HTMLDivElement>(null)

  // What was pressed may be far below; the way on comes next.
  useEffect(() => {
    if (!restored && !problem && !isNotLoaded) return
    notes.current?.scrollIntoView({ block: 'nearest' })
    notes.current?.querySelector('a')?.focus()
  }, [restored, problem, isNotLoaded])

  /** Puts older values into the draft, and then leads to the editor, where they are reviewed like every edit. */
  async function restore(entry: HistoryEntry) {
    setRestored(null)
    const done = await restoreIntoDraft(account, profile, entry)
    if (!done.ok) return setProblem(done.error)
    // A fresh request: the editor begins with the draft as it is now.
    if (done.value.isPut && done.value.notRestored.length === 0) window.location.assign('/profile')
    else setRestored(done.value)
  }

  async function clear() {
    // The button that asked goes with the entries; what came of it is said here.
    flushSync(() => setIsClearOpen(false))
    notes.current?.focus()
    setIsCleared(await history.clear())
  }

  const replacement = useDraftReplacement<HistoryEntry>({
    account,
    profile,
    replaces: (entry, field) => fieldsOfEntry(entry).includes(field),
    put: restore,
    onProblem: setProblem,
  })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-20 gap-y-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div>
        {children}
        {/* Room for what is said of an entry, so that its button stays under the pointer that pressed it. */}
        <div
          ref={notes}
          role="status"
          tabIndex={-1}
          className="mt-1 flex min-h-17 flex-col gap-3 rounded-button sm:min-h-11.5"
        >
          {isCleared && <Note tone="success" title="The history was deleted." />}
          {restored && <RestoredNote {...restored} />}
          {problem && <StorageProblemNote problem={problem} />}
          {isNotLoaded && (
            <Note tone="warning" title="Nothing was exported.">
              The export tools couldn’t be loaded. Check your connection and try again.
            </Note>
          )}
        </div>
        {entries?.length === 0 && <EmptyHistory />}
        {byDay(entries ?? [], new Date()).map(({ day, entries: ofDay }) => (
          <section key={day} className="mt-9 [[role=status]+&]:mt-3">
            <h2 className="border-b-2 border-ink pb-2 text-h2-small">{day}</h2>
            <ul>
              {ofDay.map((entry) => (
                <HistoryEntryRow
                  key={entry.id}
                  entry={entry}
                  isBusy={entry === replacement.working}
                  profileAddress={profileAddress}
                  onRestore={replacement.begin}
                />
              ))}
            </ul>
          </section>
        ))}
        {history.hasMore && (
          <Button tone="second" onClick={history.readMore} className="mt-6">
            Show earlier entries
          </Button>
        )}
      </div>
      <HistoryIllustration size={history.size} onSave={history.save} onClear={() => setIsClearOpen(true)} />
      <ReplaceQuestion
        replacement={replacement}
        title="Replace what is in your draft?"
        by="the earlier values. Everything else in your draft stays."
      />
      <Question
        isOpen={isClearOpen}
        title="Delete the history?"
        stay="Keep it"
        go="Delete the history"
        onStay={() => setIsClearOpen(false)}
        onGo={clear}
      >
        {`The earlier pictures of @${account.handle} are saved nowhere else. You can’t undo this.`}
      </Question>
    </div>
  )
}

/** The entries under their days, in their order. */
function byDay(entries: readonly HistoryEntry[], now: Date): { day: string; entries: HistoryEntry[] }[] {
  const days: { day: string; entries: HistoryEntry[] }[] = []
  for (const entry of entries) {
    const day = dayHeading(new Date(entry.at), now)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}

function EmptyHistory() {
  return (
    <div className="striped mt-9 grid justify-items-center rounded-panel border-[1.5px] border-dashed border-line-strong p-8">
      <div className="flex flex-col items-center gap-4 rounded-panel bg-page px-8 py-5 text-center text-ink-2">
        <p>You haven’t published from this device yet.</p>
        <a href="/profile" className={LINK_AS_BUTTON}>
          Edit your profile
        </a>
      </div>
    </div>
  )
}

interface Restored {
  /** Whether anything is in the draft now that is not published. */
  isPut: boolean
  notRestored: NotRestored[]
}

/** Why a press on the way back did not lead to the editor at once. */
function RestoredNote({ isPut, notRestored }: Restored) {
  const missing = notRestored.length > 0 && wordsForNotRestored(notRestored)
  return isPut ? (
    <Note tone="warning" title="Only part of it is in your draft.">
      <span>{`${missing} The rest is ready: `}</span>
      <a href="/profile" className="font-strong text-accent underline">
        go to the editor
      </a>
      .
    </Note>
  ) : (
    <Note tone="info" title="Nothing to restore.">
      {missing || 'Your profile is already as it was before this entry.'}
    </Note>
  )
}

const BYTES_PER_MEGABYTE = 1_000_000

interface HistoryIllustrationProps {
  /** Null until it was counted. */
  size: { entries: number; bytes: number } | null
  onSave: () => void
  onClear: () => void
}

/** Where the history is kept, how large it is, and the way to be rid of it. */
function HistoryIllustration({ size, onSave, onClear }: HistoryIllustrationProps) {
  return (
    <aside
      aria-labelledby="history-panel"
      className="leaf-panel self-start bg-surface p-6 shadow-panel forced-colors:border"
    >
      <h2 id="history-panel" className="text-h3">
        Saved on this device only
      </h2>
      <p className="mt-1 text-hint text-ink-2">
        Old pictures are saved here before they’re replaced, because no other copy exists.
      </p>
      <p className="mt-3 text-hint text-ink-2">
        <span>
          {size &&
            `${countOf(size.entries, 'entry', 'entries')}, ${size.bytes === 0 ? 'without pictures' : sizeInWords(size.bytes)}. `}
        </span>
        <span>{`The oldest are removed above ${HISTORY_MAX_BYTES / BYTES_PER_MEGABYTE} MB.`}</span>
      </p>
      <p className="mt-3 flex flex-col items-start text-button-small font-strong">
        <a href="/storage" className="py-1.5 text-accent hover:underline">
          Everything saved on this device
        </a>
        {size !== null && size.entries > 0 && (
          <>
            <button type="button" onClick={onSave} className="py-1.5 text-accent hover:underline">
              Export as a file
            </button>
            <button type="button" onClick={onClear} className="py-1.5 text-danger hover:underline">
              Delete the history
            </button>
          </>
        )}
      </p>
    </aside>
  )
}

/** Entries read at a time: more than a screen holds, and few enough to be there at once. */
const PAGE_ENTRIES = 20

/** What an account has published from this device, as far as it was read. */
function useHistory(account: Account) {
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [size, setSize] = useState<{ entries: number; bytes: number } | null>(null)
  const [problem, setProblem] = useState<StorageProblem | null>(null)
  const [isNotLoaded, setIsNotLoaded] = useState(false)
  const isReading = useRef(false)

  const readFrom = useCallback(
    async (from: string | null) => {
      if (isReading.current) return
      isReading.current = true
      const store = openHistoryStore(account)
      const page = await store.readPage(PAGE_ENTRIES, from).finally(() => {
        isReading.current = false
      })
      if (!page.ok) return setProblem(page.error)
      setEntries((before) =>
        from === null ? page.value.entries : [...(before ?? []), ...page.value.entries],
      )
      setNext(page.value.next)
      // Afterwards: nobody waits for the sum.
      const measured = await store.measure()
      if (measured.ok) setSize(measured.value)
    },
    [account],
  )

  useEffect(() => {
    readFrom(null)
    return openHistoryStore(account).onChangedElsewhere(() => readFrom(null))
  }, [readFrom, account])

  return {
    /** Null until the first page was read. */
    entries,
    /** How many there are and what they take; null until that was counted. */
    size,
    problem,
    setProblem,
    /** True when what writes the file of a history could not be fetched. */
    isNotLoaded,
    hasMore: next !== null,
    readMore: () => readFrom(next),
    /** Saves all of it as a file. */
    async save() {
      const loaded = await import('./history-file').catch(() => null)
      setIsNotLoaded(loaded === null)
      if (!loaded) return
      const file = await loaded.exportHistory(account, new Date())
      if (file.ok) saveFile(file.value)
      else setProblem(file.error)
    },
    async clear() {
      const cleared = await openHistoryStore(account).clear()
      if (cleared.ok) await readFrom(null)
      else setProblem(cleared.error)
      return cleared.ok
    },
  }
}
