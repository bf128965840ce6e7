import { FIELD_LABELS } from '@/lib/messages/fields'
import type { Change } from '@/lib/profile/changes'
import { problemsWithDraft } from '@/lib/profile/field-errors'
import type { Profile } from '@/lib/profile/profile'
import { draftWithOnly } from '@/lib/profile/publish-parts'
import type { Conflict } from '@/lib/profile/rebase-draft'
import type { ServerKind } from '@/lib/server-kinds'

/** What is against publishing the chosen changes, as a sentence; leaving one out may take what another one needs. */
export function validationErrorOf(
  published: Profile,
  kind: ServerKind,
  chosen: Change[],
  conflicts: readonly Conflict[],
): string | null {
  if (chosen.length === 0) return 'Nothing to publish yet. Tick at least one change.'
  const open = conflicts.find((conflict) => chosen.some(({ field }) => field === conflict.field))
  if (open)
    return `${FIELD_LABELS[open.field]} was also changed elsewhere. Keep yours or use the published value first.`
  const [problem] = Object.values(problemsWithDraft(published, draftWithOnly(published, chosen), kind))
  return problem ?? null
}
