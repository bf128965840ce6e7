import { useState } from 'react'
import { Question } from '@/components/ui/dialog'
import { readEditedFields } from '@/lib/browser/storage/apply-to-draft'
import type { Account } from '@/lib/browser/storage/database'
import { FIELD_LABELS, listOf } from '@/lib/messages/fields'
import type { ChangeField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import type { StorageProblem } from '@/lib/profile/storage-problem'

interface Replacing<Source> {
  account: Account
  profile: Profile
  /** Whether a field of the draft is replaced. */
  replaces: (source: Source, field: ChangeField) => boolean
  put: (source: Source) => Promise<void>
  onProblem: (problem: StorageProblem) => void
}

/** Puts an entry of the history, or a look, into the draft: after asking, where the draft has edits that would go. */
export function useDraftReplacement<Source>({ account, profile, ...replacing }: Replacing<Source>) {
  const [asking, setAsking] = useState<{ source: Source; fields: ChangeField[] } | null>(null)
  const [working, setWorking] = useState<Source | null>(null)

  async function begin(source: Source) {
    if (working) return
    setWorking(source)
    const edited = await readEditedFields(account, profile)
    const fields = edited.ok ? edited.value.filter((field) => replacing.replaces(source, field)) : []
    if (edited.ok && fields.length === 0) return replace(source)
    setWorking(null)
    if (edited.ok) setAsking({ source, fields })
    else replacing.onProblem(edited.error)
  }

  async function replace(source: Source) {
    setAsking(null)
    setWorking(source)
    await replacing.put(source).finally(() => setWorking(null))
  }

  return {
    begin,
    /** What is being put into the draft. */
    working,
    asking,
    stay: () => setAsking(null),
    go: () => asking && replace(asking.source),
  }
}

interface ReplaceQuestionProps {
  replacement: Pick<ReturnType<typeof useDraftReplacement>, 'asking' | 'stay' | 'go'>
  title: string
  /** What comes in place of the edits, and what else is to be known; it ends the sentence. */
  by: string
}

export function ReplaceQuestion({ replacement: { asking, stay, go }, title, by }: ReplaceQuestionProps) {
  const fields = listOf((asking?.fields ?? []).map((field) => FIELD_LABELS[field]))
  return (
    <Question
      isOpen={asking !== null}
      title={title}
      stay="Keep my draft"
      go="Replace"
      onStay={stay}
      onGo={go}
    >
      {`Your unpublished edits to ${fields} will be replaced by ${by}`}
    </Question>
  )
}
