import type { Settings } from './signed-call'

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The doctor's settings from the environment, or a sentence for each thing that is missing or wrong. */
export function settingsFrom(
  variables: NodeJS.ProcessEnv,
): { ok: true; settings: Settings } | { ok: false; problems: string[] } {
  const problems: string[] = []
  const required = (name: string, what: string) => {
    const value = variables[name]?.trim() ?? ''
    if (!value) problems.push(`${name} is missing: ${what}.`)
    return value
  }
  const serverOrigin = (variables.X_API_ORIGIN?.trim() || 'https://api.x.com').replace(/\/+$/, '')
  const isSafe =
    URL.canParse(serverOrigin) &&
    (serverOrigin.startsWith('https:') || LOOPBACK.test(new URL(serverOrigin).hostname))
  if (!isSafe) problems.push('X_API_ORIGIN must be an https address, or one on this machine.')
  const consumerKey = required('X_API_KEY', 'the API key of your app (Keys and tokens)')
  const consumerSecret = required('X_API_SECRET', 'the API key secret beside it')
  const { X_ACCESS_TOKEN: token, X_ACCESS_TOKEN_SECRET: secret } = variables
  if (Boolean(token) !== Boolean(secret)) {
    problems.push('X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET belong together: set both or none.')
  }
  const appOrigin = (variables.NEXTAUTH_URL?.trim() || 'http://localhost:3000').replace(/\/+$/, '')
  if (!URL.canParse(appOrigin)) problems.push('NEXTAUTH_URL must be the address people open in the browser.')
  if (problems.length > 0) return { ok: false, problems }
  const callback = `${new URL(appOrigin).origin}/api/auth/callback/twitter`
  const settings = { serverOrigin, consumerKey, consumerSecret, callback }
  return { ok: true, settings: token && secret ? { ...settings, token: { token, secret } } : settings }
}
