import 'server-only'
import { type Environment, readEnvironment } from '@/lib/environment'

let checked: Environment | undefined

/** The environment of this process, read once. Throws when it cannot be used; no server has started with such a one. */
export function readEnv(): Environment {
  if (checked) return checked
  const environment = readEnvironment(process.env)
  if (!environment.ok) throw new Error(environment.error.join('\n'))
  checked = environment.value
  return checked
}
