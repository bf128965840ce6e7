import type { Cause, DeliveryStatus, Refusal } from '@/lib/profile/api-error'
import type { Part } from '@/lib/profile/changes'
import { asPlace, asSubject, type ServerIdentity } from './server-name'

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
}

/** What was being published when a refusal came. */
export interface RefusedPublishing {
  part: Part
  delivery: DeliveryStatus
  /** Whose profile the page shows. */
  handle?: string
}

/** The words for a refusal by our server or by theirs; `publishing` when something was being published. */
export function wordsForRefusal(
  refusal: Refusal,
  server: ServerIdentity,
  publishing?: RefusedPublishing,
): Words {
  const part = publishing?.part
  const subject = asSubject(server)
  // Who was not heard: blaming the server for a site that is down would send people to the wrong door.
  const silent = refusal.isSiteSilent ? 'This site' : subject
  switch (refusal.reason) {
    case 'signed_out':
      return {
        title: 'You are signed out.',
        action:
          publishing?.delivery === 'unknown'
            ? `${actionAfterSilence(publishing)} Sign in again to go on.`
            : 'Sign in again to go on.',
      }
    case 'account_changed':
      return {
        title: 'Another account is signed in now, perhaps through another tab.',
        action: `Sign in as ${publishing?.handle ? `@${publishing.handle}` : 'the account of this page'} again; nothing goes to the other account.`,
      }
    case 'session_expired':
      return { title: `${subject} has ended the connection.`, action: 'Sign in again to go on.' }
    case 'cross_site':
      return {
        title: 'This did not come from the editor’s own page.',
        action: 'Reload the page and publish again.',
      }
    case 'not_allowed':
      return wordsForNotAllowed(refusal, subject)
    case 'tier_refused':
      return {
        title: `This app’s access level at ${asPlace(server)} does not include profile changes.`,
        action: 'Nothing was changed. The person who runs this site has to enlarge it.',
      }
    case 'gone':
      return {
        title: titleForGone(refusal.cause, part, subject),
        action: 'Nothing was changed there. The other parts are not affected.',
      }
    case 'image_rejected':
      if (refusal.field === 'file') return wordsForMissingPicture(refusal, server)
      return {
        title: `The ${part === 'avatar' ? 'profile photo' : part === 'banner' ? 'header image' : 'background image'} was refused: ${withStop(refusal.message)}`,
        action: 'Choose another one.',
      }
    case 'field_rejected':
      return {
        title: `${subject} refused a value: ${withStop(refusal.message)}`,
        action: 'Change it and publish again.',
      }
    case 'rate_limited':
      return rateLimitWords(refusal, subject)
    case 'unexpected_answer':
      return {
        title: refusal.isSiteSilent
          ? 'This site answered in a way this page does not know.'
          : `${subject} answered in a way this app does not know.`,
        action: actionAfterSilence(publishing),
      }
    case 'unavailable':
      return {
        title:
          refusal.cause === 'conflict'
            ? `${subject} was busy with another change to this profile.`
            : `${silent} does not answer at the moment.`,
        action: actionAfterSilence(publishing),
      }
    case 'timeout':
      return {
        title: `${silent} did not answer in time.`,
        action: actionAfterSilence(publishing),
      }
    default:
      return refusal.reason satisfies never
  }
}

/** This site signs people in by OAuth 2.0, and so it has API v2 alone. */
export const wordsForNotInV2 = (subject: string) => `${subject}’s API v2 can’t change this.`

function titleForGone(cause: Cause | undefined, part: Part | undefined, subject: string): string {
  if (cause === 'not_in_v2') return wordsForNotInV2(subject)
  return part === 'background'
    ? `${subject} no longer has page backgrounds.`
    : `${subject} no longer takes this.`
}

/** Where no answer came, what counts is whether the change was made all the same. */
function actionAfterSilence(publishing: RefusedPublishing | undefined): string {
  switch (publishing?.delivery) {
    case undefined:
      return 'Try again in a minute.'
    case 'none':
      return 'It did not arrive; nothing changed there. Publish again in a minute.'
    case 'late':
      return 'It had not arrived when this page looked, and may still do so. Look at the public profile in a minute, and publish again if it is not there.'
    case 'unknown':
      return 'It could not be learned whether the change arrived. Look at the public profile before you publish again.'
  }
}

