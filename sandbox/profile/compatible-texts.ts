import type { Account, CompatibleServer, Modes, ProfileTextName } from '../state/schema'

/** A text as it arrived: what is stored of it, and what the answer shows; PHP makes a list of `name[]`. */
export interface SentText {
  value: string
  /** What the answer shows in the place of the stored value. */
  shown?: readonly string[]
}

export type SentTexts = ReadonlyMap<ProfileTextName, SentText>

export type CompatibleTexts =
  | {
      ok: true
      /** What stands in the database afterwards. */
      stored: ReadonlyMap<ProfileTextName, string>
      /** What the answer is made of. */
      answered: ReadonlyMap<ProfileTextName, string | readonly string[]>
      /** What a developer should know of it. */
      notes: readonly string[]
    }
  /** The database refused: nothing is stored. */
  | { ok: false; explanation: string }

const MAX_COLUMN_CHARACTERS = 255
const MAX_TEXT_BYTES = 65_535

/** PHP's trim, which knows no spaces beyond ASCII. NUL is dropped wherever it stands. */
export function phpTrim(text: string): string {
  return text.replaceAll('\0', '').replace(/^[ \t\n\r\v]+|[ \t\n\r\v]+$/g, '')
}

/** What update_profile does with the texts that arrived, already trimmed. */
export function compatibleTexts(
  server: CompatibleServer,
  database: Modes['database'],
  sent: SentTexts,
): CompatibleTexts {
  return server === 'gnusocial' ? gnuSocialTexts(sent) : statusNetTexts(database, sent)
}

/** Everything is taken, empty texts too; a column holds 65,535 bytes. */
function gnuSocialTexts(sent: SentTexts): CompatibleTexts {
  for (const [field, { value }] of sent) {
    if (Buffer.byteLength(value) > MAX_TEXT_BYTES) return { ok: false, explanation: tooManyBytes(field) }
  }
  return {
    ok: true,
    stored: new Map([...sent].map(([field, { value }]) => [field, value])),
    answered: new Map([...sent].map(([field, { value, shown }]) => [field, shown ?? value])),
    notes: [],
  }
}

/** What is empty, or 0, is ignored. */
function statusNetTexts(database: Modes['database'], sent: SentTexts): CompatibleTexts {
  const taken = [...sent].filter(([, { value }]) => value !== '' && value !== '0')
  const ignored = [...sent.keys()].filter((field) => !taken.some(([name]) => name === field))
  const notes: string[] = []
  if (ignored.length > 0) {
    notes.push(
      `StatusNet takes no empty text and no 0, so ${ignored.join(', ')} stayed as before. No text can be cleared there.`,
    )
  }
  const stored = new Map<ProfileTextName, string>()
  for (const [field, { value }] of taken) {
    const fitting = fitColumn(field, value)
    if (fitting !== value && database !== 'lenient') return { ok: false, explanation: tooLong(field) }
    const hasEmoji = FOUR_BYTES.test(fitting)
    if (hasEmoji && database === 'strict') return { ok: false, explanation: noLetters(field) }
    if (fitting !== value) notes.push(`${field} is too long: it was cut, and the answer shows it whole.`)
    if (hasEmoji) {
      notes.push(
        `StatusNet’s tables cannot store letters of four bytes: each in ${field} was stored as ????, and the answer shows it as it was sent.`,
      )
    }
    stored.set(field, fitting.replaceAll(ALL_FOUR_BYTES, '????'))
  }
  const answered = new Map(taken.map(([field, { value, shown }]) => [field, shown ?? value]))
  return { ok: true, stored, answered, notes }
}

const FOUR_BYTES = /[\u{10000}-\u{10ffff}]/u
const ALL_FOUR_BYTES = /[\u{10000}-\u{10ffff}]/gu

/** As much of a text as its column holds. */
function fitColumn(field: ProfileTextName, value: string): string {
  if (field !== 'description') {
    const characters = Array.from(value)
    return characters.length <= MAX_COLUMN_CHARACTERS
      ? value
      : characters.slice(0, MAX_COLUMN_CHARACTERS).join('')
  }
  const bytes = Buffer.from(value)
  if (bytes.length <= MAX_TEXT_BYTES) return value
  // A letter that would be cut in two goes whole.
  return bytes.toString('utf8', 0, MAX_TEXT_BYTES).replace(/\ufffd+$/, '')
}

const tooManyBytes = (field: ProfileTextName) =>
  `${field} has more than 65,535 bytes, which is all that a column of the database holds. Nothing was stored.`

const tooLong = (field: ProfileTextName) =>
  field === 'description'
    ? tooManyBytes(field)
    : `${field} has more than 255 characters, which is all that StatusNet’s column holds. A strict database refuses it, and nothing was stored. The mode database set to lenient cuts it.`

const noLetters = (field: ProfileTextName) =>
  `${field} has letters of four bytes, such as emoji, which StatusNet’s tables cannot store. A strict database refuses them, and nothing was stored. The mode database set to lenient stores ????.`

/** The account with these texts; one that is emptied is not the same as one that was never set. */
export function withTexts(
  account: Account,
  texts: ReadonlyMap<ProfileTextName, string | readonly string[]>,
): Account {
  const emptied = new Set(account.emptiedTexts)
  for (const [field, value] of texts) {
    if (value === '') emptied.add(field)
    else emptied.delete(field)
  }
  return { ...account, ...Object.fromEntries(texts), emptiedTexts: [...emptied] }
}
