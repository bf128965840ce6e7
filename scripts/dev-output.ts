import { stripVTControlCharacters } from 'node:util'

/** What `next dev` says about itself while it starts; `npm run dev` says it in its own three lines. */
const BANNER = /^\s*(▲ Next\.js|- (Local|Network|Environments):|✓ (Starting|Ready in)|$)/

/** OAuth 1.0a's values that would let a reader of the terminal finish somebody's sign-in. */
const OAUTH_VALUE = /(oauth_(?:token|verifier|token_secret)(?:=|%3D))[^&\s"')]+/gi

/** A line of `next dev` as the terminal may show it: without OAuth values; undefined when it is only the banner. */
export function devOutputLine(line: string): string | undefined {
  if (BANNER.test(stripVTControlCharacters(line))) return undefined
  return line.replace(OAUTH_VALUE, '$1…')
}
