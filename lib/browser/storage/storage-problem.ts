import type { StorageProblem } from '@/lib/profile/storage-problem'

/** What the browser's own error means for us. Source: the Indexed Database API 3.0, its exceptions. */
export function problemOf(cause: unknown): StorageProblem {
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'QuotaExceededError') return { reason: 'full' }
  if (name === 'TimeoutError') return { reason: 'silent' }
  if (name === 'VersionError') return { reason: 'outdated_page' }
  return { reason: 'refused' }
}

/** What Safari says to a blob in a private window; other browsers say so of a broken disk. */
export const isUnknownError = (cause: unknown) => cause instanceof Error && cause.name === 'UnknownError'
