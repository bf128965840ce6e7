import 'server-only'
import { parseEnvironment, preparedEnvironment } from '@/lib/environment'
import { sayNotStarting } from './log'

/**
 * Prepares the environment of a server that starts, or ends the process with a sentence for everything that is
 * wrong with it.
 */
export function prepareStart(): void {
  for (const [name, value] of Object.entries(preparedEnvironment(process.env))) {
    if (value === undefined) delete process.env[name]
    else if (value !== process.env[name]) process.env[name] = value
  }
  const environment = parseEnvironment(process.env)
  if (environment.ok) return
  for (const sentence of environment.error) sayNotStarting(sentence)
  process.exit(1)
}
