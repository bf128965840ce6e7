import { expect, test } from 'vitest'
import { addCounts, countsOfPlaywright, countsOfVitest, flakyTestsOf } from './test-counts'

test('the total is the sum of what every runner counted', () => {
  const unit = countsOfVitest({ numPassedTests: 40, numFailedTests: 0, success: true }, 0)
  const stats = { expected: 12, unexpected: 2, flaky: 0, skipped: 0 }
  const endToEnd = countsOfPlaywright({ stats, errors: [] }, 1)
  expect(addCounts([{ passed: 1, failed: 0 }, unit, endToEnd])).toEqual({ passed: 53, failed: 2 })
})

test('a test file that cannot be loaded is a failure although no test failed', () => {
  expect(countsOfVitest({ numPassedTests: 3, numFailedTests: 0, success: false }, 1)).toEqual({
    passed: 3,
    failed: 1,
  })
})

test('a runner that dies without a report is a failure', () => {
  expect(countsOfVitest(undefined, 1)).toEqual({ passed: 0, failed: 1 })
  expect(countsOfPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1 })
  expect(countsOfPlaywright(undefined, 0)).toEqual({ passed: 0, failed: 1 })
})

test('an end-to-end test that did not run has not passed', () => {
  const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 2 }
  expect(countsOfPlaywright({ stats, errors: [] }, 0)).toEqual({ passed: 5, failed: 2 })
})

test('up to two flaky end-to-end tests have passed, with more of them each has failed', () => {
  const run = (flaky: number) => {
    const stats = { expected: 5, unexpected: 0, flaky, skipped: 0 }
    return countsOfPlaywright({ stats, errors: [] }, 0)
  }
  expect(run(2)).toEqual({ passed: 7, failed: 0 })
  expect(run(3)).toEqual({ passed: 5, failed: 3 })
})

test('a flaky test is listed by its file and its sentence, however deep it stands', () => {
  const spec = (title: string, status: string) => ({ title, file: 'fields.spec.ts', tests: [{ status }] })
  const suites = [
    { specs: [spec('a name is kept', 'expected')], suites: [{ specs: [spec('a bio is kept', 'flaky')] }] },
  ]
  const stats = { expected: 1, unexpected: 0, flaky: 1, skipped: 0 }
  expect(flakyTestsOf({ stats, errors: [], suites })).toEqual(['fields.spec.ts: a bio is kept'])
})

test('an error outside of every end-to-end test is a failure', () => {
  const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 0 }
  expect(countsOfPlaywright({ stats, errors: [{ message: 'no server' }] }, 1)).toEqual({
    passed: 5,
    failed: 1,
  })
})
