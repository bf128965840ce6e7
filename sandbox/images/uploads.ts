import { randomInt } from 'node:crypto'
import type { Account, UploadSession } from '../state/schema'
import type { Store } from '../state/store'
import type { UploadedImage } from './picture'

/** What is uploaded for one later call that names its id: in one piece, or in several. */

/** X's own lifetime of an upload that nothing uses. */
export const UPLOAD_LIFETIME_SECONDS = 86_400

/** 5 MB, X's bound for pictures in posts. */
export const MAX_UPLOAD_BYTES = 5_000_000

/** A script that uploads in a loop must not fill the memory; X has limits too. */
const MAX_UPLOADS = 4

/** Of all accounts together, as base64: the oldest fall out. */
const MAX_UPLOADED_CHARACTERS = 50_000_000

/** Above every seeded id and below 2^53: some clients read media_id as a number. */
const FIRST_UPLOAD_ID = 1_000_000_000
const LAST_UPLOAD_ID = 99_999_999_999

function newUploadId(): string {
  return String(randomInt(FIRST_UPLOAD_ID, LAST_UPLOAD_ID))
}

/** Keeps a picture for a later call that names its id. Decimal digits. */
export function storeUpload(
  store: Store,
  account: Account,
  sent: Pick<UploadedImage, 'bytes'>,
  id = newUploadId(),
): string {
  const { state } = store
  state.uploads = [
    ...withSpaceForOneMore(state.uploads, account),
    { id, accountId: account.id, base64: sent.bytes.toString('base64'), createdAtMs: store.clock() },
  ]
  dropOldest(state.uploads, ({ base64 }) => base64.length)
  store.changed()
  return id
}

/** What this account uploaded under the id in the last day; null when there is no such thing. */
export function findUpload(store: Store, account: Account, id: string): UploadedImage | null {
  const found = store.state.uploads.find((upload) => isOf(store, upload, account, id))
  return found ? { filename: null, bytes: Buffer.from(found.base64, 'base64') } : null
}

/** Begins an upload in pieces. */
export function beginUpload(store: Store, account: Account, totalBytes: number | null): UploadSession {
  const { state } = store
  const session: UploadSession = {
    id: newUploadId(),
    accountId: account.id,
    totalBytes,
    segments: {},
    createdAtMs: store.clock(),
  }
  state.uploadSessions = [...withSpaceForOneMore(state.uploadSessions, account), session]
  dropOldest(state.uploadSessions, charactersOf)
  store.changed()
  return session
}

/** An upload that this account began in the last day and has not completed; null when there is none. */
export function findSession(store: Store, account: Account, id: string): UploadSession | null {
  return store.state.uploadSessions.find((session) => isOf(store, session, account, id)) ?? null
}

/** Adds a piece, or replaces the one that came with this index. False when all pieces together are above the bound. */
export function addSegment(store: Store, session: UploadSession, index: number, bytes: Buffer): boolean {
  const others = Object.entries(session.segments).filter(([key]) => key !== String(index))
  const size = others.reduce((sum, [, base64]) => sum + Buffer.byteLength(base64, 'base64'), bytes.length)
  if (size > MAX_UPLOAD_BYTES) return false
  session.segments[index] = bytes.toString('base64')
  store.changed()
  return true
}

/** The pieces joined in their order. Which is missing is told in place of the bytes. */
export function joinSegments({ segments }: UploadSession): Buffer | { missing: number } {
  const count = Object.keys(segments).length
  const pieces: Buffer[] = []
  for (let index = 0; index < Math.max(count, 1); index += 1) {
    const base64 = segments[index]
    if (base64 === undefined) return { missing: index }
    pieces.push(Buffer.from(base64, 'base64'))
  }
  return Buffer.concat(pieces)
}

/** The upload is complete: it can be named by its id, and takes no more pieces. */
export function completeUpload(store: Store, account: Account, { id }: UploadSession, bytes: Buffer): void {
  store.state.uploadSessions = store.state.uploadSessions.filter((session) => session.id !== id)
  storeUpload(store, account, { bytes }, id)
}

function isOf(
  store: Store,
  upload: { id: string; accountId: string; createdAtMs: number },
  account: Account,
  id: string,
): boolean {
  const oldestMs = store.clock() - UPLOAD_LIFETIME_SECONDS * 1000
  return upload.id === id && upload.accountId === account.id && upload.createdAtMs > oldestMs
}

/** The list without the oldest of the account's own, so that it has one fewer than are kept. */
function withSpaceForOneMore<Upload extends { accountId: string }>(
  uploads: readonly Upload[],
  account: Account,
): Upload[] {
  const own = uploads.filter((upload) => upload.accountId === account.id)
  const dropped = new Set(own.slice(0, Math.max(0, own.length - MAX_UPLOADS + 1)))
  return uploads.filter((upload) => !dropped.has(upload))
}

function dropOldest<Upload>(uploads: Upload[], sizeOf: (upload: Upload) => number): void {
  let characters = uploads.reduce((sum, upload) => sum + sizeOf(upload), 0)
  while (characters > MAX_UPLOADED_CHARACTERS) {
    const oldest = uploads.shift()
    characters -= oldest === undefined ? characters : sizeOf(oldest)
  }
}

function charactersOf({ segments }: UploadSession): number {
  return Object.values(segments).reduce((sum, base64) => sum + base64.length, 0)
}
