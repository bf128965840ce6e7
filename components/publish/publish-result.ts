import type { PublishOutcome } from '@/lib/browser/publish/publish-changes'
import type { HistoryEntry } from '@/lib/browser/storage/history-entry'
import { type Capabilities, capabilitiesAfter, capabilitiesOf } from '@/lib/profile/capabilities'
import type { Draft } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { draftAfterPublishing } from '@/lib/profile/publish-parts'
import type { ServerKind } from '@/lib/server-kinds'
import type { PublishReport } from './publish-report'

/** How publishing has ended, for the editor to go on from. */
export interface PublishResult {
  report: PublishReport
  /** The profile as the server has it now; null when no part was taken. */
  savedProfile: Profile | null
  /** What stays of a draft: every edit that was left out, refused, or made meanwhile. */
  draftAfter: (draft: Draft) => Draft
  /** What the answers told about the server. */
  capabilities: Capabilities
  /** The entry of the history; null when nothing was published, or nothing could be kept. */
  entry: HistoryEntry | null
}

/** Puts together what came of publishing. `published` is the profile the draft was made on. */
export function publishResultOf(
  published: Profile,
  before: Capabilities,
  kind: ServerKind,
  outcome: PublishOutcome,
  report: PublishReport,
  entry: HistoryEntry | null,
): PublishResult {
  const { savedProfile } = outcome
  return {
    report,
    savedProfile,
    draftAfter: (draft) =>
      savedProfile ? draftAfterPublishing(published, draft, outcome.published, savedProfile) : draft,
    capabilities: afterOutcome(before, kind, outcome),
    entry,
  }
}

function afterOutcome(
  before: Capabilities,
  kind: ServerKind,
  { published, refused }: PublishOutcome,
): Capabilities {
  let learned: Partial<Capabilities> = before
  for (const { part, apiError } of refused) learned = capabilitiesAfter(learned, part, apiError, new Date())
  for (const { part } of published) {
    if (!before[part].accepts) learned = capabilitiesAfter(learned, part, 'v1.1', new Date())
  }
  return capabilitiesOf(learned, kind)
}
