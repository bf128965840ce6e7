import { setTimeout as pause } from 'node:timers/promises'

const POLL_MILLISECONDS = 100

/**
 * Asks `url` until it answers, with any status.
 *
 * Answers false when `ended` settles first, or when there was no answer within the patience.
 */
export async function untilAnswers(
  url: string,
  patienceMilliseconds: number,
  ended: Promise<unknown>,
): Promise<boolean> {
  const deadline = Date.now() + patienceMilliseconds
  let gone = false
  const markGone = () => {
    gone = true
  }
  ended.then(markGone, markGone)
  while (!gone && Date.now() < deadline) {
    if (await answers(url, deadline - Date.now())) return true
    await pause(POLL_MILLISECONDS)
  }
  return false
}

async function answers(url: string, patienceMilliseconds: number): Promise<boolean> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
    })
    await response.arrayBuffer()
    return true
  } catch {
    return false
  }
}
