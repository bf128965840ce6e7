import { randomInt } from 'node:crypto'
import type { Account } from '../state'
import type { Store } from '../store'
import type { SentImage } from './received-image'

/** X's own lifetime of an upload that nothing uses. */
export const UPLOAD_LIFETIME_SECONDS = 86_400

/** A script that uploads in a loop must not fill the memory; X has limits too. */
const KEPT_UPLOADS = 4

/** Of all accounts together, as base64: the oldest fall out. */
const MAX_UPLOADED_CHARACTERS = 50_000_000

/** Above every seeded id and below 2^53: some clients read media_id as a number. */
const FIRST_UPLOAD_ID = 1_000_000_000
const LAST_UPLOAD_ID = 99_999_999_999

/** Keeps a picture for a later call that names its id. Decimal digits. */
export function keepUpload(store: Store, account: Account, sent: SentImage): string {
  const id = String(randomInt(FIRST_UPLOAD_ID, LAST_UPLOAD_ID))
  const own = store.state.uploads.filter((upload) => upload.accountId === account.id)
  const dropped = new Set(own.slice(0, Math.max(0, own.length - KEPT_UPLOADS + 1)))
  store.state.uploads = store.state.uploads.filter((upload) => !dropped.has(upload))
  store.state.uploads.push({
    id,
    accountId: account.id,
    base64: sent.bytes.toString('base64'),
    createdAtMs: store.clock(),
  })
  let characters = store.state.uploads.reduce((sum, upload) => sum + upload.base64.length, 0)
  while (characters > MAX_UPLOADED_CHARACTERS) characters -= store.state.uploads.shift()?.base64.length ?? 0
  store.changed()
  return id
}

/** What this account uploaded under the id in the last day; null when there is no such thing. */
export function findUpload(store: Store, account: Account, id: string): SentImage | null {
  const oldestMs = store.clock() - UPLOAD_LIFETIME_SECONDS * 1000
  const found = store.state.uploads.find(
    (upload) => upload.id === id && upload.accountId === account.id && upload.createdAtMs > oldestMs,
  )
  return found ? { filename: null, bytes: Buffer.from(found.base64, 'base64') } : null
}
