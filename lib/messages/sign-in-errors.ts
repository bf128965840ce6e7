import type { ApiError } from '@/lib/profile/api-error'
import { CODE_OF_SUSPENDED_APP, CODES_OF_RESTRICTED_APPS, type Words } from './errors'
import { asPlace, asSubject, type ServerIdentity } from './server-name'

/** Why a server did not begin or finish a sign-in, as the word in the query of our own page. Closed. */
export const SIGN_IN_PROBLEMS = [
  'callback_not_registered',
  'callback_type_not_allowed',
  'key_refused',
  'app_suspended',
  'clock_wrong',
  'access_level',
  'no_credits',
  'account_restricted',
  'network_refused',
  'rate_limited',
  'server_away',
  'wrong_address',
  'scope_refused',
  'account_unreadable',
  'sign_in_refused',
] as const
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number]

/** What the page knows besides the word in its query. */
interface SignInErrorFacts {
  /** The address that has to be registered at the server; null where this site does not know its own. */
  callbackUrl?: string | null
  /** The address at which the account is read after consent. */
  accountAddress?: string
  /** ISO 8601: when the server takes sign-ins again. */
  retryAt?: string | undefined
  now?: Date
}

/**
 * The words, and how serious they are: red where it stays refused, amber where waiting or signing in again helps, blue for
 * what the person decided.
 */
export interface SignInWords extends Words {
  tone: 'danger' | 'warning' | 'info'
}

/** What passes by itself, or by another try. */
const PASSING_PROBLEMS: ReadonlySet<SignInProblem> = new Set([
  'network_refused',
  'rate_limited',
  'server_away',
])

/** The words for what next-auth or our own routes put into `/?error=`; null for values nobody here sets. */
export function wordsForSignInError(
  error: string,
  server: ServerIdentity,
  facts: SignInErrorFacts = {},
): SignInWords | null {
  const problem = SIGN_IN_PROBLEMS.find((known) => known === error)
  if (problem) {
    const tone = PASSING_PROBLEMS.has(problem) ? 'warning' : 'danger'
    return { ...wordsForProblem(problem, server, facts), tone }
  }
  switch (error) {
    case 'denied':
      return {
        title: `You didn’t allow access on ${asPlace(server)}.`,
        action: 'Nothing was changed. You can sign in whenever you like.',
        tone: 'info',
      }
    case 'too_many_accounts':
      return {
        title: 'Five accounts are signed in already.',
        action: 'Sign one of them out, then add the other.',
        tone: 'warning',
      }
    case 'no_room_for_account':
      return {
        title: 'Your browser’s cookies have no room for another account.',
        action: 'Sign one account out, then add the other.',
        tone: 'warning',
      }
    case 'OAuthSignin':
      return {
        title: 'This site is set up for another address, so sign-in can’t begin here.',
        action: 'Only this site’s owner can fix this.',
        tone: 'danger',
      }
    case 'OAuthCallback':
    case 'Callback':
    case 'OAuthCallbackError':
      return {
        title: 'Sign-in wasn’t finished.',
        action:
          'It may have taken too long or started in another window. Sign in again. If that doesn’t help, allow cookies for this site.',
        tone: 'warning',
      }
    default:
      return null
  }
}

