import { randomBytes } from 'node:crypto'
import { startSandbox } from '../sandbox/server'
import { freePort } from './free-port'
import { startNext, waitForResponse } from './next-process'

const START_TIMEOUT_MILLISECONDS = 60_000

export type RunningApp = {
  origin: string
  pid: number | undefined
  /** Ends it, by SIGTERM where no other signal is named. */
  close(signal?: NodeJS.Signals): Promise<void>
}

/** Nobody's but this run's: a secret that stands in the repository is refused. */
const SESSION_SECRET = randomBytes(32).toString('base64url')

/** What the sandbox takes for either way to sign in. Source: sandbox/README.md. */
export const SANDBOX_KEYS = {
  oauth1: { X_API_KEY: 'sandbox-key', X_API_SECRET: 'sandbox-secret' },
  oauth2: { X_CLIENT_ID: 'sandbox-client', X_CLIENT_SECRET: 'sandbox-client-secret' },
}

/** The environment of a production server that has the sandbox for its server and is reached at `appOrigin`. */
export function productionEnvironment(
  appOrigin: string,
  sandboxOrigin: string,
  signIn: keyof typeof SANDBOX_KEYS = 'oauth1',
): NodeJS.ProcessEnv {
  // What a person's shell or .env file says must not change what is tested.
  const { AUTH_TRUST_HOST: _trust, PORT: _port, VERCEL: _vercel, ...rest } = process.env
  const inherited = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('OTEL_')))
  return {
    ...inherited,
    NODE_ENV: 'production',
    NEXTAUTH_SECRET: process.env.E2E_SESSION_SECRET ?? SESSION_SECRET,
    NEXTAUTH_URL: appOrigin,
    X_API_ORIGIN: sandboxOrigin,
    X_SIGN_IN: signIn,
    X_API_KEY: '',
    ...SANDBOX_KEYS[signIn],
    X_SCOPES: '',
    X_MEDIA_ORIGINS: '',
  }
}

/**
 * Starts `next start` on `port` and waits until `/api/health` answers.
 *
 * What it prints goes to `onLine`, if given. When it does not come up, this throws with all of that.
 */
export async function startApp(options: {
  port: number
  env: NodeJS.ProcessEnv
  folder?: string
  healthPath?: string
  onLine?: (line: string) => void
}): Promise<RunningApp> {
  const output: string[] = []
  const next = startNext({
    args: ['start', '-p', String(options.port)],
    env: options.env,
    folder: options.folder,
    onLine: (line) => {
      output.push(line)
      options.onLine?.(line)
    },
  })
  const origin = `http://localhost:${options.port}`
  const health = `${origin}${options.healthPath ?? '/api/health'}`
  if (!(await waitForResponse(health, START_TIMEOUT_MILLISECONDS, next.ended))) {
    await next.end('SIGKILL')
    throw new Error(`The app did not start on port ${options.port}.\n${output.join('\n')}`)
  }
  return { origin, pid: next.pid, close: (signal = 'SIGTERM') => next.end(signal) }
}

type AppAndSandbox = { appOrigin: string; sandboxOrigin: string; close(): Promise<void> }

/** The production build and a sandbox that forgets everything afterwards, each on a free port. Needs a build. */
export async function startAppAndSandbox(): Promise<AppAndSandbox> {
  const sandbox = await startSandbox({ port: 0 })
  const port = await freePort()
  const env = productionEnvironment(`http://localhost:${port}`, sandbox.origin)
  const app = await startApp({ port, env })
  return {
    appOrigin: app.origin,
    sandboxOrigin: sandbox.origin,
    close: async () => {
      await app.close()
      await sandbox.close()
    },
  }
}
