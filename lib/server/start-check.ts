import 'server-only'
import { parseEnv } from './env'
import { logFailure } from './log'

/** Ends the process with a sentence for everything that is wrong with the environment. */
export function refuseToStartWithoutEnv(): void {
  const env = parseEnv(process.env)
  if (env.ok) return
  for (const sentence of env.error) logFailure(sentence)
  process.exit(1)
}
