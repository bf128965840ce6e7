import type { Page } from '@playwright/test'
import type { Fault, Sandbox } from './sandbox'
import { begin, consent } from './sign-in-over-http'

/** One way in which publishing fails, and what a person is to read of it. */
export type Failure = {
  /** What it is, as the end of the sentence "failure: …". */
  what: string
  reason: string
  /** The field that is changed; text where nothing else is said. */
  part?: 'text' | 'avatar' | 'background'
  /** What breaks the call that publishes the part. */
  fault?: Omit<Fault, 'path' | 'screen_name'>
  /** What breaks it otherwise, once the change is made and before it is published. */
  prepare?: (page: Page, sandbox: Sandbox, screenName: string) => Promise<unknown>
  /** What happened, and what to do. */
  title: RegExp
  action: RegExp
  /** Where publishing is a matter of waiting, the summary stands in the review; otherwise above the form. */
  where?: 'in the review'
  /** True where trying again can help. */
  canTryAgain?: true
  /** The field the trouble belongs to, which then says it too. */
  field?: string
}

/** The call that publishes each part. */
export const PATHS = {
  text: '/1.1/account/update_profile.json',
  avatar: '/1.1/account/update_profile_image.json',
  background: '/1.1/account/update_profile_background_image.json',
}

const SIGN_IN_AGAIN = /Sign in again/
const ONLY_THE_OWNER = /(Only|tell) this site’s owner/

