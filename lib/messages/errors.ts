import type { ApiError, Cause, DeliveryStatus, Reason } from '@/lib/profile/api-error'
import type { ChangeField } from '@/lib/profile/changes'
import { fieldOfParameter } from '@/lib/profile/profile'
import type { Part } from '@/lib/profile/slots'
import { FIELD_LABELS } from './fields'
import { asPlace, asSubject, type ServerIdentity, wordsForMissingPart } from './server-name'

/** What each part is called on the screen. */
export const PART_LABELS: Record<Part, string> = {
  text: 'Text',
  avatar: 'Profile photo',
  banner: 'Header image',
  background: 'Background',
}

/** What a person reads when something was refused: a headline, and what to do. Edits are always kept. */
export interface Words {
  title: string
  action: string
  /** True where the action sends the person to their profile at the server: a link to it stands beside. */
  sendsToProfile?: boolean
  /** True where the headline says by itself which part of the profile it is about. */
  namesPart?: boolean
}

/** What was being published when a refusal came. */
interface RefusedPublishing {
  part: Part
  delivery: DeliveryStatus
  /** Whose profile the page shows. */
  handle?: string
  /** What was sent, where it was one thing alone: then it is what was refused, also where the server names none. */
  onlyField?: ChangeField | undefined
}

/** The words for a refusal by our server or by theirs; `publishing` when something was being published. */
export function wordsForError(
  apiError: ApiError,
  server: ServerIdentity,
  publishing?: RefusedPublishing,
): Words {
  const part = publishing?.part
  const subject = asSubject(server)
  // Blaming the server for a site that is down would send people to the wrong place.
  const silent = apiError.isSiteSilent ? 'This site' : subject
  switch (apiError.reason) {
    case 'signed_out':
      return {
        ...wordsAfterSilence('You’re signed out.', publishing),
        action:
          publishing?.delivery === 'unknown'
            ? `${actionAfterSilence(publishing)} Sign in again to continue.`
            : 'Sign in again to continue.',
      }
    case 'account_changed':
      return {
        title: 'Another account is signed in now, perhaps in another tab.',
        action: `Sign in as ${publishing?.handle ? `@${publishing.handle}` : 'this page’s account'} again. Nothing goes to the other account.`,
      }
    case 'session_expired':
      return { title: `${subject} ended your sign-in.`, action: 'Sign in again to continue.' }
    case 'cross_site':
      return {
        title: 'This didn’t come from the editor’s own page.',
        action:
          'Reload the page and publish again. If that doesn’t help, a proxy or privacy extension hides where it came from.',
      }
    case 'not_allowed':
      return wordsForNotAllowed(apiError, subject)
    case 'tier_refused':
      return {
        title: `This app’s access level at ${asPlace(server)} doesn’t include profile changes.`,
        action: 'Nothing was changed. Only this site’s owner can get more access.',
      }
    case 'gone':
      return wordsForGone(apiError.cause, part, server)
    case 'image_rejected':
      return wordsForPicture(apiError, part, server)
    case 'field_rejected':
      return wordsForValue(apiError, subject, publishing?.onlyField)
    case 'rate_limited':
      return rateLimitWords(apiError, subject)
    case 'unexpected_answer':
      return apiError.isIntercepted
        ? wordsAfterSilence(
            'Something between you and this site answered in its place.',
            publishing,
            'Look for a Wi-Fi sign-in page, a VPN or a filter',
          )
        : wordsAfterSilence(`${silent} sent a response we can’t read.`, publishing)
    case 'unavailable':
      return wordsAfterSilence(
        apiError.cause === 'conflict'
          ? `${subject} was busy with another change to this profile.`
          : `${silent} isn’t responding right now.`,
        publishing,
      )
    case 'timeout':
      return wordsAfterSilence(`${silent} didn’t respond in time.`, publishing)
    default:
      return apiError.reason satisfies never
  }
}

export const changeThere = (place: string) => `You can change it on ${place} itself.`

/** This site signs people in by OAuth 2.0, and so it has API v2 alone. */
export const wordsForNotInV2 = (what: Part | 'linkColor' | undefined, subject: string) =>
  `${subject} doesn’t let this app change ${what ? NAMES_OF_YOURS[what] : 'this'}.`

const NAMES_OF_YOURS: Record<Part | 'linkColor', string> = {
  text: 'your name, bio, location or website',
  avatar: 'your profile photo',
  banner: 'your header image',
  background: 'your background',
  linkColor: 'your link colour',
}

