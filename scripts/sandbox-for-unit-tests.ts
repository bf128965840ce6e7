import { startSandbox } from '../sandbox/server'

/**
 * Vitest's global set-up: one sandbox in memory on a free port, told to every test file by the environment that
 * the app itself reads. Tests speak to it over HTTP, each with accounts of its own.
 */
export async function setup(): Promise<() => Promise<void>> {
  const sandbox = await startSandbox({ port: 0 })
  Object.assign(process.env, {
    X_API_ORIGIN: sandbox.origin,
    X_API_KEY: 'sandbox-key',
    X_API_SECRET: 'sandbox-secret',
    NEXTAUTH_SECRET: 'a-secret-for-tests-alone',
    NEXTAUTH_URL: 'http://localhost:3000',
  })
  return () => sandbox.close()
}
