import 'server-only'
import { excerptOf } from '@/lib/profile/bounded-text'

/** The longest sentence of a server's that is passed on, in UTF-16 units. */
export const SENTENCE_MAX_UNITS = 1000

/** Read of a sentence before anything is cut out of it; no sentence is longer. */
const READ_MAX_UNITS = 20_000

/**
 * By so many letters of a secret its place in a text is found, and then as much of it as stands there: its beginning
 * even where the rest was cut off, and every part of twice this length.
 */
const CHUNK_UNITS = 12

/** A shorter secret would be found in ordinary words. */
const SECRET_MIN_UNITS = 6

const REMOVED = '[removed]'

/** What to look for in a text, to find a secret again. */
export type Secrets = readonly string[]

/**
 * What to look for, to find any of these texts again in whatever spelling a server may quote them: as they are, in
 * percent-encoding, as references of HTML or JSON, in base64 or in hexadecimal digits, in other case, with anything
 * between their letters, and cut off.
 */
export function findableSecrets(texts: readonly string[]): Secrets {
  // X's access tokens begin with the account's id, which is nobody's secret and stands in every User object.
  return texts
    .flatMap((text) => spellingsOf(text.replace(/^\d+-/, '')))
    .filter((spelling) => spelling.length >= SECRET_MIN_UNITS)
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // In base64 a byte's letters depend on where in a group of three it stands; those shared with neighbours are left out.
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : before + 1, -1),
  )
  return [secret, bytes.toString('hex'), ...base64].map(lettersOf)
}

/** One character as addresses, JSON and HTML may spell it, encoded once or more often. */
const ENCODED =
  /%(?:25)*([0-9a-f]{2})|\\{1,4}(?:u00|x)([0-9a-f]{2})|&(?:amp;)*#(?:x0*([0-9a-f]{2})|0*(\d{2,3}));?/gi

const decode = (_: string, percent?: string, json?: string, hexadecimal?: string, decimal?: string) =>
  String.fromCharCode(
    decimal === undefined ? Number.parseInt(percent ?? json ?? hexadecimal ?? '', 16) : Number(decimal),
  )

/** The letters and digits of a text, decoded and in small: what all spellings of a secret have in common. */
const lettersOf = (text: string) =>
  text
    .replace(ENCODED, decode)
    .replace(/[^a-zA-Z0-9]+/g, '')
    .toLowerCase()

/** A text without these secrets; one without any comes back as it is. Takes time in proportion to its length. */
export function redact(text: string, secrets: Secrets): string {
  const letters = lettersOf(text)
  const stretches = secrets.flatMap((secret) => stretchesOf(secret, letters))
  if (stretches.length === 0) return text
  const { starts, ends } = placesOf(text, letters.length)
  let clean = ''
  let copied = 0
  for (const [from, to] of stretches.sort(([one], [other]) => one - other)) {
    const start = starts[from] ?? 0
    if (start >= copied) clean += text.slice(copied, start) + REMOVED
    copied = Math.max(copied, ends[to - 1] ?? 0)
  }
  return clean + text.slice(copied)
}

/** Where in a text each of its letters and digits begins and ends, in the order of `lettersOf`. */
function placesOf(text: string, count: number): { starts: Uint32Array; ends: Uint32Array } {
  const [starts, ends] = [new Uint32Array(count), new Uint32Array(count)]
  const encoded = new RegExp(ENCODED.source, 'iy')
  for (let at = 0, found = 0; at < text.length; ) {
    encoded.lastIndex = at
    const isEncoded = '%\\&'.includes(text.charAt(at)) && encoded.test(text)
    const end = isEncoded ? encoded.lastIndex : at + 1
    if (isEncoded ? lettersOf(text.slice(at, end)) !== '' : isLetter(text.charCodeAt(at))) {
      starts[found] = at
      ends[found] = end
      found += 1
    }
    at = end
  }
  return { starts, ends }
}

const isLetter = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)

/** From where to where the letters of a text are those of a secret, or of a good part of it. */
function stretchesOf(secret: string, letters: string): [from: number, to: number][] {
  const stretches: [number, number][] = []
  const chunkUnits = Math.min(CHUNK_UNITS, secret.length)
  for (let chunkAt = 0; chunkAt + chunkUnits <= secret.length; chunkAt += chunkUnits) {
    const chunk = secret.slice(chunkAt, chunkAt + chunkUnits)
    for (let at = letters.indexOf(chunk); at !== -1; at = letters.indexOf(chunk, at + chunkUnits)) {
      let [before, after] = [0, chunkUnits]
      while (before < chunkAt && letters[at - before - 1] === secret[chunkAt - before - 1]) before++
      while (chunkAt + after < secret.length && letters[at + after] === secret[chunkAt + after]) after++
      stretches.push([at - before, at + after])
    }
  }
  return stretches
}

/**
 * A server's own sentence as it may be shown and logged: on one line, without what a screen draws as nothing or in
 * another order, without these secrets, and of a thousand characters at most.
 */
export function safeSentence(sentence: string, secrets: Secrets): string {
  const clean = redact(sentence.slice(0, READ_MAX_UNITS), secrets)
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  // A secret that was cut in two stands at the end, and comes to the front only where nearly all before it went.
  if (sentence.length > READ_MAX_UNITS && clean.length <= SENTENCE_MAX_UNITS) return REMOVED
  return excerptOf(clean, SENTENCE_MAX_UNITS)
}