function wordsForGone(cause: Cause | undefined, part: Part | undefined, server: ServerIdentity): Words {
  const action =
    'Nothing was changed. Your other changes aren’t affected. Leave it out when you publish again.'
  const subject = asSubject(server)
  if (cause === 'not_in_v2') {
    return {
      title: wordsForNotInV2(part, subject),
      action: `Nothing was changed. ${changeThere(asPlace(server))}`,
      namesPart: true,
    }
  }
  if (part && server.kind.missingParts.includes(part)) {
    return { title: wordsForMissingPart(part, server), action, namesPart: true }
  }
  return part === 'background'
    ? { title: `${subject} no longer has page backgrounds.`, action, namesPart: true }
    : {
        title: `${subject} no longer accepts this change.`,
        action: 'Nothing was changed. If it stays like this, tell this site’s owner.',
      }
}

function wordsForValue(
  { field: parameter = '', cause }: ApiError,
  subject: string,
  onlyField: ChangeField | undefined,
): Words {
  const field = fieldOfParameter(parameter) ?? onlyField
  if (field === 'linkColor' && cause === 'not_in_v2') {
    return {
      title: wordsForNotInV2(field, subject),
      action: 'Nothing was changed. Leave it out and publish again.',
    }
  }
  return {
    title: `${subject} refused ${field ? `your ${FIELD_LABELS[field].toLowerCase()}` : 'one of these values'}.`,
    action: 'Change it and publish again.',
  }
}

const REASONS_THAT_PASS = new Set<Reason>(['rate_limited', 'unavailable', 'timeout', 'unexpected_answer'])
const CAUSES_THAT_PASS = new Set<Cause>(['blocked_by_network', 'conflict'])

/** Whether the same thing may work later without anything being changed. */
export function canTryAgain({ reason, cause, code }: ApiError): boolean {
  if (cause) return CAUSES_THAT_PASS.has(cause)
  return REASONS_THAT_PASS.has(reason) || (reason === 'not_allowed' && CODES_THAT_PASS.has(code))
}

/** Only a look at the profile tells what became of a change that got no response. `first`: what to do before anything else. */
const wordsAfterSilence = (
  title: string,
  publishing: RefusedPublishing | undefined,
  first?: string,
): Words => ({
  title,
  action: actionAfterSilence(publishing, first),
  ...(isUncertain(publishing) && { sendsToProfile: true }),
})

const isUncertain = (publishing: RefusedPublishing | undefined): boolean =>
  publishing?.delivery === 'late' || publishing?.delivery === 'unknown'

export const CHECK_IN_A_MINUTE = 'Check your public profile in a minute, and publish again if it isn’t there.'

/** Without a response, what counts is whether the change went through all the same. */
function actionAfterSilence(publishing: RefusedPublishing | undefined, first?: string): string {
  const tryAgain = first ? `${first}, then try again.` : 'Try again in a minute.'
  const before = first ? `${first}. ` : ''
  switch (publishing?.delivery) {
    case undefined:
      return tryAgain
    case 'none':
      return `Your change didn’t get through, so nothing changed. ${tryAgain}`
    case 'late':
      return `Your change hasn’t shown up yet, but it still may. ${before}${CHECK_IN_A_MINUTE}`
    case 'unknown':
      return `We couldn’t tell whether your change went through. ${before}Check your public profile before you publish again.`
  }
}

function wordsForPicture(apiError: ApiError, part: Part | undefined, server: ServerIdentity): Words {
  if (apiError.field === 'file') return wordsForMissingPicture(apiError, server)
  const picture =
    part === 'avatar' ? 'profile photo' : part === 'banner' ? 'header image' : 'background image'
  return {
    title: `${asSubject(server)} refused your ${picture}.`,
    action: apiError.status === 413 ? 'Choose a smaller one.' : 'Choose another one.',
  }
}

/** Switches of the background that were sent without its picture. 120: there is none at the server to show. */
function wordsForMissingPicture({ code }: ApiError, server: ServerIdentity): Words {
  return code === 120
    ? { title: 'There is no background image to show yet.', action: 'Choose one, then turn it on.' }
    : {
        title: `${asSubject(server)} can’t switch a background without its picture.`,
        action: 'Choose the picture again, so both are sent together.',
      }
}

/** Of the person's own account: suspended or locked. */
export const CODES_OF_RESTRICTED_ACCOUNTS = new Set([63, 64, 326])
/** Of the app: it may not make this kind of call. */
export const CODES_OF_RESTRICTED_APPS = new Set([87, 220, 261, 348])
const CODE_OF_SUSPECTED_AUTOMATION = 226
export const CODE_OF_SUSPENDED_APP = 416
/** Once the person has followed the server's notice. */
const CODES_THAT_PASS = new Set([...CODES_OF_RESTRICTED_ACCOUNTS, CODE_OF_SUSPECTED_AUTOMATION])

