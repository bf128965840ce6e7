import type { ApiError, Cause } from '@/lib/profile/api-error'
import { CODES_OF_RESTRICTED_ACCOUNTS, type Words, wordsForError } from './errors'
import { asPlace, asSubject, type ServerIdentity } from './server-name'

/** The words for a profile that cannot be shown. Until when a limit lasts is said by whoever knows the local time. */
export function wordsForUnreadableProfile(apiError: ApiError, server: ServerIdentity): Words {
  const subject = asSubject(server)
  switch (apiError.reason) {
    case 'rate_limited':
      return {
        title: `${subject}’s rate limit was reached.`,
        action: apiError.retryAt ? 'Reloading earlier won’t help.' : 'Try again in 15 minutes.',
      }
    case 'tier_refused':
      return {
        title: `This app’s access level at ${asPlace(server)} doesn’t include reading your profile.`,
        action: 'Only this site’s owner can get more access.',
      }
    case 'gone':
      return {
        title: `${subject} doesn’t offer profiles where this site looks for them.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'not_allowed':
      // What is not about the account is about this app, and not about writing as it would be elsewhere.
      return CODES_OF_RESTRICTED_ACCOUNTS.has(apiError.code) || isOfAnyCall(apiError.cause)
        ? wordsForError(apiError, server)
        : {
            title: `${subject} doesn’t let this app read your profile.`,
            action: 'Only this site’s owner can fix this.',
          }
    default:
      return wordsForError(apiError, server)
  }
}

const isOfAnyCall = (cause: Cause | undefined) =>
  cause === 'no_credits' || cause === 'usage_cap' || cause === 'blocked_by_network'
