import { parseEnvironment } from '../../lib/environment'
import type { Settings } from './signed-call'

/** The doctor's settings from the environment, or a sentence for each thing that is missing or wrong. */
export function settingsFrom(
  variables: NodeJS.ProcessEnv,
): { ok: true; settings: Settings } | { ok: false; problems: string[] } {
  // Nobody is signed in here, so no secret for sessions is needed.
  const environment = parseEnvironment({ ...variables, NODE_ENV: 'development', NEXTAUTH_SECRET: 'unused' })
  const token = variables.X_ACCESS_TOKEN?.trim()
  const secret = variables.X_ACCESS_TOKEN_SECRET?.trim()
  const problems = environment.ok ? [] : [...environment.error]
  if (Boolean(token) !== Boolean(secret)) {
    problems.push('X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET belong together: set both or none.')
  }
  if (!environment.ok || problems.length > 0) return { ok: false, problems }
  const { serverOrigin, consumer, signInOrigin } = environment.value
  const settings = {
    serverOrigin,
    consumerKey: consumer.key,
    consumerSecret: consumer.secret,
    callback: `${signInOrigin ?? 'http://localhost:3000'}/api/auth/callback/twitter`,
  }
  return { ok: true, settings: token && secret ? { ...settings, token: { token, secret } } : settings }
}
