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
  const isOauth2 = environment.ok && environment.value.oauth2 !== undefined
  if (isOauth2 ? Boolean(secret) : Boolean(token) !== Boolean(secret)) {
    problems.push(
      isOauth2
        ? 'X_ACCESS_TOKEN_SECRET is of OAuth 1.0a: for OAuth 2.0 set X_ACCESS_TOKEN alone, or X_SIGN_IN=oauth1.'
        : 'X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET belong together: set both or none.',
    )
  }
  if (!environment.ok || problems.length > 0) return { ok: false, problems }
  const { serverOrigin, serverKind, consumer, oauth2, signInOrigin } = environment.value
  const settings = {
    serverOrigin,
    kind: serverKind,
    consumerKey: consumer.key,
    consumerSecret: consumer.secret,
    callback: `${signInOrigin ?? 'http://localhost:3000'}/api/auth/callback/twitter`,
  }
  if (oauth2) return { ok: true, settings: { ...settings, client: oauth2, ...(token && { bearer: token }) } }
  return { ok: true, settings: token && secret ? { ...settings, token: { token, secret } } : settings }
}
