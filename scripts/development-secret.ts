import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const SECRET_BYTES = 32
/** Base64url of so many bytes. */
const SECRET = /^[\w-]{43}$/

/**
 * The secret that seals the sessions of this checkout in development: random, made once, and readable by its owner
 * alone. Every other program on this machine gets the cookies of `localhost`, so one that everybody knows would give
 * them away.
 *
 * A file that holds something else (a write that was cut off) is replaced. Of two processes that make it at the same
 * time both get the one that was there first. Throws Node's error when the folder cannot be written.
 */
export function developmentSecret(file: string): string {
  const found = readSecret(file)
  if (found) return found
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' })
    // A link is made whole or not at all, and never over a file that is there.
    placeLink(draft, file)
    const secret = readSecret(file)
    if (!secret) throw new Error(`${file} cannot be read back.`)
    return secret
  } finally {
    rmSync(draft, { force: true })
  }
}

function placeLink(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
    if (!readSecret(file)) renameSync(draft, file)
  }
}

/** The secret in a file, which from then on its owner alone may read; null when there is none. */
function readSecret(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (!SECRET.test(text)) return null
    chmodSync(file, 0o600)
    return text
  } catch {
    return null
  }
}
