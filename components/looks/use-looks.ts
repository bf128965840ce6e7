import { useCallback, useEffect, useState } from 'react'
import type { Account } from '@/lib/browser/storage/database'
import {
  type ListedLooks,
  type LookOfAnother,
  type LookStore,
  openLookStore,
  type RemovedLook,
} from '@/lib/browser/storage/look-store'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { Result } from '@/lib/result'

/** What is said about the last thing done. */
export interface LookMessage {
  tone: 'success' | 'info' | 'warning'
  title: string
  more?: string
  /** A look that was deleted just now. */
  removed?: RemovedLook
  /** Ends what is under way. */
  onStop?: () => void
}

/** An account's looks, kept in step with other tabs, and what was said last. */
export function useLooks({ server, accountId, handle }: Account) {
  const [listed, setListed] = useState<ListedLooks | null>(null)
  const [ofOthers, setOfOthers] = useState<LookOfAnother[]>([])
  const [message, setMessage] = useState<LookMessage | null>(null)

  const readAgain = useCallback(async () => {
    const store = openLookStore({ server, accountId, handle })
    const read = await store.list()
    if (read.ok) setListed(read.value)
    else setMessage(messageOf(read.error))
    const others = await store.listOfOthers()
    if (others.ok) setOfOthers(others.value)
  }, [server, accountId, handle])

  useEffect(() => {
    readAgain()
    return openLookStore({ server, accountId, handle }).onChangedElsewhere(readAgain)
  }, [readAgain, server, accountId, handle])

  /** Does something with the looks, shows how they are then, and says what `say` makes of the outcome. */
  async function change<T>(
    work: (store: LookStore) => Promise<Result<T, StorageProblem>>,
    say: (value: T) => LookMessage,
  ): Promise<void> {
    const done = await work(openLookStore({ server, accountId, handle }))
    await readAgain()
    setMessage(done.ok ? say(done.value) : messageOf(done.error))
  }

  return {
    /** Null until they were read. */
    looks: listed?.looks ?? null,
    /** What is there and cannot be read. */
    unreadable: listed?.unreadable ?? [],
    /** What was saved with other accounts on this device. */
    ofOthers,
    message,
    say: setMessage,
    sayProblem: (problem: StorageProblem) => setMessage(messageOf(problem)),
    change,
  }
}

function messageOf(problem: StorageProblem): LookMessage {
  const { title, action } = wordsForStorageProblem(problem)
  return { tone: 'warning', title, more: action }
}
