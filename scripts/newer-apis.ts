/** Which parts of the web platform are newer than the oldest browsers we support, by MDN's compatibility data. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export type NewerApi = {
  /** `ImageDecoder`, or with the member `AbortSignal.any`. What stands on `window` alone is `Window.scheduler`. */
  name: string
  /** A member is reached by an object of that kind, the others by their name. */
  kind: 'global' | 'static' | 'member'
}

type Version = string | boolean | null | undefined
type Support = {
  version_added?: Version
  version_removed?: Version
  flags?: unknown
  prefix?: string
  alternative_name?: string
}
type Compat = { support?: Record<string, Support | Support[] | undefined> }
/** An object of the platform: under `__compat` what is known of itself, beside that its members with the same. */
type Feature = { [name: string]: (Compat & { __compat?: Compat }) | undefined }

const require = createRequire(import.meta.url)
const PROJECT_FOLDER = path.join(import.meta.dirname, '..')

/** Objects that are namespaces: what hangs on them is reached by their name. */
const NAMESPACES = new Set(['Intl', 'Math', 'JSON', 'Reflect', 'Atomics', 'WebAssembly'])
/** Static members without MDN's mark for it. */
const BUILT_IN_STATICS = new Set([
  'Array.fromAsync',
  'Map.groupBy',
  'Object.groupBy',
  'Promise.try',
  'Promise.withResolvers',
  'RegExp.escape',
  'Error.isError',
  'Iterator.from',
  'Iterator.concat',
  'Iterator.zip',
  'Iterator.zipKeyed',
])

/** The oldest version of each browser that `package.json` promises; iOS has the one of its Safari. */
export function oldestBrowsers(): Record<string, string> {
  const { browserslist }: { browserslist: string[] } = JSON.parse(
    readFileSync(path.join(PROJECT_FOLDER, 'package.json'), 'utf8'),
  )
  const oldest = Object.fromEntries(browserslist.map((line) => line.split(' ')))
  return { ...oldest, safari_ios: oldest.safari }
}

function isLater(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.replace('≤', '').split('.').map(Number))
  const [major = 0, minor = 0] = one ?? []
  const [otherMajor = 0, otherMinor = 0] = other ?? []
  return major === otherMajor ? minor > otherMinor : major > otherMajor
}

const hasFrom = (version: Version, browser: string) =>
  typeof version === 'string' && version !== 'preview' && !isLater(version, browser)

function isInAll({ support = {} }: Compat, oldest: Record<string, string>): boolean {
  return Object.entries(oldest).every(([name, version]) => {
    const statements = [support[name] ?? []].flat()
    return (
      // What MDN does not know of a browser is not held against it.
      statements.length === 0 ||
      statements.some(
        (one) =>
          hasFrom(one.version_added, version) &&
          !hasFrom(one.version_removed, version) &&
          !one.flags &&
          !one.prefix &&
          !one.alternative_name,
      )
    )
  })
}

type Features = { [owner: string]: Feature }
type Member = NewerApi & { isNewer: boolean }

/** An object of the platform and what hangs on it, each with whether it is too new. */
function membersOf(owner: string, feature: Feature, oldest: Record<string, string>): Member[] {
  const isOwnerNewer = feature.__compat !== undefined && !isInAll(feature.__compat, oldest)
  const members: Member[] = [{ name: owner, kind: 'global', isNewer: isOwnerNewer }]
  for (const [key, member] of Object.entries(feature)) {
    const name = `${owner}.${key.replace(/_static$/, '')}`
    // With an underscore it is no name: an event, a parameter, a note on where it works.
    if (key === owner || !member?.__compat || !/^\w+\.[A-Za-z][A-Za-z0-9]*$/.test(name)) continue
    const isStatic = key.endsWith('_static') || NAMESPACES.has(owner) || BUILT_IN_STATICS.has(name)
    const isNewer = isOwnerNewer || !isInAll(member.__compat, oldest)
    members.push({ name, kind: isStatic ? 'static' : 'member', isNewer })
  }
  return members
}

function everyMember(): Member[] {
  const data: { api: Features; javascript: { builtins: Features } } = JSON.parse(
    readFileSync(require.resolve('@mdn/browser-compat-data'), 'utf8'),
  )
  const oldest = oldestBrowsers()
  return [...Object.entries(data.api), ...Object.entries(data.javascript.builtins)].flatMap(
    ([owner, feature]) => (owner.startsWith('__') ? [] : membersOf(owner, feature, oldest)),
  )
}

/** Everything that at least one of the oldest browsers we support does not have. */
export function newerApis(): NewerApi[] {
  return everyMember()
    .filter(({ isNewer }) => isNewer)
    .map(({ name, kind }) => ({ name, kind }))
}

/** Names of members that some object had all along: who reads one of them may mean that. */
export function olderMemberNames(): Set<string> {
  const older = everyMember().filter(({ isNewer, kind }) => !isNewer && kind === 'member')
  return new Set(older.map(({ name }) => name.slice(name.indexOf('.') + 1)))
}

/** For tests that take them away from a browser. */
export function writeNewerApis(file: string): void {
  writeFileSync(file, JSON.stringify(newerApis()))
}
