import { type ChangeField, changesBetween, type Draft, draftOf } from '@/lib/changes'
import type { Profile } from '@/lib/profile'
import { rebaseDraft } from '@/lib/rebase-draft'
import { err, ok, type Result } from '@/lib/result'
import type { AccountKey } from './database'
import { openDraftStore } from './draft-store'
import type { StorageProblem } from './storage-problem'
import { nextRevision, type StoredDraft } from './stored-draft'

/** The account's draft as it is now, carried over to the published profile where nothing is in dispute. */
async function readDraft(
  account: AccountKey,
  published: Profile,
): Promise<Result<StoredDraft, StorageProblem>> {
  const read = await openDraftStore(account).read()
  if (!read.ok && read.error.reason !== 'set_aside') return read
  const stored = read.ok ? read.value : null
  const changedAt = new Date().toISOString()
  if (!stored)
    return ok({ base: published, draft: draftOf(published), changedAt, revision: nextRevision(null) })
  const revision = nextRevision(stored.revision)
  const { draft, conflicts } = rebaseDraft(stored.base, stored.draft, published)
  // What was changed on both sides is for the editor to ask about; until then the draft stays on its base.
  return ok(
    conflicts.length === 0
      ? { base: published, draft, changedAt, revision }
      : { base: stored.base, draft: stored.draft, changedAt, revision },
  )
}

/** The fields in which the account's draft differs from what is published. */
export async function readEditedFields(
  account: AccountKey,
  published: Profile,
): Promise<Result<ChangeField[], StorageProblem>> {
  const stored = await readDraft(account, published)
  return stored.ok ? ok(changesBetween(published, stored.value.draft).map(({ field }) => field)) : stored
}

/** The account's draft, without the files being written: for whoever saves it under a name. */
export async function readDraftOf(
  account: AccountKey,
  published: Profile,
): Promise<Result<Draft, StorageProblem>> {
  const stored = await readDraft(account, published)
  return stored.ok ? ok(stored.value.draft) : stored
}

/**
 * Changes the account's draft from outside the editor; editors in other tabs hear of it. Gives false when afterwards
 * nothing would differ from what is published: then the draft stays as it was.
 */
export async function putIntoDraft(
  account: AccountKey,
  published: Profile,
  change: (draft: Draft) => Draft,
): Promise<Result<boolean, StorageProblem>> {
  // Another tab may write in between; what it wrote is then read, and nothing of it is lost.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const stored = await readDraft(account, published)
    if (!stored.ok) return stored
    const draft = change(stored.value.draft)
    if (changesBetween(published, draft).length === 0) return ok(false)
    const written = await openDraftStore(account).write({ ...stored.value, draft })
    if (written.ok) return ok(true)
    if (written.error.reason !== 'changed_elsewhere') return written
  }
  return err({ reason: 'changed_elsewhere' })
}
