import type { ProblemLine } from '@/components/editor/error-summary'
import type { PublishOutcome } from '@/lib/browser/publish/publish-changes'
import type { HistoryEntry } from '@/lib/browser/storage/history-store'
import { CHECK_IN_A_MINUTE, canTryAgain, PART_LABELS, type Words, wordsForError } from '@/lib/messages/errors'
import { FIELD_LABELS, isolated, listOf } from '@/lib/messages/fields'
import { asSubject, profileAddress, type ServerIdentity } from '@/lib/messages/server-name'
import { wordsForStorageProblem } from '@/lib/messages/storage'
import type { ApiError, Reason } from '@/lib/profile/api-error'
import { excerptOf } from '@/lib/profile/bounded-text'
import { type Capabilities, capabilitiesAfter, capabilitiesOf } from '@/lib/profile/capabilities'
import type { Change, ChangeField, Draft } from '@/lib/profile/changes'
import { fieldOfParameter, type Profile, TEXT_FIELDS, type TextField } from '@/lib/profile/profile'
import { draftAfterPublishing } from '@/lib/profile/publish-parts'
import type { Part } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { ServerKind } from '@/lib/server-kinds'

/** What the editor says after publishing. */
export interface PublishReport {
  /** Null when nothing was published. */
  notice: { title: string; more: string } | null
  /** Above the lines: what stands now. */
  status: string
  lines: ProblemLine[]
  /** How many changes were published and how many were not, where any was sent. */
  counts?: { published: number; not: number }
  /** Lines that belong to one field and therefore stand beside it too. */
  fieldProblems?: { field: ChangeField; message: string }[]
  offersSignIn?: boolean
  /** True where the same may work later. */
  offersRetry?: boolean
  /** Parts that a line is about, so that nothing else says it again. */
  refused?: Part[]
}

/** Puts the outcome of publishing into words. `sent` are the changes that were to be published. */
export function reportOf(
  outcome: PublishOutcome,
  sent: Change[],
  server: ServerIdentity,
  handle: string,
): Required<PublishReport> {
  const { published, unchanged, refused, notSent } = outcome
  const publicPage = profileAddress(server, handle)
  const report: Required<PublishReport> = {
    notice: published.length > 0 ? noticeOf(outcome, server) : null,
    // The notice of success names what was published; named here too, it would seem to be part of the problem.
    status: published.length > 0 ? 'Your other edits are kept.' : 'Your edits are kept.',
    ...refusalsOf(refused, sent, server, handle),
    counts: { published: published.length, not: sent.length - published.length },
    offersSignIn: refused.some(({ apiError }) => isSignInTheWayOn(apiError)),
    offersRetry:
      refused.length > 0 ? refused.some(({ apiError }) => canTryAgain(apiError)) : notSent.length > 0,
    refused: refused.map(({ part }) => part),
  }
  const emptied = unchanged.filter(isEmptied)
  const others = unchanged.filter((change) => !isEmptied(change))
  if (emptied.length > 0) {
    report.lines.push({
      text: `${labelsOf(emptied)}: ${asSubject(server)} keeps the old text when you clear it.`,
      action: 'Enter another text, or use Revert to leave it as it is.',
      field: emptied[0]?.field ?? null,
    })
  }
  if (others.length > 0) {
    report.lines.push({
      text: `${labelsOf(others)}: ${asSubject(server)} reported no error, but your profile still shows what was there before.`,
      action: `It may still show up. ${CHECK_IN_A_MINUTE}`,
      profileAddress: publicPage,
      field: others[0]?.field ?? null,
    })
  }
  if (notSent.length > 0) {
    const parts = listOf(notSent.map((part) => PART_LABELS[part]))
    report.lines.push({ text: `${parts}: not sent.`, action: NOT_SENT_YET, field: null })
  }
  return report
}

const NOT_SENT_YET = 'This is still in your draft, and goes along when you publish again.'

