import { TOP_LEVEL_DOMAINS } from './top-level-domains'
import { tidyAddress } from './web-address'

/** A stretch of a text as X shows it. All but `plain` are links, and of an address only the beginning is drawn. */
export interface TextSegment {
  kind: 'plain' | 'url' | 'mention' | 'hashtag' | 'cashtag'
  text: string
}

/**
 * A text cut into what X links and what stands between. Links are found as X's own library twitter-text 3 finds them,
 * also without a scheme.
 */
export function segmentText(text: string): TextSegment[] {
  const segments: TextSegment[] = []
  let end = 0
  const addPlain = (until: number) => {
    if (until > end) segments.push({ kind: 'plain', text: text.slice(end, until) })
  }
  for (const entity of findEntities(text)) {
    if (entity.start < end) continue
    addPlain(entity.start)
    end = entity.end
    const found = text.slice(entity.start, entity.end)
    segments.push({ kind: entity.kind, text: entity.kind === 'url' ? displayUrl(found) : found })
  }
  addPlain(text.length)
  return segments
}

/** After the host X shows this many characters, as in `youtube.com/watch?v=oHg5SJ…`. Source: recorded `display_url`s. */
const SHOWN_PATH_CHARACTERS = 15

/** An address as X shows it: without scheme and `www.`, its path cut short, and the slash of an empty path left out. */
export function displayUrl(address: string): string {
  const bare = address.replace(/^https?:\/\//i, '').replace(/^www\./i, '')
  const pathStart = bare.search(/[/?#]/)
  if (pathStart < 0) return bare
  const host = bare.slice(0, pathStart)
  const path = [...bare.slice(pathStart)]
  if (path.length === 1 && path[0] === '/') return host
  return path.length > SHOWN_PATH_CHARACTERS
    ? `${host}${path.slice(0, SHOWN_PATH_CHARACTERS).join('')}…`
    : `${host}${path.join('')}`
}

/** A profile's website as X shows it, from what was typed. */
export const displayWebsite = (website: string) => displayUrl(tidyAddress(website))

interface Entity {
  kind: Exclude<TextSegment['kind'], 'plain'>
  /** In UTF-16 units. */
  start: number
  end: number
}

/** By where they begin; where two overlap, an address wins and otherwise the first. */
function findEntities(text: string): Entity[] {
  const urls = findUrls(text)
  const others = [...findTags(text), ...findMentions(text), ...findCashtags(text)].filter(({ start, end }) =>
    urls.every((url) => end <= url.start || start >= url.end),
  )
  return [...urls, ...others].sort((one, other) => one.start - other.start)
}

const LATIN_ACCENTS = '\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0300-\\u036f\\u1e00-\\u1eff'
const ASCII_LABEL = `[a-z0-9${LATIN_ACCENTS}][a-z0-9_${LATIN_ACCENTS}-]*`
const ANY_LABEL =
  '[\\p{L}\\p{N}\\p{Extended_Pictographic}][\\p{L}\\p{M}\\p{N}\\p{Extended_Pictographic}\\u200d_-]*'
/** What may not stand before an address, and before one without a scheme. */
const NOT_AFTER = '(?<![A-Za-z0-9@＠$#＃\\u202a-\\u202e])'
const NOT_AFTER_WITHOUT_SCHEME = '(?<![-_./])'
const URL_START = new RegExp(
  `${NOT_AFTER}(?:https?://(?<full>(?:${ANY_LABEL}\\.)+${ANY_LABEL})|${NOT_AFTER_WITHOUT_SCHEME}(?<bare>(?:${ASCII_LABEL}\\.)+[a-z][a-z0-9-]*))`,
  'giu',
)
const PATH_CHARACTER = `[a-z\\u0400-\\u04ff0-9!*';:=+,.$/%#[\\]\\u2013_~@|&${LATIN_ACCENTS}-]`
const PATH = new RegExp(`/(?:${PATH_CHARACTER}|\\(${PATH_CHARACTER}+\\))*`, 'iy')
const PATH_END = new RegExp(`[^a-z\\u0400-\\u04ff0-9=_#/+)${LATIN_ACCENTS}-]+$`, 'i')
const QUERY = /\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*/iy
const QUERY_END = /[^a-z0-9\-_&=#/]+$/i

function findUrls(text: string): Entity[] {
  const urls: Entity[] = []
  for (const match of text.matchAll(URL_START)) {
    const { full, bare } = match.groups ?? {}
    const whole = full ?? bare ?? ''
    const start = match.index
    const hostStart = start + match[0].length - whole.length
    if (urls.some((url) => start < url.end)) continue
    const host = validHost(whole, text.slice(hostStart + whole.length))
    if (!host) continue
    const hostEnd = hostStart + host.length
    const portEnd = hostEnd + (/^:\d+/.exec(text.slice(hostEnd))?.[0].length ?? 0)
    const pathEnd = portEnd + lengthAt(text, portEnd, PATH, PATH_END)
    urls.push({ kind: 'url', start, end: pathEnd + lengthAt(text, pathEnd, QUERY, QUERY_END) })
  }
  return urls
}

/** The longest beginning of a host that ends in a top-level domain; null where there is none. */
function validHost(whole: string, after: string): string | null {
  const labels = whole.split('.')
  for (let count = labels.length; count > 1; count -= 1) {
    const last = labels[count - 1] ?? ''
    // Other letters may follow without a space, as in Japanese.
    const ascii = /^[a-z0-9-]*/i.exec(last)?.[0] ?? ''
    const isAtEnd = count === labels.length && ascii === last
    if (isAtEnd && /^[@+]/.test(after)) continue
    const before = labels.slice(0, count - 1).join('.')
    if (TOP_LEVEL_DOMAINS.has(ascii.toLowerCase()) || /^xn--[a-z0-9-]+$/i.test(ascii))
      return `${before}.${ascii}`
    if (ascii === '' && /^[\p{L}\p{M}]{2,}$/u.test(last)) return `${before}.${last}`
  }
  return null
}

/** How long the match at a place is, without what may not end it. */
function lengthAt(text: string, start: number, pattern: RegExp, ending: RegExp): number {
  pattern.lastIndex = start
  return pattern.exec(text)?.[0].replace(ending, '').length ?? 0
}

const TAG_CHARACTER =
  '\\p{L}\\p{M}\\p{Nd}_\\u200c\\u200d\\ua67e\\u05be\\u05f3\\u05f4\\uff5e\\u301c\\u309b\\u309c\\u30a0\\u30fb\\u3003\\u0f0b\\u0f0c\\u00b7'
const HASHTAG = new RegExp(
  `(?<=^|[\\ufe0e\\ufe0f]|[^&${TAG_CHARACTER}])[#＃](?![\\ufe0f\\u20e3])[${TAG_CHARACTER}]*[\\p{L}\\p{M}][${TAG_CHARACTER}]*(?![${TAG_CHARACTER}]|[#＃]|://)`,
  'gu',
)
const MENTION =
  /(?<=^|[^a-zA-Z0-9_!#$%&*@＠]|(?:^|[^a-zA-Z0-9_+~.-])rt:?)[@＠][a-zA-Z0-9_]{1,20}(?:\/[a-zA-Z][a-zA-Z0-9_-]{0,24})?/gi
const NOT_AFTER_MENTION = new RegExp(`^(?:[@＠${LATIN_ACCENTS}]|://)`)
const CASHTAG = /(?<=^|\s)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|\s|[!'#%&'()*+,\\\-./:;<=>?@[\]^_{|}~$])/gi

const findTags = (text: string) => entitiesOf('hashtag', text, HASHTAG)
const findCashtags = (text: string) => entitiesOf('cashtag', text, CASHTAG)
const findMentions = (text: string) =>
  entitiesOf('mention', text, MENTION).filter(({ end }) => !NOT_AFTER_MENTION.test(text.slice(end)))

const entitiesOf = (kind: Entity['kind'], text: string, pattern: RegExp): Entity[] =>
  [...text.matchAll(pattern)].map((match) => ({
    kind,
    start: match.index,
    end: match.index + match[0].length,
  }))
