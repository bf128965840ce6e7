import 'server-only'
import { z } from 'zod'
import { type ApiError, apiError } from '@/lib/profile/api-error'
import { type Capabilities, capabilitiesAfter } from '@/lib/profile/capabilities'
import type { Part } from '@/lib/profile/slots'
import type { Result } from '@/lib/result'
import { cookieName, cookiesOf, decrypt, encrypt, setCookie } from '@/lib/server/auth/cookies'
import { SESSION_LONGEST_SECONDS, type Session } from '@/lib/server/auth/session'
import { readEnv } from '@/lib/server/env'
import type { UserAnswer } from '@/lib/server/x/x-account'

/**
 * What the server's answers taught about the server, kept with the person in a cookie of its own: no process knows
 * it, so any instance may answer next. See docs/decisions/0015-server-capabilities.md.
 */
export interface ServerNotes {
  capabilities: Partial<Capabilities>
  /** ISO 8601: until when nothing is sent for a part, or read, after the server said that a limit is full. */
  pauses: Partial<Record<Part | 'read', string>>
  /** Those of other accounts in this browser, as they stand in the same cookie: the latest first. */
  others?: StoredNotes[] | undefined
}

/**
 * As long as a session lasts at most. Forgotten sooner, a person would spend time on a part that was refused the day
 * before. It cannot grow stale: a part that was refused is asked again whenever it is published.
 */
const LIFETIME_SECONDS = SESSION_LONGEST_SECONDS

const COOKIE = 'server-notes'

/** Of a server nobody has asked anything yet. */
export const NOTHING_NOTED: ServerNotes = { capabilities: {}, pauses: {} }

const CapabilitySchema = z.object({
  accepts: z.boolean(),
  transport: z.enum(['v1.1', 'v2']).nullable(),
  reason: z.enum(['tier', 'gone']).exactOptional(),
  since: z.string().exactOptional(),
})

const StoredNotesSchema = z.object({
  /** Whom and which server the notes are about; another's are of no use. */
  about: z.string(),
  capabilities: z.object({
    text: CapabilitySchema.exactOptional(),
    avatar: CapabilitySchema.exactOptional(),
    banner: CapabilitySchema.exactOptional(),
    background: CapabilitySchema.exactOptional(),
  }),
  pauses: z.partialRecord(z.enum(['text', 'avatar', 'banner', 'background', 'read']), z.iso.datetime()),
})

type StoredNotes = z.infer<typeof StoredNotesSchema>

/** Each is read alone, so that one that cannot be read takes no other with it. */
const NotesSchema = z.object({ accounts: z.array(z.unknown()) })

/** In UTF-16 units of JSON. Whatever is beyond it is left out, the oldest first: the cookies of several accounts share one header. */
const OTHERS_MAX_UNITS = 1200

/** As much of a session as tells whom notes are about. */
type Person = Pick<Session, 'handle'>

const aboutOf = ({ handle }: Person) => `${handle} at ${readEnv().serverOrigin}`

/** What is noted for a person; nothing when the cookie is missing, old, not ours or another's. */
export async function readNotes(cookieHeader: string | null, session: Person): Promise<ServerNotes> {
  const encrypted = cookiesOf(cookieHeader)[cookieName(COOKIE)]
  if (!encrypted) return NOTHING_NOTED
  const notes = NotesSchema.safeParse(await decrypt(encrypted, 'x-server-notes'))
  if (!notes.success) return NOTHING_NOTED
  const about = aboutOf(session)
  const stored = notes.data.accounts.flatMap((one) => StoredNotesSchema.safeParse(one).data ?? [])
  const others = stored.filter((one) => one.about !== about)
  const own = stored.find((one) => one.about === about) ?? NOTHING_NOTED
  const { capabilities, pauses } = own
  return { capabilities, pauses, ...(others.length > 0 && { others }) }
}

/** A Set-Cookie value with the notes for a person; null when they say nothing that was not said before. */
export async function rememberNotes(
  before: ServerNotes,
  after: ServerNotes,
  session: Person,
): Promise<string | null> {
  if (textOf(after) === textOf(before)) return null
  const { capabilities, pauses, others = [] } = after
  return cookieWith([{ about: aboutOf(session), capabilities, pauses }, ...withinBound(others)])
}

type WrittenNotes = Omit<ServerNotes, 'others'> & Pick<StoredNotes, 'about'>

async function cookieWith(accounts: WrittenNotes[]): Promise<string> {
  return setCookie(COOKIE, await encrypt({ accounts }, 'x-server-notes', LIFETIME_SECONDS), LIFETIME_SECONDS)
}

function withinBound(others: readonly StoredNotes[]): StoredNotes[] {
  let units = 0
  return others.filter((stored) => {
    units += JSON.stringify(stored).length
    return units <= OTHERS_MAX_UNITS
  })
}

const textOf = ({ capabilities, pauses }: ServerNotes) => JSON.stringify({ capabilities, pauses })

/** A Set-Cookie value that takes the notes of a person away, and leaves those of others. */
export const forgetNotes = async ({ others = [] }: ServerNotes): Promise<string> =>
  others.length > 0 ? cookieWith(others) : setCookie(COOKIE, '', 0)

/** Why nothing may be sent yet; null when it may. */
export function pauseOf({ pauses }: ServerNotes, part: Part | 'read', now: Date): ApiError | null {
  const retryAt = pauses[part]
  if (!retryAt || Date.parse(retryAt) <= now.getTime()) return null
  return apiError('rate_limited', 'The server said that a limit is full, and its time has not come.', {
    retryAt,
  })
}

/** The notes after one more answer about a part, or about reading the profile. */
export function notesAfter(
  notes: ServerNotes,
  part: Part | 'read',
  outcome: Result<UserAnswer, ApiError>,
  now: Date,
): ServerNotes {
  const { [part]: _over, ...others } = notes.pauses
  const retryAt = outcome.ok ? undefined : outcome.error.retryAt
  const learned = outcome.ok ? (outcome.value.transport ?? 'v1.1') : outcome.error
  return {
    ...notes,
    capabilities:
      part === 'read' ? notes.capabilities : capabilitiesAfter(notes.capabilities, part, learned, now),
    pauses: retryAt ? { ...others, [part]: retryAt } : others,
  }
}
