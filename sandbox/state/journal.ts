import { z } from 'zod'
import type { SandboxState } from './schema'

/**
 * The state as a flat list of entries, so that a change is written as the few entries that differ and not as
 * everything. Lists are cut by what names their members; records by their keys; the rest is one entry each.
 */

const LIST_KEYS: Readonly<Partial<Record<keyof SandboxState, string>>> = {
  apps: 'consumerKey',
  accounts: 'id',
  images: 'path',
  accessTokens: 'token',
  requestTokens: 'token',
  authorizationCodes: 'code',
  grants: 'accessToken',
  faults: 'id',
  uploads: 'id',
  uploadSessions: 'id',
}

const RECORDS: ReadonlySet<string> = new Set<keyof SandboxState>([
  'links',
  'accountModes',
  'appModes',
  'replacedImages',
  'bearerTokens',
])

/** Megabytes that never change once they are there: enough to know that they are. */
const IMMUTABLE: ReadonlySet<string> = new Set<keyof SandboxState>(['images', 'uploads'])

const lineSchema = z.object({
  put: z.array(z.tuple([z.string(), z.string(), z.unknown()])),
  drop: z.array(z.tuple([z.string(), z.string()])),
})

/** What is on disk already: by section and key, the entry's JSON. */
export type WrittenEntries = Map<string, string>

interface Entry {
  section: string
  key: string
  value: unknown
}

/** One line that turns what is written into the state, and what is written then. Line null: nothing differs. */
export function changedEntries(
  written: WrittenEntries,
  state: SandboxState,
): { line: string | null; written: WrittenEntries } {
  const now: WrittenEntries = new Map()
  const put: string[] = []
  for (const { section, key, value } of entriesOf(state)) {
    const id = JSON.stringify([section, key])
    const isImmutable = IMMUTABLE.has(section)
    const text = isImmutable ? '' : JSON.stringify(value)
    now.set(id, text)
    if (written.get(id) === text) continue
    put.push(`${id.slice(0, -1)},${isImmutable ? JSON.stringify(value) : text}]`)
  }
  const drop = [...written.keys()].filter((id) => !now.has(id))
  const isSame = put.length === 0 && drop.length === 0
  return { line: isSame ? null : `{"put":[${put.join(',')}],"drop":[${drop.join(',')}]}\n`, written: now }
}

function* entriesOf(state: SandboxState): Generator<Entry> {
  for (const [section, value] of Object.entries(state)) {
    const listKey = keyOfList(section)
    if (listKey !== undefined && Array.isArray(value)) {
      for (const member of value) yield { section, key: memberKey(member, listKey), value: member }
    } else if (RECORDS.has(section)) {
      for (const [key, member] of Object.entries(value)) yield { section, key, value: member }
    } else {
      yield { section, key: '', value }
    }
  }
}

function keyOfList(section: string): string | undefined {
  return Object.entries(LIST_KEYS).find(([name]) => name === section)?.[1]
}

function memberKey(member: unknown, listKey: string): string {
  return isObject(member) ? String(member[listKey]) : ''
}

/**
 * The state after these lines, as unchecked as `snapshot`; null when a line is damaged. What follows the last line
 * break was being written when the program died: it was never answered.
 */
export function replay(snapshot: unknown, lines: string): unknown {
  if (!isObject(snapshot)) return null
  const state = { ...snapshot }
  for (const line of lines.split('\n').slice(0, -1)) {
    const parsed = parseLine(line)
    if (!parsed) return null
    for (const [section, key] of parsed.drop) removeEntry(state, section, key)
    for (const [section, key, value] of parsed.put) putEntry(state, section, key, value)
  }
  return state
}

function parseLine(line: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

function putEntry(state: Record<string, unknown>, section: string, key: string, value: unknown): void {
  const listKey = keyOfList(section)
  if (listKey !== undefined) {
    const list = listIn(state, section)
    const at = list.findIndex((member) => memberKey(member, listKey) === key)
    state[section] = at === -1 ? [...list, value] : list.with(at, value)
  } else if (RECORDS.has(section)) {
    const record = state[section]
    state[section] = { ...(isObject(record) ? record : {}), [key]: value }
  } else {
    state[section] = value
  }
}

function removeEntry(state: Record<string, unknown>, section: string, key: string): void {
  const listKey = keyOfList(section)
  const record = state[section]
  if (listKey !== undefined) {
    state[section] = listIn(state, section).filter((member) => memberKey(member, listKey) !== key)
  } else if (RECORDS.has(section) && isObject(record)) {
    state[section] = Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
  } else {
    delete state[section]
  }
}

function listIn(state: Record<string, unknown>, section: string): unknown[] {
  const list = state[section]
  return Array.isArray(list) ? list : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