/** Every reason there is, and every code that has words of its own. */
export const FAILURES: Failure[] = [
  {
    what: 'somebody signed out in another tab',
    reason: 'signed_out',
    prepare: (page) => page.context().clearCookies({ name: /session-token/ }),
    title: /You’re signed out/,
    action: SIGN_IN_AGAIN,
  },
  {
    what: 'another account was signed in through another tab',
    reason: 'account_changed',
    prepare: async (page, sandbox) => {
      const other = await sandbox.createAccount()
      const { request } = page.context()
      const { consentPage } = await begin(request)
      await request.get(await consent(consentPage, other.screen_name), { maxRedirects: 0 })
    },
    title: /Another account is signed in now/,
    action: /Sign in as @\w+ again\. Nothing goes to the other account/,
  },
  {
    what: 'the token has expired or was revoked',
    reason: 'session_expired',
    fault: { status: 401, code: 89, message: 'Invalid or expired token.', times: 1 },
    title: /ended your sign-in/,
    action: SIGN_IN_AGAIN,
  },
  {
    what: 'something on the way makes it look like another site',
    reason: 'cross_site',
    prepare: (page) =>
      page.route('**/api/account/update_profile', async (route) => {
        // A browser lets nobody set this header; so the request goes on without it.
        const headers = { ...(await route.request().allHeaders()), origin: 'https://elsewhere.example' }
        await route.fulfill({ response: await route.fetch({ headers }) })
      }),
    title: /didn’t come from the editor’s own page/,
    action: /Reload the page/,
  },
  {
    what: 'the permission is to read only',
    reason: 'not_allowed',
    fault: { status: 401, body: '{"error":"Read-only application cannot POST."}', times: 1 },
    title: /can read your profile but not change it/,
    action: SIGN_IN_AGAIN,
  },
  {
    what: 'the app may not write (code 261)',
    reason: 'not_allowed',
    fault: { status: 403, code: 261, message: 'Application cannot perform write actions.', times: 1 },
    title: /doesn’t let this app change anything/,
    action: ONLY_THE_OWNER,
  },
  {
    what: 'the account is locked (code 326)',
    reason: 'not_allowed',
    fault: { status: 403, code: 326, message: 'This account is temporarily locked.', times: 1 },
    title: /has restricted your account/,
    action: /follow its notice/,
    canTryAgain: true,
  },
  {
    what: 'the account is suspended (code 64)',
    reason: 'not_allowed',
    fault: { status: 403, code: 64, message: 'Your account is suspended.', times: 1 },
    title: /has restricted your account/,
    action: /follow its notice/,
    canTryAgain: true,
  },
  {
    what: 'it looks automated (code 226)',
    reason: 'not_allowed',
    fault: { status: 403, code: 226, message: 'This request looks like it might be automated.', times: 1 },
    title: /thinks this is automated/,
    action: /try again later/,
    canTryAgain: true,
  },
  {
    what: 'a code nobody here knows (187)',
    reason: 'not_allowed',
    fault: { status: 403, code: 187, message: 'Status is a duplicate.', times: 1 },
    title: /refused this change\./,
    action: ONLY_THE_OWNER,
  },
  {
    what: 'the clock of this site is wrong (code 135)',
    reason: 'not_allowed',
    fault: { status: 401, code: 135, message: 'Timestamp out of bounds.', times: 1 },
    title: /This site’s clock is wrong/,
    action: ONLY_THE_OWNER,
  },
  {
    what: 'the app has no credits left',
    reason: 'not_allowed',
    fault: { status: 402, body: '{"title":"CreditsDepleted","detail":"Out of credits."}', times: 1 },
    title: /This app has no credits left/,
    action: /Nothing was changed. Only this site’s owner can add credits/,
  },
  {
    what: 'a page of the network’s edge',
    reason: 'not_allowed',
    fault: { status: 403, body: '<html><title>Access denied</title></html>', times: 1 },
    title: /network refused the request/,
    action: /Try again later/,
    canTryAgain: true,
  },
  {
    what: 'a 403 without a word',
    reason: 'not_allowed',
    fault: { status: 403, body: '', times: 1 },
    title: /refused this without giving a reason/,
    action: /Either your sign-in is read-only, or this app lacks access/,
  },
  {
    what: 'the access level does not include it (code 453)',
    reason: 'tier_refused',
    fault: { status: 403, code: 453, message: 'You currently have access to a subset.', times: 1 },
    title: /access level at .* doesn’t include profile changes/,
    action: ONLY_THE_OWNER,
  },
  {
    what: 'the call is gone (code 34)',
    reason: 'gone',
    part: 'background',
    fault: { status: 404, code: 34, message: 'Sorry, that page does not exist.', times: 1 },
    title: /no longer has page backgrounds/,
    action: /other changes aren’t affected/,
  },
  {
    what: 'the picture is refused',
    reason: 'image_rejected',
    part: 'avatar',
    fault: { status: 422, body: '{"error":"Image could not be resized."}', times: 1 },
    title: /refused your profile photo/,
    action: /Choose another one/,
    field: 'Profile photo',
  },
  {
    what: 'a value is refused',
    reason: 'field_rejected',
    fault: { status: 403, code: 120, message: 'Account update failed: Name is not allowed.', times: 1 },
    title: /refused your name/,
    action: /Change it and publish again/,
    field: 'Name',
  },
  {
    what: 'the limit is full (code 88)',
    reason: 'rate_limited',
    fault: { status: 429, code: 88, message: 'Rate limit exceeded', times: 1 },
    title: /rate limit resets at \d/,
    action: /Publish again then/,
    where: 'in the review',
  },
  {
    what: 'the answer is a page of HTML',
    reason: 'unexpected_answer',
    fault: { status: 200, body: '<html><title>Hello</title></html>', times: 1 },
    title: /sent a response we can’t read/,
    action: /didn’t get through, so nothing changed/,
    canTryAgain: true,
  },
  {
    what: 'the server is over capacity (code 130)',
    reason: 'unavailable',
    fault: { status: 503, code: 130, message: 'Over capacity', times: 1 },
    title: /isn’t responding right now/,
    action: /didn’t get through, so nothing changed/,
    canTryAgain: true,
  },
  {
    what: 'the connection is cut again and again',
    reason: 'unavailable',
    fault: { drop: 'before', times: 2 },
    title: /isn’t responding right now/,
    action: /didn’t get through, so nothing changed/,
    canTryAgain: true,
  },
  {
    what: 'the server says it took too long',
    reason: 'timeout',
    fault: { status: 504, body: '', times: 1 },
    title: /didn’t respond in time/,
    action: /hasn’t shown up yet, but it still may/,
    canTryAgain: true,
  },
]
