import type { ChangeField, SwitchField } from '@/lib/profile/changes'
import type { TextField } from '@/lib/profile/profile'
import type { Part, Slot } from '@/lib/profile/slots'
import { PART_LABELS } from './errors'
import { FIELD_LABELS, isolated, listOf } from './fields'

/** What of an entry of the history is put into words. */
interface EntryFacts {
  changes: readonly (
    | { kind: 'text'; field: TextField }
    | { kind: 'color'; field: 'linkColor' }
    | { kind: 'switch'; field: SwitchField; willBe: boolean }
    | { kind: 'picture'; field: Slot }
  )[]
  parts: readonly { part: Part; isPublished: boolean }[]
  isUnfinished?: true | undefined
}

/** A picture of an entry that could not be restored. */
export interface NotRestored {
  slot: Slot
  why: /** It was not saved on this device before it was replaced. */
    | 'not_kept'
    /** There was none before, and servers have no way to remove this one. */
    | 'cannot_remove'
}

/** Said in the editor when an entry was undone: what of it is in the draft again. `at` is the entry's time, ISO 8601. */
export function backInDraft(fields: readonly ChangeField[], at: string): string {
  const names = listOf(fields.map((field) => FIELD_LABELS[field].toLowerCase()))
  return `Back in your draft: the ${names} from before ${timeInWords(at)}.`
}

/** Said in the editor when a look was put into the draft. */
export const lookInDraft = (name: string): string => `In your draft: the look “${isolated(name)}”.`

/** "14:02" today, "21 Nov, 14:02" on another day. */
export function timeInWords(iso: string): string {
  const time = new Date(iso)
  const isToday = time.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(!isToday && { day: 'numeric', month: 'short' }),
  }).format(time)
}

/** What an entry changed, as a title: "Bio, profile photo and background image". */
export function titleOfEntry({ changes }: EntryFacts): string {
  const hasPictureOfBackground = changes.some(({ field }) => field === 'background')
  // The switches belong to their picture, and are told below it.
  const named = changes.filter(({ kind }) => kind !== 'switch' || !hasPictureOfBackground)
  return listOf(
    named.map(({ field }, at) => (at === 0 ? FIELD_LABELS[field] : FIELD_LABELS[field].toLowerCase())),
  )
}

/** Said of the switches of an entry: "Show background on, tile background off."; empty without any. */
export function switchesOfEntry({ changes }: EntryFacts): string {
  const switches = changes.flatMap((change) =>
    change.kind === 'switch'
      ? [`${FIELD_LABELS[change.field].toLowerCase()} ${change.willBe ? 'on' : 'off'}`]
      : [],
  )
  const sentence = switches.join(', ')
  return sentence && `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

/** What came of an entry's parts: "Published", or which were not. */
export function outcomeOfEntry({ parts, isUnfinished }: EntryFacts): {
  isWhole: boolean
  sentence: string
} {
  if (isUnfinished) {
    return {
      isWhole: false,
      sentence:
        'The page was closed while this was being published. Check your profile to see what went through.',
    }
  }
  const failed = parts.filter(({ isPublished }) => !isPublished)
  if (failed.length === 0) return { isWhole: true, sentence: 'Published' }
  const names = listOf(failed.map(({ part }) => PART_LABELS[part].toLowerCase()))
  const verb = failed.length === 1 ? 'was not published and' : 'were not published and'
  return {
    isWhole: false,
    sentence: `${parts.length - failed.length} of ${parts.length} parts published. The ${names} ${verb} stayed in your draft.`,
  }
}

/** What could not be brought back, each in a sentence. */
export function wordsForNotRestored(notRestored: readonly NotRestored[]): string {
  return notRestored
    .map(({ slot, why }) => {
      const name = FIELD_LABELS[slot].toLowerCase()
      return why === 'not_kept'
        ? `The earlier ${name} wasn’t saved here, so it can’t be restored.`
        : `There was no ${name} before, and apps can’t remove one.`
    })
    .join(' ')
}
