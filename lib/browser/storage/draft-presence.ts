/** Stands here, where nothing else has to be loaded to know it. */
export const DATABASE_NAME = 'plumage'

/**
 * Whether this device may hold a draft of an account; false only when it certainly holds none. Asks without the code that
 * reads drafts, which most visits do not need before the first edit. Creates no database and changes none.
 */
export async function mayHaveDraft({
  server,
  accountId,
}: Record<'server' | 'accountId', string>): Promise<boolean> {
  try {
    const database = await openExisting()
    if (!database) return false
    try {
      // A database of the first version ever, or none of ours: the code that knows it decides.
      if (!database.objectStoreNames.contains('drafts')) return true
      const drafts = database.transaction('drafts').objectStore('drafts')
      return (await resultOf(drafts.count([server, accountId]))) > 0
    } finally {
      database.close()
    }
  } catch {
    // Refused by the browser, or broken: whoever reads drafts says so.
    return true
  }
}

/** Null when there is no database. */
function openExisting(): Promise<IDBDatabase | null> {
  const request = indexedDB.open(DATABASE_NAME)
  let isNew = false
  request.onupgradeneeded = () => {
    isNew = true
    request.transaction?.abort()
  }
  return resultOf(request).catch((cause: unknown) => {
    if (isNew) return null
    throw cause
  })
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
