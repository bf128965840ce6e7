/** Checks package-lock.json: run by `npm test`, or alone by `node --import tsx scripts/check-lock.ts`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

type LockedPackage = {
  version?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

/** The part of a package-lock.json (version 3) that is looked at: packages by their place in node_modules. */
export type Lock = { packages: Record<string, LockedPackage> }

/** `a/node_modules/b` is inside `a`, and `node_modules/b` inside the project, whose place is the empty text. */
function parentPlace(place: string): string {
  return place.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')
}

function isLocked(lock: Lock, place: string, name: string): boolean {
  if (lock.packages[place ? `${place}/node_modules/${name}` : `node_modules/${name}`]) return true
  return place !== '' && isLocked(lock, parentPlace(place), name)
}

/**
 * What is wrong with a lock file, a sentence each; empty when it works on every system and with every registry.
 *
 * npm writes a lock without the native packages of other systems when the registry lacks them, and says nothing: on
 * those systems the install is then refused or the program does not start.
 */
export function lockProblems(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([place, locked]) => {
    const missing = Object.keys(locked.optionalDependencies ?? {})
      .filter((name) => !isLocked(lock, place, name))
      .map((name) => `${place || 'the project'}@${locked.version} lacks its optional package ${name}.`)
    const bound = locked.resolved ? [`${place} is bound to one registry by "resolved".`] : []
    return [...missing, ...bound]
  })
}

/** Reads and checks the lock file of the project in `folder`. */
export function problemsOfLockFile(folder: string): string[] {
  return lockProblems(JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as Lock)
}
