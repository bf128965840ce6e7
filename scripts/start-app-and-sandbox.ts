import { startSandbox } from '../sandbox/server'
import { freePort } from './free-port'
import { productionEnvironment, startApp } from './start-app'

export type AppAndSandbox = { appOrigin: string; sandboxOrigin: string; close(): Promise<void> }

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
