import { createHash } from 'node:crypto'
import type { Store } from '../state/store'

/** A link as it stands in a text: where (UTF-16 units), and the full address it means. */
export interface FoundLink {
  start: number
  end: number
  expandedUrl: string
}

/** One entry of `entities.*.urls`. Indices count code points. */
export interface LinkEntity {
  url: string
  expanded_url: string
  display_url: string
  indices: [number, number]
}

const TCO = 'https://t.co/'

/** Letters and digits after https://t.co/; 23 characters in all. */
const TCO_CODE_LENGTH = 10

/**
 * Endings that make a bare `name.ending` a link. X asks the whole root zone; these are the ones people write, and
 * `example`, which is reserved for documentation and used by the seeds.
 */
const BARE_ENDINGS =
  'academy|app|art|biz|blog|cloud|com|design|dev|earth|edu|email|example|gallery|garden|gov|green|info|int|ink|link|live|me|mil|mobi|museum|name|net|news|online|org|page|photo|photography|pics|press|pro|pub|science|shop|site|social|space|store|studio|tech|tv|website|wiki|world|xyz|ac|ai|at|au|be|br|ca|ch|cn|co|cz|de|dk|es|eu|fi|fm|fr|gg|gr|hu|ie|il|im|in|io|is|it|jp|kr|li|lu|ly|mx|nl|no|nz|pl|pt|ro|ru|se|sg|sh|sk|to|tr|tw|ua|uk|us|za'

const LINK = new RegExp(
  // Not in the middle of a word, an address, a mention, a hashtag or another link.
  '(?<![\\p{L}\\p{N}@#$_./-])' +
    '(?:(?<scheme>https?:\\/\\/)[^\\s<>"]+' +
    `|(?<bare>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${BARE_ENDINGS})(?![\\p{L}\\p{N}_@-]|\\.[a-z0-9])` +
    '(?::\\d+)?(?<path>[/?][^\\s<>"]*)?))',
  'giu',
)

/** No text of a profile is longer, by the rules of any server; in a longer one no link is looked for. */
const MAX_SEARCHED_CHARACTERS = 5_000

/** The links of a text, as X finds them in a bio: with a scheme, or bare with a known ending. */
export function findLinks(text: string): FoundLink[] {
  if (text.length > MAX_SEARCHED_CHARACTERS) return []
  const links: FoundLink[] = []
  for (const match of text.matchAll(LINK)) {
    const typed = withoutTrailingPunctuation(match[0])
    const hasScheme = match.groups?.scheme !== undefined
    const expandedUrl = hasScheme ? typed : `http://${typed}`
    // X takes a bare two-label name with a country ending, such as "go.to", for prose unless a path follows.
    const looksLikeProse =
      !hasScheme && match.groups?.path === undefined && /^[^.]+\.(?!co$|tv$)[a-z]{2}$/i.test(typed)
    if (looksLikeProse || !isPublicWebAddress(expandedUrl)) continue
    links.push({ start: match.index, end: match.index + typed.length, expandedUrl })
  }
  return links
}

