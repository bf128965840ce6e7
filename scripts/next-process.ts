import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(import.meta.url)

/** The project's folder, whatever folder a command was started from. */
export const PROJECT_FOLDER = path.join(import.meta.dirname, '..')

const END_PATIENCE_MILLISECONDS = 3000

/** Ends Next, and with it the server it forks, as soon as the channel to its parent closes, even by a SIGKILL. */
const END_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit())"

export type NextProcess = {
  /** The child's exit code; null when a signal ended it. */
  ended: Promise<number | null>
  /** Passes the signal on and waits until the child is gone; it is killed when it does not go by itself. */
  end(signal: NodeJS.Signals): Promise<void>
}

/**
 * Starts `next <args>` as a child that cannot outlive this process, and hands over each line it prints.
 *
 * It is started through node itself, not a shell or npm: those pass no signals on.
 */
export function startNext(options: {
  args: string[]
  env: NodeJS.ProcessEnv
  folder?: string
  onLine: (line: string, stream: 'stdout' | 'stderr') => void
}): NextProcess {
  const child = spawn(
    process.execPath,
    ['--import', END_WITH_PARENT, require.resolve('next/dist/bin/next'), ...options.args],
    {
      cwd: options.folder ?? PROJECT_FOLDER,
      env: { NEXT_TELEMETRY_DISABLED: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream]
    if (input) createInterface({ input }).on('line', (line) => options.onLine(line, stream))
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { ended, end: (signal) => endChild(child, ended, signal) }
}

async function endChild(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  const impatience = setTimeout(() => child.kill('SIGKILL'), END_PATIENCE_MILLISECONDS)
  await ended
  clearTimeout(impatience)
}
