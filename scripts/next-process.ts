import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const require = createRequire(import.meta.url)

/** The project's folder, whatever folder a command was started from. */
export const PROJECT_FOLDER = path.join(import.meta.dirname, '..')

/** Reads `.env*` into the environment, as Next does in development. */
export function loadEnvFiles(): void {
  // The package is CommonJS whose names Node cannot see from a module.
  const { loadEnvConfig } = require('@next/env') as typeof import('@next/env')
  loadEnvConfig(PROJECT_FOLDER, true, { info: () => {}, error: console.error })
}

const END_TIMEOUT_MILLISECONDS = 3000

/** Ends Next, and with it the server it forks, as soon as the channel to its parent closes, even by a SIGKILL. */
const END_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit())"

type NextProcess = {
  pid: number | undefined
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
  folder?: string | undefined
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
  return { pid: child.pid, ended, end: (signal) => endChild(child, ended, signal) }
}

async function endChild(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  const killTimer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MILLISECONDS)
  await ended
  clearTimeout(killTimer)
}

const POLL_MILLISECONDS = 100

/**
 * Requests `url` until it responds, with any status.
 *
 * Resolves to false when `ended` settles first, or when there was no response within the timeout.
 */
export async function waitForResponse(
  url: string,
  timeoutMilliseconds: number,
  ended: Promise<unknown>,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMilliseconds
  let gone = false
  const markGone = () => {
    gone = true
  }
  ended.then(markGone, markGone)
  while (!gone && Date.now() < deadline) {
    if (await responds(url, deadline - Date.now())) return true
    await pause(POLL_MILLISECONDS)
  }
  return false
}

async function responds(url: string, timeoutMilliseconds: number): Promise<boolean> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    })
    await response.arrayBuffer()
    return true
  } catch {
    return false
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const PARENT_CHECK_MILLISECONDS = 1000

/**
 * Calls `end` once, on the first Ctrl-C, SIGTERM or SIGHUP, or when the process that started this one is gone.
 *
 * npm does not pass every signal on: a command whose npm was ended alone would otherwise keep its ports for good.
 */
export function onEnd(end: (signal: NodeJS.Signals) => void): void {
  const parent = process.ppid
  let ending = false
  const endOnce = (signal: NodeJS.Signals) => {
    if (ending) return
    ending = true
    end(signal)
  }
  for (const signal of SIGNALS) process.on(signal, endOnce)
  const check = setInterval(() => {
    if (process.ppid !== parent) endOnce('SIGTERM')
  }, PARENT_CHECK_MILLISECONDS)
  check.unref()
}
