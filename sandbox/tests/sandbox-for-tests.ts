import { afterAll, beforeAll } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../server'

export interface TestSandbox {
  /** The full address of a path. */
  url(path: string): string
  /** A call of the control API with a JSON body. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Response>
  /** What the sandbox told the person at the terminal. */
  notices: string[]
}

/** A real sandbox on a free port for the tests of one file, in memory, ended after them. */
export function sandboxForTests(options: Partial<SandboxOptions> = {}): TestSandbox {
  let sandbox: Sandbox | null = null
  const notices: string[] = []
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, notice: (sentence) => notices.push(sentence), ...options })
  })
  afterAll(() => sandbox?.close())
  const url = (path: string) => `${sandbox?.origin}${path}`
  return {
    url,
    notices,
    control: (method, path, body) =>
      fetch(url(`/__sandbox/${path}`), { method, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  }
}
