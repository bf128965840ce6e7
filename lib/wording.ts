import type { ChangeField, Part } from './changes'
import { sizeInWords } from './picture-words'
import { TEXT_LIMIT_CHARACTERS, type TextField } from './profile'
import type { Refusal } from './refusal'
import { asSubject, type ServerIdentity } from './server-name'
import { BACKGROUND_MAX_BYTES, type PictureProblem } from './slots'
import type { TextProblem } from './text-rules'

/** What each field is called on the screen. */
export const FIELD_LABELS: Record<ChangeField, string> = {
  name: 'Name',
  bio: 'Bio',
  location: 'Location',
  website: 'Website',
  background: 'Background image',
  tileBackground: 'Tile background',
  showBackground: 'Show background',
}

export const PART_LABELS: Record<Part, string> = { text: 'Text', background: 'Background' }

/** One sentence for a text that cannot be published: what is wrong, and what to do. */
export function wordsForTextProblem(field: TextField, problem: TextProblem): string {
  switch (problem.rule) {
    case 'empty':
      return 'Enter a name. It can be your handle.'
    case 'too_long': {
      const { surplusCharacters: surplus } = problem
      const characters = surplus === 1 ? 'character' : 'characters'
      return `${FIELD_LABELS[field]} is ${surplus} ${characters} too long. Shorten it to ${TEXT_LIMIT_CHARACTERS[field]}.`
    }
    case 'no_address':
      return 'Website needs an address such as example.com.'
    case 'scheme_not_allowed':
      return 'Only web addresses work here (http or https).'
    case 'has_password':
      return 'Leave the name and password out of the address: everyone would see them.'
  }
}

/** Under the labels: what goes in, said before anything is typed or chosen. */
export const FIELD_HINTS: Record<TextField, string> = {
  name: 'Shown above your @handle.',
  bio: 'A short text about you.',
  location: 'Any text; it is not checked on a map.',
  website: 'One address, for example example.com',
}

/** Said when the background is switched on while there is no picture, neither published nor chosen. */
export const NO_PICTURE_TO_SHOW = 'There is no picture to show yet. Choose one, then switch it on.'

/** One sentence or two for a file that cannot be used, by its name: what is wrong, and what to do. */
export function wordsForPictureProblem(fileName: string, problem: PictureProblem): string {
  switch (problem.rule) {
    case 'several_files':
      return `These are ${problem.count} files. Choose one picture.`
    case 'unreadable':
      return `${fileName} cannot be read. Choose it again, or another file.`
    case 'empty':
      return `${fileName} is empty. Choose another file, or get it again from where it came.`
    case 'not_a_picture':
      return `${fileName} is not a JPG, PNG or GIF picture. Choose another file.`
    case 'too_large':
      return `${fileName} has ${sizeInWords(problem.bytes)}; up to ${sizeInWords(BACKGROUND_MAX_BYTES)} can be sent. Make it smaller and choose it again.`
  }
}

/** Things in a row for a sentence: "Bio, Location and Website". */
export function inARow(things: string[]): string {
  const [last] = things.slice(-1)
  return things.length < 2 ? (last ?? '') : `${things.slice(0, -1).join(', ')} and ${last}`
}

/** "1 change", "3 changes". */
export function changeCount(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}

/** What a person reads when something was refused: a headline, and what to do. Edits are always kept. */
export interface Words {
  title: string
  action: string
}

/** The words for a refusal by our server or by theirs. `part` is what was being published, if anything. */
export function wordsForRefusal(refusal: Refusal, server: ServerIdentity, part?: Part): Words {
  const subject = asSubject(server)
  switch (refusal.reason) {
    case 'signed_out':
      return { title: 'You are signed out.', action: 'Sign in again to go on.' }
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
        title: `This app’s access level at ${server.name} does not include profile changes.`,
        action: 'Nothing was changed. The person who runs this site has to enlarge it.',
      }
    case 'gone':
      return {
        title:
          part === 'background'
            ? `${subject} no longer has page backgrounds.`
            : `${subject} no longer takes this.`,
        action: 'Nothing was changed there. The other parts are not affected.',
      }
    case 'image_rejected':
      return {
        title: `The background image was refused: ${withStop(refusal.message)}`,
        action: 'Choose another one.',
      }
    case 'field_rejected':
      return {
        title: `${subject} refused a value: ${withStop(refusal.message)}`,
        action: 'Change it and publish again.',
      }
    case 'rate_limited':
      return { title: rateLimitTitle(refusal, subject), action: 'Publish again then.' }
    case 'unexpected_answer':
      return {
        title: `${subject} answered in a way this app does not know.`,
        action: 'Look at the public profile before you publish again; the change may have arrived.',
      }
    case 'unavailable':
      return { title: `${subject} does not answer at the moment.`, action: 'Try again in a minute.' }
    case 'timeout':
      return {
        title: `${subject} did not answer in time.`,
        action: 'Look at the public profile before you publish again; the change may have arrived.',
      }
    default:
      return refusal.reason satisfies never
  }
}

/** Codes 64 and 326 speak of the account, 261 of the app; without a code it is the permission of this sign-in. */
function wordsForNotAllowed(refusal: Refusal, subject: string): Words {
  if (refusal.code === 64 || refusal.code === 326) {
    return {
      title: `${subject} has restricted this account, so changes are refused.`,
      action: 'Open it there and follow its notice.',
    }
  }
  if (refusal.code === 261) {
    return {
      title: `${subject} does not let this app change anything.`,
      action: 'The person who runs this site has to ask for write access.',
    }
  }
  return {
    title: 'This sign-in may read your profile but not change it.',
    action: 'Sign in again and allow changes.',
  }
}

function rateLimitTitle(refusal: Refusal, subject: string): string {
  if (!refusal.retryAt) return `${subject} takes no more changes for a while.`
  const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
  return `${subject} takes the next change at ${time.format(new Date(refusal.retryAt))}.`
}

/** The words for what next-auth or our own routes put into `/?error=`; null for values nobody here sets. */
export function wordsForSignInError(error: string, server: ServerIdentity): Words | null {
  switch (error) {
    case 'denied':
      return {
        title: `Sign-in was stopped at ${server.kind === 'sandbox' ? 'the sandbox' : server.name}.`,
        action: 'Nothing was changed.',
      }
    case 'OAuthSignin':
      return { title: `${asSubject(server)} did not take the sign-in.`, action: 'Try again in a minute.' }
    case 'OAuthCallback':
    case 'Callback':
    case 'OAuthCallbackError':
      return {
        title: 'The sign-in was not finished.',
        action: 'It may have taken too long, or begun in another window. Sign in again.',
      }
    default:
      return null
  }
}

const withStop = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
