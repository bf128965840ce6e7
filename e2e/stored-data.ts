import type { Page } from '@playwright/test'
import type { Sandbox, SandboxAccount } from './sandbox'

/** A record for one of the stores on the device; `key` where the store has no key of its own in the record. */
export type SavedRecord = { store: string; record: unknown; key?: unknown }

/** A picture on the device: its bytes travel as base64. */
export type SavedPicture = { id: string; usedBy: 'draft' | 'history' | 'look'; png: Buffer }

export const keysOf = (sandbox: Sandbox, account: SandboxAccount) => ({
  server: sandbox.origin,
  accountId: account.id_str,
})

/**
 * Writes records into the database as it stands, past the program: they are what another version, another tab or a
 * damaged disk may have left. The page must have opened the database before.
 */
export async function keepRecords(page: Page, records: SavedRecord[]): Promise<void> {
  await page.evaluate(async (toKeep) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plumage')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const transaction = database.transaction([...new Set(toKeep.map(({ store }) => store))], 'readwrite')
    for (const { store, record, key } of toKeep) {
      transaction.objectStore(store).put(record, key as IDBValidKey | undefined)
    }
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
    database.close()
  }, records)
}

/** Keeps pictures for an account, as `keepRecords` does. */
export async function keepPictures(
  page: Page,
  keys: { server: string; accountId: string },
  pictures: SavedPicture[],
): Promise<void> {
  const inBase64 = pictures.map(({ png, ...picture }) => ({ ...picture, base64: png.toString('base64') }))
  await page.evaluate(
    async ([owner, toKeep]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('plumage')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const transaction = database.transaction('pictures', 'readwrite')
      for (const { id, usedBy, base64 } of toKeep) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const blob = new Blob([bytes], { type: 'image/png' })
        transaction.objectStore('pictures').put({ id, usedBy, ...owner, bytes: blob.size, blob })
      }
      await new Promise((resolve) => {
        transaction.oncomplete = resolve
      })
      database.close()
    },
    [keys, inBase64] as const,
  )
}

/** Every record of a store, as it is; blobs become their sizes. None before the page has made its database. */
export async function recordsOf(page: Page, store: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase | null>((resolve, reject) => {
      const opening = indexedDB.open('plumage')
      let isMissing = false
      opening.onupgradeneeded = () => {
        isMissing = true
        opening.transaction?.abort()
      }
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => (isMissing ? resolve(null) : reject(opening.error))
    })
    if (!database) return []
    const request = database.transaction(name).objectStore(name).getAll()
    const records = await new Promise<Record<string, unknown>[]>((resolve) => {
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([field, value]) => [field, value instanceof Blob ? value.size : value]),
      ),
    )
  }, store)
}

/** An entry of the history, as the program writes it. */
export function entryRecord(
  keys: { server: string; accountId: string },
  at: Date,
  changes: object[],
  parts: object[] = [{ part: 'text', isPublished: true }],
): SavedRecord {
  const time = at.toISOString()
  return { store: 'history', record: { id: `entry ${time}`, ...keys, at: time, changes, parts } }
}

/** The bytes of the pictures that are chosen and kept for sending, each draft's in the order of the slots. */
export async function draftPictures(page: Page): Promise<Buffer[]> {
  const inBase64 = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plumage')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const all = <Value>(store: string) =>
      new Promise<Value[]>((resolve) => {
        const request = database.transaction(store).objectStore(store).getAll()
        request.onsuccess = () => resolve(request.result)
      })
    const drafts = await all<{ draft: Record<string, { pictureId?: string } | null> }>('drafts')
    const pictures = await all<{ id: string; blob: Blob }>('pictures')
    database.close()
    const ids = drafts.flatMap(({ draft }) =>
      ['avatar', 'banner', 'background'].flatMap((slot) => draft[slot]?.pictureId ?? []),
    )
    const blobs = ids.flatMap((id) => pictures.find((picture) => picture.id === id)?.blob ?? [])
    return Promise.all(
      blobs.map(async (blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer())
        let text = ''
        for (let at = 0; at < bytes.length; at += 32_768) {
          text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
        }
        return btoa(text)
      }),
    )
  })
  return inBase64.map((text) => Buffer.from(text, 'base64'))
}
