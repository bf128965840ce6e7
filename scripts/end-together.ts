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
