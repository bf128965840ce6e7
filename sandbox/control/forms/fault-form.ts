import type { Fault } from '../../state'
import type { Store } from '../../store'
import { addFault, checkFault } from '../faults'
import { type Refusal, refused } from '../refusal'
import { lines, number, type Typed, text } from './typed'

/** A trouble worth rehearsing, by a name of its own. */
export interface FaultKind {
  id: string
  says: string
  sets: Partial<Pick<Fault, 'status' | 'code' | 'body' | 'delay_ms' | 'drop'>>
}

export const FAULT_KINDS: readonly FaultKind[] = [
  { id: 'capacity', says: 'Over capacity: 503, code 130', sets: { status: 503, code: 130 } },
  {
    id: 'capacity-page',
    says: 'Over capacity, as a page',
    sets: { status: 503, body: '<html><head><title>Twitter / Over capacity</title></head></html>' },
  },
  { id: 'internal', says: 'Internal error: 500, code 131', sets: { status: 500, code: 131 } },
  { id: 'limit', says: 'Too many calls: 429, code 88', sets: { status: 429, code: 88 } },
  { id: 'expired', says: 'Token expired: 401, code 89', sets: { status: 401, code: 89 } },
  { id: 'suspended', says: 'Account suspended: 403, code 64', sets: { status: 403, code: 64 } },
  { id: 'locked', says: 'Account locked: 403, code 326', sets: { status: 403, code: 326 } },
  { id: 'read-only', says: 'App may not write: 403, code 261', sets: { status: 403, code: 261 } },
  { id: 'tier', says: 'Access level too low: 403, code 453', sets: { status: 403, code: 453 } },
  { id: 'empty', says: 'An empty answer', sets: { body: '' } },
  { id: 'slow', says: 'Slow: ten seconds', sets: { delay_ms: 10_000 } },
  { id: 'cut-before', says: 'Line cut before the change', sets: { drop: 'before' } },
  { id: 'cut-after', says: 'Line cut after the change', sets: { drop: 'after' } },
  { id: 'own', says: 'Only what is set below', sets: {} },
]

/** A bare name means an account endpoint, as people speak of them. */
export function fullPath(written: string): string {
  if (written === '' || written.startsWith('/')) return written
  if (/^(oauth2?|1\.1|2)\//.test(written)) return `/${written}`
  return written.includes('/') ? `/1.1/${written}` : `/1.1/account/${written}`
}

/** The form "Set a fault": what is written replaces what the chosen kind would do. */
export function setFaultByForm(store: Store, typed: Typed): { ok: true; said: string } | Refusal {
  const kind = FAULT_KINDS.find(({ id }) => id === text(typed, 'kind'))
  if (!kind) return refused('Choose what happens from the list.', 'kind')
  const headers = readHeaders(lines(typed, 'headers'))
  const drop = text(typed, 'drop') ?? kind.sets.drop
  // A cut line carries no answer.
  const { status, code, body, ...rest } = kind.sets
  const answer = drop === undefined ? { status, code, body } : {}
  const own = {
    status: number(typed, 'status'),
    code: number(typed, 'code'),
    message: text(typed, 'message'),
    headers: headers.ok ? headers.value : {},
    body: typed.get('body') || undefined,
    delay_ms: number(typed, 'delay_ms'),
  }
  const wanted = {
    ...answer,
    ...rest,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
    drop,
    path: fullPath(text(typed, 'path') ?? ''),
    screen_name: text(typed, 'screen_name'),
    // Without a number it stays until it is removed.
    times: number(typed, 'times') ?? null,
  }
  if (!headers.ok) return together(headers, checkFault(store, wanted))
  const result = addFault(store, wanted)
  return result.ok ? { ok: true, said: `Set: ${describeFault(result.fault)}.` } : result
}

/** What is wrong in the headers, and what else is. */
function together(refusal: Refusal, other: ReturnType<typeof checkFault>): Refusal {
  return other.ok ? refusal : { ...refusal, problems: [...other.problems, ...refusal.problems] }
}

function readHeaders(
  written: readonly string[],
): { ok: true; value: Record<string, string> | undefined } | Refusal {
  const pairs: [string, string][] = []
  for (const line of written) {
    const [, name, value = ''] = /^([^:]+):(.*)$/.exec(line) ?? []
    if (name === undefined) return refused(`"${line}" has no colon: a header is Name: value.`, 'headers')
    pairs.push([name.trim(), value.trim()])
  }
  return { ok: true, value: pairs.length === 0 ? undefined : Object.fromEntries(pairs) }
}

/** `503, code 130 for /1.1/account/update_profile.json, for @wren, twice more`, for people. */
export function describeFault(fault: Fault): string {
  return `${faultEffect(fault)} for ${fault.path}, ${faultScope(fault)}`
}

/** What a fault does, in a few words. */
export function faultEffect(fault: Fault): string {
  const names = Object.keys(fault.headers ?? {})
  const does = [
    fault.drop === undefined ? null : `cut ${fault.drop}`,
    fault.status === undefined ? null : String(fault.status),
    fault.code === undefined ? null : `code ${fault.code}`,
    fault.message === undefined ? null : 'own message',
    fault.body === undefined ? null : fault.body === '' ? 'empty body' : 'own body',
    fault.delay_ms ? `${fault.delay_ms} ms late` : null,
    names.length === 0 ? null : `with ${names.join(', ')}`,
  ].filter((word) => word !== null)
  return does.join(', ')
}

/** Whom it meets and how often. */
export function faultScope({ screen_name: screenName, times }: Fault): string {
  const whom = screenName === undefined ? 'for everyone' : `for @${screenName}`
  return `${whom}, ${times === null ? 'until removed' : times === 1 ? 'once more' : `${times} more times`}`
}