function withoutTrailingPunctuation(link: string): string {
  let end = link.length
  for (;;) {
    const text = link.slice(0, end)
    const last = text.at(-1) ?? ''
    const closesNothing = last === ')' && text.split(')').length > text.split('(').length
    if (!/[.,:;!?'"*~\]}…。、！？”’»]/u.test(last) && !closesNothing) return text
    end -= 1
  }
}

/** True for http(s) addresses with a name that could be looked up: dots in it, a word at its end. */
export function isPublicWebAddress(url: string): boolean {
  // URL itself would make an address of http:/example.com and http:////example.com too.
  if (/[\s<>"]/.test(url) || !/^https?:\/\/[^/\\]/i.test(url) || !URL.canParse(url)) return false
  const { hostname, username, password } = new URL(url)
  return (
    username === '' &&
    password === '' &&
    /^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/i.test(hostname)
  )
}

/** The short link of an address, always the same one. Remembered, so that /t.co/ can lead back. */
export function shortLink(store: Store, expandedUrl: string): string {
  // A short link of ours that comes back is itself, not something to shorten again.
  if (resolveShortLink(store, expandedUrl) !== null) return expandedUrl
  const code = shortCode(expandedUrl)
  if (store.state.links[code] !== expandedUrl) {
    store.state.links[code] = expandedUrl
    forgetUnusedLinks(store)
    store.changed()
  }
  return `${TCO}${code}`
}

/**
 * Above so many, short links that no profile shows any more are forgotten, the oldest first: a script that writes a
 * new address with every call must not fill the memory.
 */
const MAX_LINKS = 1_000
/** Down to here at once, so that it is not done with every new link. */
const TRIMMED_LINKS = 900

function forgetUnusedLinks({ state }: Store): void {
  const codes = Object.keys(state.links)
  if (codes.length <= MAX_LINKS) return
  const shown = state.accounts.flatMap(({ description, url }) => [
    url,
    ...findLinks(description).map(({ expandedUrl }) => expandedUrl),
  ])
  // The newest is on its way into an answer.
  const used = new Set([...shown.map((url) => codeOf(url) ?? shortCode(url)), codes.at(-1)])
  const forgotten = codes.filter((code) => !used.has(code)).slice(0, codes.length - TRIMMED_LINKS)
  for (const code of forgotten) delete state.links[code]
}

function shortCode(expandedUrl: string): string {
  const digest = createHash('sha256').update(expandedUrl).digest('base64')
  return digest.replace(/[^A-Za-z0-9]/g, '').slice(0, TCO_CODE_LENGTH)
}

/** What a `https://t.co/…` of this sandbox stands for, null when it is none. */
export function resolveShortLink(store: Store, url: string): string | null {
  const code = codeOf(url)
  return (code !== undefined && Object.hasOwn(store.state.links, code) && store.state.links[code]) || null
}

/** Of a text that holds short links, as when a client sent back what it was given. */
function codeOf(url: string): string | undefined {
  return /^https?:\/\/t\.co\/([A-Za-z0-9]+)$/.exec(url)?.[1]
}

/** X shows the host whole and fifteen characters of what follows (the length is inferred from its samples). */
const DISPLAY_PATH_LENGTH = 15

/** The address as X shows it: no scheme, no `www.`, no slash at the end, cut with an ellipsis. */
export function displayUrl(expandedUrl: string): string {
  const bare = expandedUrl.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
  const pathAt = bare.search(/[/?#]/)
  if (pathAt === -1) return bare
  const path = Array.from(bare.slice(pathAt))
  if (path.length <= DISPLAY_PATH_LENGTH) return bare
  return `${bare.slice(0, pathAt)}${path.slice(0, DISPLAY_PATH_LENGTH).join('')}…`
}

/** A text with every link shortened, and the entities that undo it. */
export function shortenLinks(store: Store, text: string): { text: string; urls: LinkEntity[] } {
  let shortened = ''
  let copiedTo = 0
  const urls: LinkEntity[] = []
  for (const link of findLinks(text)) {
    shortened += text.slice(copiedTo, link.start)
    const start = codePoints(shortened)
    const entity = linkEntity(store, link.expandedUrl, start)
    shortened += entity.url
    urls.push(entity)
    copiedTo = link.end
  }
  return { text: shortened + text.slice(copiedTo), urls }
}

/** The entity of one address whose short form begins at `start`. */
export function linkEntity(store: Store, address: string, start: number): LinkEntity {
  const url = shortLink(store, address)
  const expandedUrl = resolveShortLink(store, address) ?? address
  return {
    url,
    expanded_url: expandedUrl,
    display_url: displayUrl(expandedUrl),
    indices: [start, start + codePoints(url)],
  }
}

/** How many characters a text has as X counts them. */
export function codePoints(text: string): number {
  return Array.from(text).length
}
