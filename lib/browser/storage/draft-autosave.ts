import { readPublished } from '@/lib/browser/publish/profile-api'
import { createTaskQueue } from '@/lib/browser/task-queue'
import { changesBetween, type Draft, draftOf } from '@/lib/profile/changes'
import { isSameDraft, isSameField, mergeDrafts } from '@/lib/profile/merge-drafts'
import type { Profile } from '@/lib/profile/profile'
import { baseOfDraft, type Conflict, isBaseOf, rebaseDraft } from '@/lib/profile/rebase-draft'
import { SLOTS, type Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { ServerKind } from '@/lib/server-kinds'
import { type AccountKey, onStorageCleared } from './database'
import { nextRevision, openDraftStore, type Revision } from './draft-store'

/** How well the edits of this tab are kept. */
export type AutosaveStatus =
  | { state: 'kept' }
  /** Something is not on the device yet; it will be in a moment. */
  | { state: 'pending' }
  /** It lives only in this tab. */
  | { state: 'refused'; problem: StorageProblem }

/** What is in the editor: the profile as published, what was made of it, and what is open between the two. */
export interface Edits {
  published: Profile
  draft: Draft
  conflicts: readonly Conflict[]
}

/** A draft that an earlier visit left, carried over to what is published now. */
export interface FoundEdits {
  draft: Draft
  conflicts: readonly Conflict[]
  /** ISO 8601. */
  changedAt: string
  /** Pictures that were chosen then and are no longer on the device. */
  missing: Slot[]
}

/** What the autosave asks of the editor. */
interface SavedDraft {
  /** What keeps the published profile. */
  kind: ServerKind
  readNow(): Edits
  /** Called at most once, when a draft was found. */
  onFound(found: FoundEdits): void
  /** Puts into the form what another tab has made of the draft. */
  onMerged(edits: Edits): void
  onAutosave(status: AutosaveStatus): void
}

export interface DraftAutosave {
  /** Told of every change of the form, and more often does no harm. */
  keep(edits: Edits): void
  /** Keeps at once what is not kept yet. */
  flush(): void
  /** Stops listening; what is pending is kept first. */
  stop(): void
}

/** Within half a second every edit is to be on the device; the rest is for the disk. */
const WAIT_WHILE_TYPING_MILLISECONDS = 250

/**
 * Keeps one account's draft on the device: finds what an earlier visit left, writes every change, and stays in step
 * with other tabs. Of two tabs that edit different fields nothing is lost; of the same field the later one counts.
 */
export async function startDraftAutosave(
  account: AccountKey,
  atFirst: Edits,
  editor: SavedDraft,
): Promise<DraftAutosave> {
  let latest = atFirst
  const store = openDraftStore(account)
  /** What device and form last agreed on. */
  let common: Edits = untouched(atFirst.published)
  let revision: Revision | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const queue = createTaskQueue()
  let isStopped = false

  const inTurn = (work: () => Promise<void>) =>
    // What the device refuses is returned; whatever throws besides must not leave the page saying that it is being kept.
    queue(work).catch(() => editor.onAutosave({ state: 'refused', problem: { reason: 'refused' } }))

  async function write() {
    const edits = latest
    const { published, draft, conflicts } = edits
    const isNothing = changesBetween(published, draft).length === 0
    // Without this, two tabs would answer each other for ever.
    if (isSame(edits, common) || (isNothing && revision === null)) {
      common = edits
      return editor.onAutosave({ state: 'kept' })
    }
    const next = nextRevision(revision)
    const changedAt = new Date().toISOString()
    const written = isNothing
      ? await store.remove()
      : await store.write({
          base: baseOfDraft(published, draft, conflicts),
          draft,
          changedAt,
          revision: next,
        })
    if (!written.ok) {
      if (written.error.reason === 'changed_elsewhere') return takeIn()
      return editor.onAutosave({ state: 'refused', problem: written.error })
    }
    common = edits
    revision = isNothing ? null : next
    reportIfSaved()
  }

  /** What was edited while the device was busy may wait for its turn, and no timer tells of that any more. */
  function reportIfSaved() {
    if (isSame(latest, common)) editor.onAutosave({ state: 'kept' })
  }

  /** Another tab has written or removed the draft. */
  async function takeIn() {
    const found = await store.read()
    if (!found.ok || isStopped) return
    if (found.value) {
      revision = found.value.revision
      const { base, draft } = found.value
      const published = await profileBehind(base)
      if (!isStopped) merge(published, rebaseDraft(base, draft, published))
      return
    }
    if (revision === null) return
    // It was published or discarded there: what both tabs had is no edit any more.
    const now = await readPublished({ account: latest.published.id, kind: editor.kind })
    if (!now.ok || isStopped) return
    revision = null
    merge(now.value, untouched(now.value))
  }

  /** The published profile; looked at anew when the other tab went on from one that is not known here. */
  async function profileBehind(base: Profile): Promise<Profile> {
    const { published, conflicts } = latest
    if (isBaseOf(base, published, conflicts)) return published
    const now = await readPublished({ account: published.id, kind: editor.kind })
    return now.ok ? now.value : published
  }

  function merge(published: Profile, { draft: theirs, conflicts }: Pick<Edits, 'draft' | 'conflicts'>) {
    const merged = mergeDrafts(common.draft, latest.draft, theirs)
    common = { published, draft: theirs, conflicts }
    latest = { published, draft: merged, conflicts }
    editor.onMerged(latest)
    // Nobody will ask to write it once more.
    reportIfSaved()
  }

  function keep(edits: Edits) {
    const isUrgent =
      SLOTS.some((slot) => !isSameField(edits.draft, latest.draft, slot)) ||
      // Published or discarded: a draft that came back then would be sent once more.
      changesBetween(edits.published, edits.draft).length === 0
    const isKnown = isSame(edits, latest)
    latest = edits
    if (isKnown && isSame(edits, common)) return
    if (isKnown && timer !== undefined) return
    editor.onAutosave({ state: 'pending' })
    // It runs from the first letter that is not kept: begun anew with each, it would never end for a fast typist.
    if (!isUrgent && timer !== undefined) return
    timer = setTimeout(flush, isUrgent ? 0 : WAIT_WHILE_TYPING_MILLISECONDS)
  }

  /** What the person has cleared from the device is still in the form, and is saved as if for the first time. */
  function saveAnew() {
    editor.onAutosave({ state: 'pending' })
    inTurn(async () => {
      common = untouched(latest.published)
      revision = null
      await write()
    })
  }

  function flush() {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    inTurn(write)
  }

  const found = await store.read()
  if (found.ok && found.value) {
    const { base, draft, changedAt, missing } = found.value
    revision = found.value.revision
    const now = editor.readNow()
    const rebased = rebaseDraft(base, draft, now.published)
    const { conflicts } = rebased
    common = { published: now.published, draft: rebased.draft, conflicts }
    // What was typed before the draft was found stays typed.
    const merged = mergeDrafts(draftOf(now.published), now.draft, rebased.draft)
    latest = { published: now.published, draft: merged, conflicts }
    editor.onFound({ draft: merged, conflicts, changedAt, missing })
  } else {
    latest = editor.readNow()
  }
  if (found.ok) reportIfSaved()
  else editor.onAutosave({ state: 'refused', problem: found.error })
  // What was typed while the device was asked.
  keep(latest)
  const stopListening = store.onChangedElsewhere(() => inTurn(takeIn))
  const stopSavingAnew = onStorageCleared(saveAnew)

  return {
    keep,
    flush,
    stop() {
      flush()
      isStopped = true
      stopListening()
      stopSavingAnew()
    },
  }
}

const untouched = (published: Profile): Edits => ({ published, draft: draftOf(published), conflicts: [] })

const isSame = (one: Edits, other: Edits) =>
  one.published === other.published &&
  isSameDraft(one.draft, other.draft) &&
  one.conflicts.length === other.conflicts.length &&
  one.conflicts.every(({ field, was }) =>
    other.conflicts.some((open) => open.field === field && open.was === was),
  )