/** Switches of the background that were sent without its picture. 120: there is none at the server to show. */
function wordsForMissingPicture({ code }: Refusal, server: ServerIdentity): Words {
  return code === 120
    ? { title: 'There is no background image to show yet.', action: 'Choose one, then switch it on.' }
    : {
        title: `${asSubject(server)} cannot switch a background without its picture.`,
        action: 'Choose the picture again, so that both go together.',
      }
}

/** Of the person's own account: suspended or locked. */
export const CODES_OF_RESTRICTED_ACCOUNTS = new Set([63, 64, 326])
/** Of the app: it may not make this kind of call. */
export const CODES_OF_RESTRICTED_APPS = new Set([87, 220, 261, 348])
const CODE_OF_SUSPECTED_AUTOMATION = 226

/** Some causes and codes speak of the account, some of the app; the rest is told in the server's own words. */
function wordsForNotAllowed({ cause, code, message }: Refusal, subject: string): Words {
  if (cause) return wordsForCause(cause, subject)
  if (CODES_OF_RESTRICTED_ACCOUNTS.has(code)) {
    return {
      title: `${subject} has restricted this account, so changes are refused.`,
      action: 'Open it there and follow its notice.',
    }
  }
  if (CODES_OF_RESTRICTED_APPS.has(code)) {
    return {
      title: `${subject} does not let this app change anything.`,
      action: 'The person who runs this site has to ask for write access.',
    }
  }
  if (code === CODE_OF_SUSPECTED_AUTOMATION) {
    return {
      title: `${subject} takes this change for an automated one and refuses it.`,
      action: 'Open it there, see whether it asks you something, and publish again later.',
    }
  }
  return {
    title: `${subject} refuses this change: ${withStop(message)}`,
    action: 'Nothing was changed. If it stays so, tell the person who runs this site.',
  }
}

function wordsForCause(cause: Cause, subject: string): Words {
  switch (cause) {
    case 'key_refused':
      return {
        title: `${subject} does not accept this site’s key.`,
        action: 'Nothing was changed. Only this site’s owner can fix this.',
      }
    case 'read_only':
      return {
        title: 'This sign-in may read your profile but not change it.',
        action: 'Sign in again and allow changes.',
      }
    case 'no_credits':
      return {
        title: `${subject} says this app has no credits left.`,
        action: 'Nothing was changed. Only this site’s owner can add credits.',
      }
    case 'usage_cap':
      return {
        title: `${subject} says this app has used up its allowance.`,
        action: 'Nothing was changed. Only this site’s owner can get more.',
      }
    case 'blocked_by_network':
      return {
        title: `${subject}’s network refused the call.`,
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
        title: `${subject} does not accept this app’s request.`,
        action: 'Nothing was changed. Trying again won’t help; only this site’s owner can fix this.',
      }
    case 'legal':
      return {
        title: `${subject} refuses this for legal reasons.`,
        action: 'Nothing was changed. Look for a notice in your account there.',
      }
    case 'conflict':
      return {
        title: `${subject} was busy with another change to this profile.`,
        action: 'Try again in a minute.',
      }
    case 'not_in_v2':
      return { title: wordsForNotInV2(subject), action: 'Nothing was changed.' }
    default:
      return cause satisfies never
  }
}

function rateLimitWords({ retryAt }: Refusal, subject: string): Words {
  return retryAt
    ? { title: `${subject} takes the next change at ${timeOfDay(retryAt)}.`, action: 'Publish again then.' }
    : {
        title: `${subject} takes no more changes for a while.`,
        action: 'Publish again in a quarter of an hour.',
      }
}

/** An ISO 8601 time as the clock on the wall shows it: "14:32". */
export const timeOfDay = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))

/** Said before anything is tried: what stands above them says that nothing was sent. */
export const WORDS_FOR_OFFLINE: Words = {
  title: 'This device is offline.',
  action: 'Publish when the network is back; this page will say so.',
}

const withStop = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