/** Some causes and codes are about the account, some about the app. */
function wordsForNotAllowed({ cause, code }: ApiError, subject: string): Words {
  if (cause) return wordsForCause(cause, subject)
  if (CODES_OF_RESTRICTED_ACCOUNTS.has(code)) {
    return {
      title: `${subject} has restricted your account, so it refuses changes.`,
      action: `Open your account on ${placeOf(subject)} and follow its notice.`,
      sendsToProfile: true,
    }
  }
  if (CODES_OF_RESTRICTED_APPS.has(code)) {
    return {
      title: `${subject} doesn’t let this app change anything.`,
      action: 'Nothing was changed. Only this site’s owner can fix this, by asking for write access.',
    }
  }
  if (code === CODE_OF_SUSPENDED_APP) {
    return {
      title: `${subject} has suspended this app.`,
      action: 'Nothing was changed. Only this site’s owner can fix this.',
    }
  }
  if (code === CODE_OF_SUSPECTED_AUTOMATION) {
    return {
      title: `${subject} thinks this is automated and refused it.`,
      action: `Open your account on ${placeOf(subject)}, follow any notice, and try again later.`,
      sendsToProfile: true,
    }
  }
  return {
    title: `${subject} refused this change.`,
    action: 'Nothing was changed. If it keeps happening, tell this site’s owner.',
  }
}

function wordsForCause(cause: Cause, subject: string): Words {
  switch (cause) {
    case 'key_refused':
      return {
        title: `${subject} doesn’t accept this site’s key.`,
        action: 'Nothing was changed. Only this site’s owner can fix this.',
      }
    case 'read_only':
      return {
        title: 'This sign-in can read your profile but not change it.',
        action: 'Sign in again and allow changes. If that doesn’t help, tell this site’s owner.',
      }
    case 'no_credits':
      return {
        title: `This app has no credits left at ${placeOf(subject)}.`,
        action: 'Nothing was changed. Only this site’s owner can add credits.',
      }
    case 'usage_cap':
      return {
        title: `This app has used up its allowance at ${placeOf(subject)}.`,
        action: 'Nothing was changed. Only this site’s owner can get more.',
      }
    case 'blocked_by_network':
      return {
        title: `${subject}’s network refused the request.`,
        action: 'Nothing was changed. Try again later.',
      }
    case 'no_reason_given':
      return {
        title: `${subject} refused this without giving a reason.`,
        action:
          'Either your sign-in is read-only, or this app lacks access. Signing in again helps only with the first.',
      }
    case 'request_not_accepted':
      return {
        title: `${subject} doesn’t accept this app’s request.`,
        action: 'Nothing was changed. Trying again won’t help. Only this site’s owner can fix this.',
      }
    case 'legal':
      return {
        title: `${subject} refused this for legal reasons.`,
        action: `Nothing was changed. Look for a notice in your account on ${placeOf(subject)}.`,
        sendsToProfile: true,
      }
    case 'conflict':
      return {
        title: `${subject} was busy with another change to this profile.`,
        action: 'Try again in a minute.',
      }
    case 'clock_wrong':
      return {
        title: `This site’s clock is wrong, so ${placeOf(subject)} refused the request.`,
        action: 'Nothing was changed. Only this site’s owner can fix this.',
      }
    case 'not_in_v2':
      return {
        title: wordsForNotInV2(undefined, subject),
        action: `Nothing was changed. ${changeThere(placeOf(subject))}`,
      }
    default:
      return cause satisfies never
  }
}

const placeOf = (subject: string) => subject.replace(/^The /, 'the ')

function rateLimitWords({ retryAt }: ApiError, subject: string): Words {
  return retryAt
    ? { title: `${subject}’s rate limit resets at ${timeOfDay(retryAt)}.`, action: 'Publish again then.' }
    : { title: `${subject}’s rate limit was reached.`, action: 'Publish again in 15 minutes.' }
}

const MINUTE_MILLISECONDS = 60_000

/** From when on something works, by the clock on the wall: "14:32" is up to a minute after an ISO 8601 time, never before it. */
export function timeOfDay(iso: string): string {
  const minute = Math.ceil(Date.parse(iso) / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(minute)
}

/** Said before anything is tried: what stands above them says that nothing was sent. */
export const WORDS_FOR_OFFLINE: Words = {
  title: 'You’re offline.',
  action: 'Publish when you’re back online. This page tells you when.',
}

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
      return CODES_THAT_PASS.has(apiError.code) || isOfAnyCall(apiError.cause)
        ? withoutNothingChanged(wordsForError(apiError, server))
        : {
            title: `${subject} doesn’t let this app read your profile.`,
            action: 'Only this site’s owner can fix this.',
          }
    default:
      return wordsForError(apiError, server)
  }
}

/** Whoever shows these words says so behind them, once. */
const withoutNothingChanged = ({ action, ...words }: Words): Words => ({
  ...words,
  action: action.replace(/^Nothing was changed\. /, ''),
})

const CAUSES_OF_ANY_CALL = new Set<Cause>([
  'no_credits',
  'usage_cap',
  'blocked_by_network',
  'clock_wrong',
  'legal',
])
const isOfAnyCall = (cause: Cause | undefined) => cause !== undefined && CAUSES_OF_ANY_CALL.has(cause)
