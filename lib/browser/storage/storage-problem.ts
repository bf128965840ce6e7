/** Why something could not be kept on this device, or not be read from it. */
export interface StorageProblem {
  reason: /** The browser keeps nothing here: a private window, a setting, a broken profile. */
    | 'refused'
    /** The browser does not answer. */
    | 'silent'
    /** There is no room left. */
    | 'full'
    /** A newer version of this page, in another tab, has changed how things are kept. */
    | 'outdated_page'
    /** What was kept cannot be read; it was put aside and is in nobody's way. */
    | 'set_aside'
    /** Another tab wrote later; nothing was overwritten. */
    | 'changed_elsewhere'
    /** It is not there any more. */
    | 'gone'
}

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

/** What a person reads, in two sentences: what is the case, and what to do. */
export function wordsForStorageProblem({ reason }: StorageProblem): { title: string; action: string } {
  switch (reason) {
    case 'refused':
      return {
        title: 'This browser keeps nothing here (a private window, or a setting).',
        action: 'Edits live only in their tab, and there is no history and no look.',
      }
    case 'silent':
      return {
        title: 'This browser does not open what it keeps here.',
        action:
          'Edits live only in their tab until it does. Closing the browser and opening it again may help.',
      }
    case 'full':
      return {
        title: 'There is no room left on this device.',
        action: 'Nothing was saved. Make room, for example under “Kept on this device”, and try again.',
      }
    case 'outdated_page':
      return {
        title: 'A newer version of this page is open in another tab.',
        action: 'Reload this page to go on with it.',
      }
    case 'set_aside':
      return {
        title: 'Something kept on this device cannot be read.',
        action: 'It was put aside and is in nobody’s way. The rest is as you left it.',
      }
    case 'changed_elsewhere':
      return { title: 'This was changed in another tab.', action: 'Nothing was overwritten.' }
    case 'gone':
      return { title: 'This is no longer there.', action: 'It may have been deleted in another tab.' }
  }
}
