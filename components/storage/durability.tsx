import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'

type Durability = 'unknown' | 'evictable' | 'refused' | 'persistent'

/** Whether the browser may clear what is kept here by itself, and the way to ask it not to. */
export function Durability() {
  const [durability, setDurability] = useState<Durability>('unknown')

  useEffect(() => {
    askStorage('persisted').then((isPersistent) => {
      if (isPersistent !== null) setDurability(isPersistent ? 'persistent' : 'evictable')
    })
  }, [])

  async function ask() {
    setDurability((await askStorage('persist')) ? 'persistent' : 'refused')
  }

  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-hint text-ink-2">
      <p aria-live="polite">{WORDS[durability]}</p>
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
  evictable: 'The browser may clear it by itself when it runs out of room, or after weeks without a visit.',
  refused:
    'The browser did not agree; often it does once you have used this site more. Exported looks are safe.',
  persistent: 'The browser has agreed not to clear it by itself.',
}

/** Null where the browser has no such promise to give. */
async function askStorage(question: 'persist' | 'persisted'): Promise<boolean | null> {
  const { storage } = navigator
  if (!storage?.[question]) return null
  return storage[question]().catch(() => null)
}
