import { useState } from 'react'
import type { Account } from '@/lib/browser/storage/database'
import type { Look } from '@/lib/browser/storage/look-record'
import { putIntoDraft, readEditedFields } from '@/lib/browser/storage/put-into-draft'
import type { StorageProblem } from '@/lib/browser/storage/storage-problem'
import { readPicture } from '@/lib/browser/storage/stored-pictures'
import { wearLook } from '@/lib/browser/storage/wear-look'
import type { ChangeField } from '@/lib/changes'
import { FIELD_LABELS, inARow } from '@/lib/field-wording'
import type { Profile } from '@/lib/profile'
import { err, type Result } from '@/lib/result'
import { SLOTS, type Slot } from '@/lib/slots'
import type { LookMessage } from './use-looks'

interface Voice {
  say: (message: LookMessage) => void
  sayProblem: (problem: StorageProblem) => void
}

/** Puts a look into the draft, after asking when that has edits of its own, and then leads to the editor. */
export function useWear(account: Account, profile: Profile, { say, sayProblem }: Voice) {
  const [asking, setAsking] = useState<{ look: Look; fields: ChangeField[] } | null>(null)
  const [wearing, setWearing] = useState<Look | null>(null)

  async function begin(look: Look) {
    if (wearing) return
    const edited = await readEditedFields(account, profile)
    if (!edited.ok) sayProblem(edited.error)
    else if (edited.value.length > 0) setAsking({ look, fields: edited.value })
    else await wear(look)
  }

  async function wear(look: Look) {
    setAsking(null)
    setWearing(look)
    const isPut = await putLookIntoDraft(account, profile, look)
    setWearing(null)
    if (!isPut.ok) {
      if ('missing' in isPut.error) say(missingMessage(isPut.error.missing))
      else sayProblem(isPut.error)
    } else if (!isPut.value) say({ tone: 'info', title: `You are wearing ${look.name} already.` })
    // A fresh request: the editor begins with the draft as it is now.
    else window.location.assign('/profile')
  }

  return { asking, wearing, begin, wear, stop: () => setAsking(null) }
}

async function putLookIntoDraft(
  account: Account,
  profile: Profile,
  look: Look,
): Promise<Result<boolean, StorageProblem | { missing: Slot[] }>> {
  const blobs = new Map<string, Blob | null>()
  for (const slot of SLOTS) {
    const picture = look.pictures[slot]
    if (picture) blobs.set(picture.pictureId, await readPicture(picture.pictureId))
  }
  const { draft, missing } = wearLook(look, profile, (id) => blobs.get(id) ?? null)
  if (missing.length > 0) return err({ missing })
  return putIntoDraft(account, profile, () => draft)
}

function missingMessage(missing: readonly Slot[]): LookMessage {
  const names = inARow(missing.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  return {
    tone: 'warning',
    title: `The ${names} of this look cannot be read on this device.`,
    more: 'Your draft stays as it is.',
  }
}
