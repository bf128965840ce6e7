import { startSandbox } from '../sandbox/server'
import { onUnexplained } from '../sandbox/state/request-log'

/**
 * Vitest's global set-up: one sandbox in memory on a free port, told to every test file by the environment that
 * the app itself reads. Tests speak to it over HTTP, each with accounts of its own. Another one, at
 * FAULTS_SANDBOX_ORIGIN, is for faults that can name no account, and would meet the calls of other tests. In the end
 * each refusal and each 200 that changed nothing must have had an explanation.
 */
export async function setup(): Promise<() => Promise<void>> {
  const unexplained: unknown[] = []
  onUnexplained((request) => unexplained.push(request))
  const sandbox = await startSandbox({ port: 0 })
  const forFaults = await startSandbox({ port: 0 })
  process.env.X_API_ORIGIN = sandbox.origin
  process.env.FAULTS_SANDBOX_ORIGIN = forFaults.origin
  return async () => {
    await sandbox.close()
    await forFaults.close()
    if (unexplained.length > 0)
      throw new Error(`The sandbox explained none of these requests: ${JSON.stringify(unexplained, null, 1)}`)
  }
}
