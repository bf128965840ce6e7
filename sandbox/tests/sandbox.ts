import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../server'
import { publishUnexplained } from '../state/request-log'

export interface TestSandbox {
  /** The full address of a path. */
  url(path: string): string
  /** A call of the control API with a JSON body. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Response>
  /** What the sandbox printed at the terminal. */
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

const SANDBOX = path.join(import.meta.dirname, '..')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface SandboxProcess {
  child: ChildProcess
  /** Resolves with the address once it is printed, or with null when the program ended before. */
  origin: Promise<string | null>
  ended: Promise<Ended>
}

/** Makes a sandbox in another process print what it did not explain; see `unexplained.ts`. */
const PRINTS_UNEXPLAINED = `data:text/javascript,${encodeURIComponent(
  `import { onUnexplained } from ${JSON.stringify(pathToFileURL(path.join(SANDBOX, 'state/request-log.ts')))}
  onUnexplained((request) => process.stderr.write('unexplained ' + JSON.stringify(request) + '\\n'))`,
)}`

/** The sandbox as a person starts it, in a process of its own. */
export function startProcess(options: readonly string[]): SandboxProcess {
  const imports = ['--import', 'tsx', '--import', PRINTS_UNEXPLAINED]
  const child = spawn(process.execPath, [...imports, path.join(SANDBOX, 'main.ts'), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  const ended = once(child, 'close').then(([code]) => {
    for (const [, request = ''] of said.stderr.matchAll(/^unexplained (.*)$/gm))
      publishUnexplained(JSON.parse(request))
    return { ...said, code: code as number | null }
  })
  const origin = new Promise<string | null>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(said.stdout)
      if (found) resolve(found[0])
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk
    })
    void ended.then(() => resolve(null))
  })
  return { child, origin, ended }
}
