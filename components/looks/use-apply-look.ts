import { useState } from 'react'
import { readEditedFields, wearInDraft } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import type { Look } from '@/lib/browser/storage/look-record'
import type { StorageProblem } from '@/lib/browser/storage/storage-problem'
import { FIELD_LABELS, inARow } from '@/lib/messages/fields'
import type { ChangeField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { Slot } from '@/lib/profile/slots'
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
    const worn = await wearInDraft(account, profile, look).finally(() => setWearing(null))
    if (!worn.ok) sayProblem(worn.error)
    else if (worn.value.missing.length > 0) say(missingMessage(worn.value.missing))
    else if (!worn.value.isPut) say({ tone: 'info', title: `You are wearing ${look.name} already.` })
    // A fresh request: the editor begins with the draft as it is now.
    else window.location.assign('/profile')
  }

  return { asking, wearing, begin, wear, stop: () => setAsking(null) }
}

function missingMessage(missing: readonly Slot[]): LookMessage {
  const names = inARow(missing.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  return {
    tone: 'warning',
    title: `The ${names} of this look cannot be read on this device.`,
    more: 'Your draft stays as it is.',
  }
}
