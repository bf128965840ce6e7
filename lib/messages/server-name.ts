import type { Part } from '@/lib/profile/slots'
import type { ServerKind } from '@/lib/server-kinds'

/** The server a person is signed in to, as far as the screen must tell one from another. */
export interface ServerIdentity {
  /** Whose it is: X's own, the sandbox, or somebody's who runs one like it. */
  host: 'x' | 'sandbox' | 'other'
  /** What it is: a row of the table. */
  kind: ServerKind
  /** `X`, `Sandbox`, or the host name of a compatible server. */
  name: string
  /** What keeps one server's drafts, history and looks apart from another's on a device. */
  origin: string
}

/** The server as the subject of a sentence: "X", "The sandbox", "social.example". */
export function asSubject(server: ServerIdentity): string {
  return server.host === 'sandbox' ? 'The sandbox' : server.name
}

/** The server as a place: at "X", at "the sandbox", at "social.example". */
export function asPlace(server: ServerIdentity): string {
  return server.host === 'sandbox' ? 'the sandbox' : server.name
}

/** The address of the server's own pages for people: X's are not where its API is. No slash at the end. */
export const siteAddress = ({ host, origin }: ServerIdentity): string =>
  host === 'x' ? 'https://x.com' : origin

/** The address of the page on which others see a profile. */
export const profileAddress = (server: ServerIdentity, handle: string): string =>
  `${siteAddress(server)}/${encodeURIComponent(handle)}`

/** Where a profile is published, said under the heading and in the review. */
export function destinationSentence(
  server: ServerIdentity,
  handle: string,
): { short: string; whole: string } {
  switch (server.host) {
    case 'sandbox':
      return {
        short: `@${handle} on your sandbox.`,
        whole: `This goes to your sandbox. Nobody else sees it, and nothing reaches ${server.kind.name}.`,
      }
    case 'x':
      return { short: `@${handle} on X.`, whole: `This goes to X as @${handle} and is public at once.` }
    case 'other':
      return {
        short: `@${handle} on ${server.name}.`,
        whole: `This goes to ${server.name} as @${handle} and is public at once.`,
      }
  }
}

/** Said of a part that this kind of server never had. */
export const wordsForMissingPart = (part: Part, { kind }: ServerIdentity): string =>
  `${kind.name} has no ${NOUNS[part]}.`

const NOUNS: Record<Part, string> = {
  text: 'texts',
  avatar: 'profile photos',
  banner: 'header images',
  background: 'background images',
}
