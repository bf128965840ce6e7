import 'server-only'
import { type Environment, isLoopback, readEnvironment, X_API_HOSTS } from '@/lib/environment'
import type { ServerIdentity } from '@/lib/messages/server-name'

let checked: Environment | undefined

/** The environment of this process, read once. Throws when it cannot be used; no server has started with such a one. */
export function readEnv(): Environment {
  if (checked) return checked
  const environment = readEnvironment(process.env)
  if (!environment.ok) throw new Error(environment.error.join('\n'))
  checked = environment.value
  return checked
}

/** The keys the sandbox accepts. Source: sandbox/README.md. */
const SANDBOX_KEY = 'sandbox-key'
const SANDBOX_CLIENT_ID = 'sandbox-client'

/** Where the account is read after consent, for whoever set this site up. */
export function accountAddress(): string {
  const { serverOrigin, serverKind, oauth2 } = readEnv()
  return serverOrigin + (oauth2 ? '/2/users/me' : `${serverKind.accountPath}/verify_credentials.json`)
}

/** Which server people sign in to: for the words on the screen, and to keep apart what devices keep. */
export function identifyServer(): ServerIdentity {
  const { serverOrigin, serverKind: kind, consumer, oauth2 } = readEnv()
  const { hostname } = new URL(serverOrigin)
  if (X_API_HOSTS.has(hostname)) return { host: 'x', kind, name: 'X', origin: serverOrigin }
  const isSandboxKey = oauth2 ? oauth2.id === SANDBOX_CLIENT_ID : consumer.key === SANDBOX_KEY
  if (isLoopback(serverOrigin) && isSandboxKey) {
    return { host: 'sandbox', kind, name: 'Sandbox', origin: serverOrigin }
  }
  return { host: 'other', kind, name: hostname, origin: serverOrigin }
}
