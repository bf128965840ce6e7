import type { Slot } from '@/lib/profile/slots'
import type { StorageProblem } from '@/lib/profile/storage-problem'
import type { Words } from './errors'
import { FIELD_LABELS, listOf } from './fields'

/** What a person reads, in two sentences: what is the case, and what to do. */
export function wordsForStorageProblem({ reason }: StorageProblem): Words {
  switch (reason) {
    case 'refused':
      return {
        title: 'This browser can’t save anything here. It may be a private window or a setting.',
        action: 'Edits are only stored in their tab, without history or looks.',
      }
    case 'silent':
      return {
        title: 'This browser can’t open the data saved here.',
        action: 'Edits are only stored in their tab until then. Closing and reopening the browser may help.',
      }
    case 'full':
      return {
        title: 'This device is out of storage space.',
        action: 'Nothing was saved. Free up space, for example under “Saved on this device”, and try again.',
      }
    case 'outdated_page':
      return {
        title: 'A newer version of this page is open in another tab.',
        action: 'Reload this page to use it.',
      }
    case 'set_aside':
      return {
        title: 'Something saved on this device can’t be read.',
        action: 'It was set aside. Everything else is as you left it.',
      }
    case 'changed_elsewhere':
      return { title: 'This was changed in another tab.', action: 'Nothing was overwritten. Try again.' }
    case 'gone':
      return {
        title: 'This no longer exists.',
        action: 'It may have been deleted in another tab. Reload the page to see what’s left.',
      }
  }
}

/** Why nothing was sent yet, and that pressing once more agrees to the loss. */
export function wordsForLoss({ slots, problem }: { slots: Slot[]; problem: StorageProblem | null }): string {
  const names = listOf(slots.map((slot) => FIELD_LABELS[slot].toLowerCase()))
  const them = slots.length === 1 ? 'it' : 'them'
  const why = problem ? `${wordsForStorageProblem(problem).title} ` : ''
  return `Nothing was sent yet. We couldn’t save your current ${names}, and no other copy exists. ${why}Press Publish again to replace ${them} anyway.`
}
