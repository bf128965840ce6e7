import type { Change, ChangeField } from '@/lib/profile/changes'
import type { Profile } from '@/lib/profile/profile'
import { findInvisible, misdirects } from '@/lib/profile/text-errors'
import { parseAddress } from '@/lib/profile/web-address'
import { FIELD_LABELS } from './fields'
import { contrastWarnings } from './link-color'
import type { ServerIdentity } from './server-name'
import { wordsForInvisible } from './text-errors'

/** Something to think about before a change is published. It forbids nothing. */
interface PublishWarning {
  field: ChangeField
  text: string
}

/** Check marks, stars, blue badges and the word itself: what people read as "verified". */
const VERIFIED_SIGNS =
  /[\u221A\u237B\u2611\u2705\u2713\u2714\u272A\u{10102}\u{1F396}\u{1F535}\u{1F537}\u{1F539}\u{1F5F8}\u{1F5F9}]|\bverified\b/iu

/** Scripts whose letters are easily taken for one another. */
const LOOK_ALIKE_SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
]

/** Bold, cursive and other letters that Unicode has for formulas. */
const MATHEMATICAL_LETTERS = /[\u{1D400}-\u{1D7FF}]/u

/** Small previews show about this many lines of a bio and cut the rest. Estimated from X's hover cards. */
const PREVIEW_LINES = 5

/** What somebody may want to know before these changes are published, in the order of the changes. */
export function warningsFor(changes: Change[], published: Profile, server: ServerIdentity): PublishWarning[] {
  return changes.flatMap((change) =>
    [...textsForKind(change, server), ...textsFor(change, published, server)].map((text) => ({
      field: change.field,
      text,
    })),
  )
}

/** What a server of this kind does otherwise than it was asked. */
function textsForKind(
  { kind, willBe }: Change,
  { kind: { name, clearsTexts, storesEmoji } }: ServerIdentity,
) {
  if (kind !== 'text') return []
  if (willBe === '' && !clearsTexts) return [`${name} keeps the old text when you clear it.`]
  return !storesEmoji && EMOJI.test(willBe)
    ? [`${name} may refuse emoji, or store them as question marks.`]
    : []
}

/** Beyond the basic plane: what databases of the time could not store. */
const EMOJI = /[\u{10000}-\u{10FFFF}]/u

function textsFor(change: Change, published: Profile, server: ServerIdentity): string[] {
  const texts: string[] = []
  const canHideMarker = change.field === 'name' || change.field === 'avatar'
  if (published.isVerified && server.host !== 'sandbox' && canHideMarker) {
    texts.push(
      `Changing your name or profile photo can hide your check mark until ${server.name} has reviewed it.`,
    )
  }
  if (change.kind === 'picture' && change.willBe === null) {
    texts.push(`${FIELD_LABELS[change.field]} will be removed.`)
  }
  if (change.kind === 'color') return contrastWarnings(change.willBe, server.kind.name)
  if (change.kind !== 'text') return texts
  const { field, willBe } = change
  if (willBe === '' && server.kind.clearsTexts) texts.push(`${FIELD_LABELS[field]} will be empty.`)
  if (field === 'name') texts.push(...warningsForName(willBe))
  // In an address they are refused.
  if (field !== 'website') texts.push(...warningsForInvisible(field, willBe))
  if (field === 'bio' && willBe.split('\n').length > PREVIEW_LINES) {
    texts.push(`The bio has more than ${PREVIEW_LINES} lines. Small previews cut the rest off.`)
  }
  if (field === 'website' && willBe !== '') texts.push(...warningsForWebsite(willBe))
  return texts
}

function warningsForName(name: string): string[] {
  const texts: string[] = []
  if (VERIFIED_SIGNS.test(name)) {
    texts.push(
      'The name has something that looks like a check mark or says “verified”. Servers may refuse it or treat it as deceptive.',
    )
  }
  if (name.split(/[^\p{L}\p{M}]+/u).some(hasLookAlikes)) {
    texts.push('A word in the name mixes look-alike letters from different alphabets.')
  }
  if (MATHEMATICAL_LETTERS.test(name)) {
    texts.push(
      'The name uses mathematical symbols that look like letters. Screen readers may spell them out or skip them, and search doesn’t find them.',
    )
  }
  return texts
}

function warningsForInvisible(field: 'name' | 'bio' | 'location', text: string): string[] {
  const texts: string[] = []
  const invisible = findInvisible(text)
  if (invisible) {
    const effect =
      field === 'name'
        ? 'It can make a name look like someone else’s.'
        : 'It can hide words from search and from screen readers.'
    texts.push(`${wordsForInvisible(invisible)} ${effect}`)
  }
  if (misdirects(text)) {
    texts.push(
      `${FIELD_LABELS[field]} contains a character that changes the direction of writing. It can scramble what people read.`,
    )
  }
  return texts
}

const hasLookAlikes = (word: string) => LOOK_ALIKE_SCRIPTS.filter((script) => script.test(word)).length > 1

function warningsForWebsite(website: string): string[] {
  const url = parseAddress(website)
  if (!url) return ['The website doesn’t look like an address. The link may not work.']
  const texts: string[] = []
  if (url.protocol === 'http:') {
    texts.push('The website isn’t secure (http). Most sites also work with https.')
  }
  if (url.hostname.split('.').some((label) => label.startsWith('xn--'))) {
    texts.push(`Its name has letters beyond a to z. Some apps show it as ${url.hostname}.`)
  }
  return texts
}
