import { describeFailure } from './run-command'
import { addCounts, type Counts } from './test-counts'

export type Outcome = { counts: Counts; output: string }
export type Step = { name: string; run(): Outcome | Promise<Outcome> }

export const PASSED: Counts = { passed: 1, failed: 0 }
export const FAILED: Counts = { passed: 0, failed: 1 }
export const NOTHING_COUNTED: Counts = { passed: 0, failed: 0 }

/**
 * Runs rows of steps one after the other, the steps of a row side by side, up to the first row in which one fails. Says
 * of each step how it went, and of one that failed all that it printed. Gives the sum of what was counted.
 */
export async function runSteps(rows: Step[][], say: (lines: string) => void): Promise<Counts> {
  const counted: Counts[] = []
  for (const row of rows) {
    for (const { counts, output, step, seconds } of await Promise.all(row.map(outcomeOf))) {
      counted.push(counts)
      const tally =
        counts.passed + counts.failed > 1 ? `, ${counts.passed} passed, ${counts.failed} failed` : ''
      say(
        counts.failed === 0
          ? `ok      ${step.name} (${seconds} s${tally})`
          : `\n======== ${step.name} failed (${seconds} s${tally}) ========\n\n${output}\n`,
      )
    }
    if (addCounts(counted).failed > 0) break
  }
  return addCounts(counted)
}

/** A step that throws has failed, and what it threw says why. */
async function outcomeOf(step: Step): Promise<Outcome & { step: Step; seconds: string }> {
  const startedAt = performance.now()
  let outcome: Outcome
  try {
    outcome = await step.run()
  } catch (failure) {
    outcome = { counts: FAILED, output: describeFailure(failure) }
  }
  return { ...outcome, step, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) }
}