/** The lines about what was refused, and which of them stand beside a field too. */
function refusalsOf(
  refused: PublishOutcome['refused'],
  sent: Change[],
  server: ServerIdentity,
  handle: string,
): Pick<Required<PublishReport>, 'lines' | 'fieldProblems'> {
  const publicPage = profileAddress(server, handle)
  const fieldProblems: Required<PublishReport>['fieldProblems'] = []
  /** What meets several parts alike is told once. */
  const byProblem = new Map<string, { line: ProblemLine; about: Change[] }>()
  for (const { part, apiError, delivery } of refused) {
    const ofPart = sent.filter((change) => change.part === part)
    const { title, action, sendsToProfile, namesPart } = wordsForError(apiError, server, {
      part,
      delivery,
      handle,
      onlyField: ofPart.length === 1 ? ofPart[0]?.field : undefined,
    })
    const field = fieldOf(apiError, ofPart)
    const isOfField = apiError.reason === 'field_rejected' || apiError.reason === 'image_rejected'
    const isOfPart = !isOfField && !REASONS_OF_THE_SESSION.has(apiError.reason)
    const detail = detailOf(apiError)
    const key = isOfPart ? JSON.stringify([title, action, detail]) : part
    const before = byProblem.get(key)
    const about = [...(before?.about ?? []), ...ofPart]
    const line: ProblemLine = {
      text: isOfPart && !namesPart ? `${labelsOf(about)}: ${title}` : title,
      action,
      ...(sendsToProfile && { profileAddress: publicPage }),
      field: before?.line.field ?? field,
      detail,
    }
    byProblem.set(key, { line, about })
    if (isOfField && field) fieldProblems.push({ field, message: `${title} ${action}` })
  }
  return { lines: [...byProblem.values()].map(({ line }) => line), fieldProblems }
}

/** The report of something published that the history does not keep: then nothing leads back to what was there. */
export function withHistoryProblem(report: PublishReport, problem: StorageProblem | null): PublishReport {
  if (!report.notice || !problem) return report
  const { title, more } = report.notice
  const why = wordsForStorageProblem(problem).title
  return { ...report, notice: { title, more: `${more} The earlier values aren’t in the history. ${why}` } }
}

/** Why parts were not published, to stand beside their changes until they are tried again. */
export function refusedParts({ refused }: PublishOutcome, server: ServerIdentity): ReadonlyMap<Part, Words> {
  return new Map(
    refused.map(({ part, apiError, delivery }) => [
      part,
      wordsForError(apiError, server, { part, delivery }),
    ]),
  )
}

/** The report for an editor whose problem is said elsewhere. */
export const withoutProblem = ({ notice, status, counts }: PublishReport): PublishReport => ({
  notice,
  status,
  lines: [],
  ...(counts && { counts: { ...counts, not: 0 } }),
})

const isEmptied = (change: Change) => change.kind === 'text' && change.willBe === ''

const isText = (field: ChangeField): field is TextField | 'linkColor' =>
  field === 'linkColor' || TEXT_FIELDS.some((text) => text === field)

function noticeOf({ published, altered, savedProfile }: PublishOutcome, server: ServerIdentity) {
  const title = `Published: ${labelsOf(published)}.`
  if (altered.length > 0) {
    const stored = altered.map(({ field }) => {
      const value = savedProfile && isText(field) ? excerptOf(savedProfile[field]) : ''
      return value
        ? `${FIELD_LABELS[field]} as “${isolated(value)}”`
        : `no ${FIELD_LABELS[field].toLowerCase()}`
    })
    const what = `${asSubject(server)} stored ${listOf(stored)}, not what you sent.`
    return { title, more: `${what} If that isn’t right, change it and publish again.` }
  }
  if (server.host === 'sandbox') return { title, more: 'Your sandbox shows it now.' }
  return { title, more: 'It can take a few minutes until everyone sees it.' }
}

const labelsOf = (changes: Change[]) => listOf(changes.map(({ field }) => FIELD_LABELS[field]))

/** The field a refusal speaks of, or else the first one that was sent with it. */
function fieldOf(apiError: ApiError, changes: Change[]): ChangeField | null {
  const named = apiError.field === undefined ? null : fieldOfParameter(apiError.field)
  return named ?? changes[0]?.field ?? null
}

const SIGN_IN_IS_THE_WAY_ON = new Set<Reason>(['signed_out', 'account_changed', 'session_expired'])
/** These are about who is signed in and where, whichever part met them. */
const REASONS_OF_THE_SESSION = new Set<Reason>([...SIGN_IN_IS_THE_WAY_ON, 'cross_site'])

function isSignInTheWayOn({ reason, cause }: ApiError): boolean {
  return SIGN_IN_IS_THE_WAY_ON.has(reason) || cause === 'read_only' || cause === 'no_reason_given'
}

/** The server's own words, for those who have to look into it. */
function detailOf({ code, message, isSiteSilent }: ApiError): string | undefined {
  if (code > 0) return `Code ${code}${message && `, “${message}”`}`
  return message && !isSiteSilent ? message : undefined
}

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
