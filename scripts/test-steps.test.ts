import { expect, test } from 'vitest'
import { NOTHING_COUNTED, type Outcome, PASSED, runSteps, type Step } from './test-steps'

/** Runs rows of steps; gives the sum, what was said, and the names of the steps that were begun. */
async function ran(...rows: [name: string, outcome: Outcome | Error][][]) {
  const begun: string[] = []
  const said: string[] = []
  const steps = rows.map((row) =>
    row.map(([name, outcome]): Step => {
      const run = () => {
        begun.push(name)
        if (outcome instanceof Error) throw outcome
        return outcome
      }
      return { name, run }
    }),
  )
  const counts = await runSteps(steps, (lines) => said.push(lines))
  return { counts, begun, said: said.join('\n') }
}

const failed = { counts: { passed: 7, failed: 2 }, output: 'expected a wren' }

test('every check is counted, and a failed one is said with all that it printed', async () => {
  const { counts, said } = await ran([['Lint', { counts: PASSED, output: 'fine' }]], [['Unit tests', failed]])
  expect(counts).toEqual({ passed: 8, failed: 2 })
  expect(said).toMatch(/^ok {6}Lint \(\d+\.\d s\)$/m)
  expect(said).toMatch(/Unit tests failed \(\d+\.\d s, 7 passed, 2 failed\).*expected a wren/s)
  expect(said).not.toContain('fine')
})

test('behind a row in which something failed no other is begun, and beside it all are', async () => {
  const fine = { counts: NOTHING_COUNTED, output: '' }
  const { begun, counts } = await ran(
    [
      ['One', failed],
      ['Beside', fine],
    ],
    [['Behind', fine]],
  )
  expect(begun).toEqual(['One', 'Beside'])
  expect(counts.failed).toBe(2)
})

test('a check that throws has failed, and what it threw says why', async () => {
  const { counts, said } = await ran([['Browser', new Error('No browser is installed.')]])
  expect(counts).toEqual({ passed: 0, failed: 1 })
  expect(said).toContain('No browser is installed.')
})
