import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SandboxAccount } from './sandbox'

/** The app's secrets at the sandbox, and what the servers of the tests encrypt cookies with. */
const SECRETS_OF_THE_APP = ['sandbox-secret', 'sandbox-client-secret', process.env.E2E_SESSION_SECRET ?? '']

/** Shorter ones would be found by chance. */
const SECRET_MIN_CHARACTERS = 12

/** What nobody may ever see: the secrets of the app, the tokens and secrets of these accounts, and what else is given. */
export function secretsOf(accounts: SandboxAccount[], more: string[] = []): string[] {
  const own = accounts.flatMap((account) => [account.access_token, account.access_token_secret])
  const secrets = [...SECRETS_OF_THE_APP, ...own, ...more]
  const short = secrets.filter((secret) => secret.length < SECRET_MIN_CHARACTERS)
  if (short.length > 0) throw new Error('A secret is too short to be searched for.')
  return secrets
}

/** A secret as it stands, and in the shapes it takes in addresses, headers and bodies. */
function shapesOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64')
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

/**
 * Says where secrets are found, as "place: which"; a secret itself is never repeated. Reads each text once for all of
 * them: a run has thousands, and megabytes of log.
 */
export function secretFinder(secrets: string[]): (text: string, place: string) => string[] {
  const byStart = new Map<string, { shape: string; index: number }[]>()
  const starts = new Uint8Array(2 ** 18)
  for (const [index, secret] of secrets.entries()) {
    for (const shape of new Set(shapesOf(secret))) {
      const start = shape.slice(0, SECRET_MIN_CHARACTERS)
      byStart.set(start, [...(byStart.get(start) ?? []), { shape, index }])
      starts[hashAt(shape, 0)] = 1
    }
  }
  return (text, place) => {
    const found = new Set<number>()
    for (let at = 0; at <= text.length - SECRET_MIN_CHARACTERS; at += 1) {
      if (!starts[hashAt(text, at)]) continue
      for (const { shape, index } of byStart.get(text.slice(at, at + SECRET_MIN_CHARACTERS)) ?? [])
        if (text.startsWith(shape, at)) found.add(index)
    }
    return [...found].map((index) => `${place}: secret ${index}`)
  }
}

/** Of the next three characters, in 18 bits. */
const hashAt = (text: string, at: number) =>
  ((text.charCodeAt(at) & 63) << 12) | ((text.charCodeAt(at + 1) & 63) << 6) | (text.charCodeAt(at + 2) & 63)

/** The texts of all files below a folder. */
export function filesBelow(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, 'latin1') }))
}
