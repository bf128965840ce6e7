import type { Cause, Refusal } from '@/lib/profile/api-error'
import { CODES_OF_RESTRICTED_ACCOUNTS, type Words, wordsForRefusal } from './errors'
import { asPlace, asSubject, type ServerIdentity } from './server-name'

/** The words for a profile that cannot be shown. Until when a limit lasts is said by whoever knows the local time. */
export function wordsForUnreadableProfile(refusal: Refusal, server: ServerIdentity): Words {
  const subject = asSubject(server)
  switch (refusal.reason) {
    case 'rate_limited':
      return {
        title: `${subject} shows no profile for a while, because a limit is full.`,
        action: refusal.retryAt ? 'Nothing is asked there until then.' : 'Try again in a quarter of an hour.',
      }
    case 'tier_refused':
      return {
        title: `This app’s access level at ${asPlace(server)} does not include reading your profile.`,
        action: 'The person who runs this site has to enlarge it.',
      }
    case 'gone':
      return {
        title: `${subject} does not know the call that reads a profile.`,
        action: 'The person who runs this site has to check the address it is set up with.',
      }
    case 'not_allowed':
      // What is not about the account is about this app, and not about writing as it would be elsewhere.
      return CODES_OF_RESTRICTED_ACCOUNTS.has(refusal.code) || isOfAnyCall(refusal.cause)
        ? wordsForRefusal(refusal, server)
        : {
            title: `${subject} does not show this app your profile.`,
            action: 'The person who runs this site has to look into it.',
          }
    default:
      return wordsForRefusal(refusal, server)
  }
}

const isOfAnyCall = (cause: Cause | undefined) =>
  cause === 'no_credits' || cause === 'usage_cap' || cause === 'blocked_by_network'
