import { stripVTControlCharacters } from 'node:util'

/** What `next dev` says about itself while it starts; `npm run dev` says it in its own three lines. */
const BANNER = /^\s*(▲ Next\.js|- (Local|Network|Environments):|✓ (Starting|Ready in|Running next\.config)|$)/

/** OAuth 1.0a's values that would let a reader of the terminal finish somebody's sign-in. */
const OAUTH_VALUE = /(oauth_(?:token|verifier|token_secret)(?:=|%3D))[^&\s"')]+/gi

/** The line of the request by which `npm run dev` itself finds out that the app answers. */
const OWN_REQUEST = /^ GET \/ \d+ in /

/**
 * Sorts what `next dev` prints, line by line: the function answers a line as the terminal may show it, without OAuth
 * values, or undefined for a line that is only the banner or the log of our own first request.
 */
export function devOutputFilter(): (line: string) => string | undefined {
  let ownRequestSeen = false
  return (line) => {
    const text = stripVTControlCharacters(line)
    if (BANNER.test(text)) return undefined
    if (!ownRequestSeen && OWN_REQUEST.test(text)) {
      ownRequestSeen = true
      return undefined
    }
    return line.replace(OAUTH_VALUE, '$1…')
  }
}