function wordsForProblem(
  problem: SignInProblem,
  server: ServerIdentity,
  { callbackUrl, accountAddress, retryAt, now = new Date() }: SignInErrorFacts,
): Words {
  const subject = asSubject(server)
  const place = asPlace(server)
  switch (problem) {
    case 'callback_not_registered':
      return {
        title: `${subject} doesn’t know this site’s callback address.`,
        action: `Only this site’s owner can fix this, by adding ${callbackUrl ?? 'it'} in the app’s settings at ${place}.`,
      }
    case 'callback_type_not_allowed':
      return {
        title: `This app isn’t set up at ${place} for sign-in on a website.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'key_refused':
      return {
        title: `${subject} doesn’t accept this site’s key or secret.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'app_suspended':
      return {
        title: `${subject} has suspended this app.`,
        action: `Only this site’s owner can settle this with ${place}.`,
      }
    case 'clock_wrong':
      return {
        title: `This site’s clock is wrong, so ${place} refused the sign-in.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'access_level':
      return {
        title: `This app’s access level at ${place} doesn’t include this sign-in.`,
        action: 'Only this site’s owner can get more access.',
      }
    case 'no_credits':
      return {
        title: `This app has no credits left at ${place}.`,
        action: 'Only this site’s owner can add credits.',
      }
    case 'account_restricted':
      return {
        title: `${subject} has restricted your account.`,
        action: `Open your account on ${place} and follow its notice.`,
        sendsToProfile: true,
      }
    case 'network_refused':
      return { title: `${subject}’s network refused the sign-in.`, action: 'Try again later.' }
    case 'rate_limited':
      return { title: `${subject}’s rate limit was reached.`, action: waitInWords(retryAt, now) }
    case 'server_away':
      return { title: `${subject} isn’t responding right now.`, action: 'Try again in a minute.' }
    case 'wrong_address':
      return {
        title: `${subject} doesn’t offer sign-in where this site looks for it.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'scope_refused':
      return {
        title: `${subject} doesn’t give this app the permissions it asks for.`,
        action: 'Only this site’s owner can fix this.',
      }
    case 'account_unreadable':
      return {
        title: `${subject} let you in, but didn’t show your account.`,
        action: `We asked ${accountAddress ?? 'for it'}. Only this site’s owner can fix this.`,
      }
    case 'sign_in_refused':
      return {
        title: `${subject} refused the sign-in.`,
        action: 'If it happens again, tell this site’s owner. The log has the reason.',
      }
    default:
      return problem satisfies never
  }
}

/** A page made on the server does not know the reader's time zone, so a wait is told by its length. */
function waitInWords(retryAt: string | undefined, now: Date): string {
  const waitMinutes = Math.ceil((Date.parse(retryAt ?? '') - now.getTime()) / 60_000)
  if (Number.isNaN(waitMinutes) || waitMinutes > 24 * 60) return 'Try again in 15 minutes.'
  if (waitMinutes <= 0) return 'It has reset by now. Try again.'
  if (waitMinutes === 1) return 'Try again in a minute.'
  return waitMinutes < 120
    ? `Try again in ${waitMinutes} minutes.`
    : `Try again in ${Math.ceil(waitMinutes / 60)} hours.`
}

/** What the site's owner has to do, for the log. */
export function ownerSentence(
  problem: SignInProblem,
  callbackUrl: string,
  signIn: 'oauth1' | 'oauth2' = 'oauth1',
): string {
  switch (problem) {
    case 'callback_not_registered':
      return `The callback address is not registered. Add ${callbackUrl}, letter for letter, to the callback URLs in the app's settings (at X: developer portal, "User authentication settings", "Callback URI / Redirect URL").`
    case 'callback_type_not_allowed':
      return `The app is registered as one without callback addresses. Change its type to a web app and add ${callbackUrl} to its callback URLs.`
    case 'key_refused':
      if (signIn === 'oauth2')
        return 'The server does not know X_CLIENT_ID, or X_CLIENT_SECRET does not belong to it, or the app is no web app. Copy both again from the app\'s "Keys and tokens" (OAuth 2.0), and set its type to "Web App" in "User authentication settings".'
      return 'The server does not know X_API_KEY, or X_API_SECRET does not belong to it. Copy both again from the app\'s "Keys and tokens".'
    case 'app_suspended':
      return "The app is suspended. Read the notice in the server's developer portal."
    case 'clock_wrong':
      return "This machine's clock differs from the server's by more than the server allows. Set it by NTP."
    case 'access_level':
      return "The app's access level does not include this call. Get more access in the developer portal."
    case 'no_credits':
      return 'The app has no credits, or has used up its cap. Add credits in the developer portal.'
    case 'account_restricted':
      return 'The account of the visitor is suspended or locked; there is nothing to mend here.'
    case 'network_refused':
      return 'The network in front of the API refused the call with a page of HTML. The address of this machine may be blocked.'
    case 'rate_limited':
      return 'The rate limit for sign-ins is used up.'
    case 'server_away':
      return 'The server does not answer, or says that it cannot at the moment.'
    case 'wrong_address':
      return 'The server has no sign-in at this address. Check X_API_ORIGIN and X_SERVER.'
    case 'scope_refused':
      return 'The server does not give the app the scopes it asks for. Take what X_SCOPES adds away, and set the app\'s permissions to "Read and write" in "User authentication settings".'
    case 'account_unreadable':
      return 'The visitor consented, but the account could not be read at this address. Check X_SERVER and X_API_ORIGIN.'
    case 'sign_in_refused':
      return 'The server refused the sign-in for a reason that is not known here.'
    default:
      return problem satisfies never
  }
}

/** What the site's owner has to do about a call that was refused, for the log; null where it is not theirs to mend. */
export function ownerSentenceForError(apiError: ApiError): string | null {
  const sentence = sentenceForCall(apiError)
  return sentence && `${sentence} The server says: “${apiError.message}”`
}

function sentenceForCall({ reason, cause, code }: ApiError): string | null {
  if (reason === 'tier_refused') return ownerSentence('access_level', '')
  switch (cause) {
    case 'no_credits':
    case 'usage_cap':
      return ownerSentence('no_credits', '')
    case 'key_refused':
      return ownerSentence('key_refused', '')
    case 'clock_wrong':
      return ownerSentence('clock_wrong', '')
    case 'blocked_by_network':
      return ownerSentence('network_refused', '')
    case 'read_only':
      return 'The token may only read. Set the app\'s permissions to "Read and write" in "User authentication settings"; whoever signed in before has to sign in again.'
    case 'no_reason_given':
      return 'The server gave no reason. Check the app\'s permissions ("Read and write") and its access level in the developer portal.'
    case 'request_not_accepted':
      return 'The server does not accept the request as such. Check X_API_ORIGIN and X_SERVER, and any proxy in between.'
    default:
      break
  }
  if (reason !== 'not_allowed') return null
  if (code === CODE_OF_SUSPENDED_APP) return ownerSentence('app_suspended', '')
  return CODES_OF_RESTRICTED_APPS.has(code) ? ownerSentence('access_level', '') : null
}
