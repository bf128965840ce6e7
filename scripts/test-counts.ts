/** How many checks passed and failed. */
export type Counts = { passed: number; failed: number }

/** The part of Vitest's JSON report that is read; `success` is false also when a file could not be loaded. */
export type VitestReport = { numPassedTests: number; numFailedTests: number; success: boolean }

/** The part of Playwright's JSON report that is read; `errors` are those outside of any test. */
export type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A runner that failed without a failed test, or without a report, still counts as one failure. */
function atLeastOneFailure(counts: Counts, succeeded: boolean): Counts {
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

/** What Vitest counted. `exitCode` is the runner's; no report means that it never came to write one. */
export function countsOfVitest(report: VitestReport | undefined, exitCode: number): Counts {
  const counts = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
  return atLeastOneFailure(counts, exitCode === 0 && report?.success === true)
}

/** What Playwright counted. A test that did not run, or passed only sometimes, has not passed: it counts as failed. */
export function countsOfPlaywright(report: PlaywrightReport | undefined, exitCode: number): Counts {
  const stats = report?.stats
  const counts = stats
    ? { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }
    : { passed: 0, failed: 0 }
  return atLeastOneFailure(counts, exitCode === 0 && report !== undefined && report.errors.length === 0)
}

/** The sum over all runners. */
export function addCounts(all: Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}
