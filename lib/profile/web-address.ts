/** A name with a port, `localhost:3000`, has a colon too: a scheme has no dot in it and no digit after it. */
export const SCHEME = /^(https?:|[a-z][a-z0-9+-]*:(?!\d))/i
const LABEL = '[\\p{L}\\p{M}\\p{N}\\p{Extended_Pictographic}\\uFE0F_-]+'
const BEGINS_WITH_HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+(?:[/?#:]|$)`, 'u')

/**
 * A website as it will be sent: without the invisible characters around it, with ordinary letters for full-width ones
 * in its host, and with `https://` in front when it has no scheme and begins with a host.
 * X would put `http://` there, so the scheme is always sent.
 */
export function tidyAddress(website: string): string {
  const narrow = withNarrowHost(trimUnseen(website))
  return !SCHEME.test(narrow) && BEGINS_WITH_HOST.test(narrow) ? `https://${narrow}` : narrow
}

/** Spaces and what is drawn as nothing. */
const UNSEEN = /[\s\u0085\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]/u
const VARIANT = /[\uFE00-\uFE0F]/
/** What follows a black flag and makes it the flag of a region. */
const FLAG_TAG = /[\u{E0020}-\u{E007F}]/u

function trimUnseen(text: string): string {
  const characters = [...text]
  const isUnseen = (index: number) => UNSEEN.test(characters[index] ?? '')
  let [start, end] = [0, characters.length]
  while (start < end && isUnseen(start)) start += 1
  while (end > start && isUnseen(end - 1)) end -= 1
  // Part of the emoji before them.
  const belongs = characters[end - 1] === '🏴' ? FLAG_TAG : VARIANT
  while (end > start && belongs.test(characters[end] ?? '')) end += 1
  return characters.slice(start, end).join('')
}

/** The address, or null when the text is none. `URL.canParse` is newer than some of the browsers we support. */
export function parseAddress(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** Input methods for Chinese, Japanese and Korean write full-width letters; every reader of addresses folds them in a host. */
function withNarrowHost(address: string): string {
  const narrow = (part: string) =>
    part
      .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE_OFFSET))
      .replace(/[\u3002\uFF61]/g, '.')
  return address.replace(/^[^/?#]*/, narrow).replace(/^[a-z]+:\/\/[^/?#]*/i, narrow)
}

/** From `!` to its full-width form. */
const WIDE_OFFSET = 0xfee0
