/** How many checks passed and failed. */
export type Counts = { passed: number; failed: number }

/** The part of Vitest's JSON report that is read; `success` is false also when a file could not be loaded. */
export type VitestReport = { numPassedTests: number; numFailedTests: number; success: boolean }

/** A describe block or a file of Playwright's JSON report, with the blocks inside it. */
type PlaywrightSuite = {
  specs?: { title: string; file: string; tests: { status: string }[] }[]
  suites?: PlaywrightSuite[]
}

/** The part of Playwright's JSON report that is read; `errors` are those outside of any test. */
export type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
  suites?: PlaywrightSuite[]
}

/** How many tests may fail first and pass when run once more before the whole run counts as failed. */
const FLAKY_TESTS_MAX = 2

/** A runner that failed without a failed test, or without a report, still counts as one failure. */
function atLeastOneFailure(counts: Counts, succeeded: boolean): Counts {
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

/** What Vitest counted. `exitCode` is the runner's; no report means that it never came to write one. */
export function countsOfVitest(report: VitestReport | undefined, exitCode: number): Counts {
  const counts = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
  return atLeastOneFailure(counts, exitCode === 0 && report?.success === true)
}

/**
 * What Playwright counted. A test that did not run has not passed: it counts as failed. One that failed and then passed
 * is flaky: up to FLAKY_TESTS_MAX of them count as passed, with more of them each counts as failed.
 */
export function countsOfPlaywright(report: PlaywrightReport | undefined, exitCode: number): Counts {
  const stats = report?.stats
  if (!stats) return atLeastOneFailure({ passed: 0, failed: 0 }, false)
  const tooManyFlaky = stats.flaky > FLAKY_TESTS_MAX
  const counts = {
    passed: stats.expected + (tooManyFlaky ? 0 : stats.flaky),
    failed: stats.unexpected + stats.skipped + (tooManyFlaky ? stats.flaky : 0),
  }
  return atLeastOneFailure(counts, exitCode === 0 && report.errors.length === 0)
}

/** The tests that failed first and passed when run once more, each as `file: title`. */
export function flakyTestsOf(report: PlaywrightReport | undefined): string[] {
  const inSuite = ({ specs = [], suites = [] }: PlaywrightSuite): string[] => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, title }) => `${file}: ${title}`),
    ...suites.flatMap(inSuite),
  ]
  return (report?.suites ?? []).flatMap(inSuite)
}

/** The sum over all runners. */
export function addCounts(all: Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}
