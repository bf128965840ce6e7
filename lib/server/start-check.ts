import 'server-only'
import { parseEnv } from './env'
import { sayNotStarting } from './log'

/**
 * Prepares the environment of a server that starts, or ends the process with a sentence for everything that is
 * wrong with it.
 */
export function prepareStart(): void {
  nameOwnAddress()
  const env = parseEnv(process.env)
  if (env.ok) return
  for (const sentence of env.error) sayNotStarting(sentence)
  process.exit(1)
}

/**
 * Without an address next-auth would send everybody who signs in to port 3000. A server nobody has given one is
 * being tried on its own machine, on the port that Next has put into PORT.
 */
function nameOwnAddress(): void {
  const { NEXTAUTH_URL, AUTH_TRUST_HOST, VERCEL, PORT } = process.env
  if (!NEXTAUTH_URL && !AUTH_TRUST_HOST && !VERCEL && PORT)
    process.env.NEXTAUTH_URL = `http://localhost:${PORT}`
}
