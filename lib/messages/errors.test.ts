import { expect, test } from 'vitest'
import { apiError, CAUSES, REASONS, type Reason } from '@/lib/profile/api-error'
import { SERVER_KINDS } from '@/lib/server-kinds'
import { wordsForError, wordsForUnreadableProfile } from './errors'
import { profileAddress } from './server-name'

const x = { host: 'x', kind: SERVER_KINDS.x, name: 'X', origin: 'https://api.x.com' } as const

const words = (code: number, more: object = {}) =>
  wordsForError(apiError('not_allowed', 'No.', { code, ...more }), x)

test.each(REASONS)(
  '%s is told by what is so and what to do, and never as "something went wrong"',
  (reason) => {
    const { title, action } = wordsForError(apiError(reason, 'The server said no.'), x)
    for (const sentence of [title, action]) {
      expect(sentence).toMatch(/^[A-Z].{8,}[.!]$/s)
      expect(sentence).not.toMatch(/went wrong|unknown error|undefined|null/i)
    }
  },
)

test('an account that is restricted, an app that is, and a sign-in that may only read are told apart', () => {
  const titles = [words(64), words(261), words(0, { cause: 'read_only' })].map(({ title }) => title)
  expect(new Set(titles).size).toBe(3)
  expect([63, 326].map((code) => words(code).title)).toEqual([titles[0], titles[0]])
  expect([87, 220, 348].map((code) => words(code).title)).toEqual([titles[1], titles[1], titles[1]])
})

test('an app that the server has suspended is told as that, and not as a change that was refused', () => {
  expect(words(416)).toMatchObject({
    title: 'X has suspended this app.',
    action: expect.stringMatching(/Only this site’s owner/),
  })
})

test('a person is sent to sign in again and allow changes only where the server says read-only', () => {
  expect(words(0, { cause: 'read_only' }).action).toMatch(
    /^Sign in again and allow changes\. If that doesn’t help,/,
  )
  const others = CAUSES.filter((cause) => cause !== 'read_only').map((cause) => words(0, { cause }))
  for (const { action } of [words(0), words(187), ...others]) {
    expect(action).not.toMatch(/sign in again|allow changes/i)
  }
})

test.each([
  ['no_credits', /no credits/, /Nothing was changed.*owner can add credits/],
  ['usage_cap', /used up its allowance/, /Nothing was changed.*owner/],
  ['blocked_by_network', /X’s network refused the request/, /Try again later/],
  ['no_reason_given', /without giving a reason/, /sign-in is read-only, or this app lacks access/],
  ['request_not_accepted', /doesn’t accept this app’s request/, /Trying again won’t help.*owner/],
  ['legal', /legal reasons/, /Nothing was changed/],
  ['clock_wrong', /^This site’s clock is wrong, so X refused/, /Only this site’s owner/],
] as const)('%s is told by who can help', (cause, title, action) => {
  expect(words(0, { cause }).title).toMatch(title)
  expect(words(0, { cause }).action).toMatch(action)
})

test('a call that is gone is the owner’s matter, except for what X has given up', () => {
  const actionFor = (part: 'text' | 'background') =>
    wordsForError(apiError('gone', 'No.'), x, { part, delivery: 'none' }).action
  expect(actionFor('text')).toMatch(/tell this site’s owner/)
  expect(actionFor('background')).toMatch(/other changes aren’t affected/)
})

test('the sandbox is spoken of as a place and not as a name', () => {
  const sandbox = {
    host: 'sandbox',
    kind: SERVER_KINDS.x,
    name: 'Sandbox',
    origin: 'http://127.0.0.1:4010',
  } as const
  const { title } = wordsForError(apiError('tier_refused', 'No.'), sandbox)
  expect(title).toContain('at the sandbox doesn’t')
})

test('an unknown code is not explained as a read-only sign-in, and the server’s words stay out of the sentence', () => {
  expect(words(187).title).toBe('X refused this change.')
  expect(words(187).action).not.toContain('Sign in')
})

test('a limit says when it ends, and without a time how long such limits last', () => {
  const limited = (more: object) => wordsForError(apiError('rate_limited', 'No.', more), x)
  const { title } = limited({ retryAt: '2026-08-01T12:32:00.000Z' })
  expect(title).toMatch(/rate limit resets at \d{1,2}.\d{2}/)
  expect(limited({}).action).toContain('15 minutes')
  // Whoever comes at that minute comes late enough.
  expect(limited({ retryAt: '2026-08-01T12:31:00.001Z' }).title).toBe(title)
})

test.each(['unavailable', 'timeout', 'unexpected_answer'] as const)(
  '%s of this site itself is not told as the server’s',
  (reason) => {
    const titleOf = (more: object) => wordsForError(apiError(reason, 'No.', more), x).title
    expect(titleOf({})).toMatch(/^X /)
    expect(titleOf({ isSiteSilent: true })).toMatch(/^This site /)
    expect(titleOf({ isSiteSilent: true })).not.toMatch(/\bX\b/)
  },
)

test('what answers in place of this site is told as such, with where to look for it', () => {
  const error = apiError('unexpected_answer', 'No.', { isSiteSilent: true, isIntercepted: true })
  const { title, action } = wordsForError(error, x, { part: 'text', delivery: 'none' })
  expect(title).toBe('Something between you and this site answered in its place.')
  expect(action).toMatch(
    /nothing changed\. Look for a Wi-Fi sign-in page, a VPN or a filter, then try again\.$/,
  )
  const unknown = wordsForError(error, x, { part: 'text', delivery: 'unknown' })
  expect(unknown.action).toMatch(/ Look for a Wi-Fi .* a filter\. Check your public profile before/)
})

test('a value that was refused is named as on the screen, by the parameter or by what was sent alone', () => {
  const titleFor = (field: string | undefined, onlyField?: 'website') =>
    wordsForError(apiError('field_rejected', 'No.', field === undefined ? {} : { field }), x, {
      part: 'text',
      delivery: 'none',
      onlyField,
    }).title
  expect(titleFor('description')).toBe('X refused your bio.')
  expect(titleFor('profile_link_color')).toBe('X refused your link colour.')
  expect(titleFor(undefined, 'website')).toBe('X refused your website.')
  expect(titleFor(undefined)).toBe('X refused one of these values.')
})

test('of a picture that is too large a smaller one is asked for, and else another one', () => {
  const actionFor = (status: number) =>
    wordsForError(apiError('image_rejected', 'No.', { status }), x, { part: 'avatar', delivery: 'none' })
      .action
  expect(actionFor(413)).toBe('Choose a smaller one.')
  expect(actionFor(422)).toBe('Choose another one.')
})

test('a switch that needs its picture is told as such, and a missing picture as missing', () => {
  const missing = (code: number) =>
    wordsForError(apiError('image_rejected', 'No.', { field: 'file', code }), x).title
  expect(missing(38)).toContain('without its picture')
  expect(missing(120)).toContain('no background image')
})

test('whoever is signed out midway is told whether the change may have got through', () => {
  const actionAfter = (delivery: 'none' | 'late' | 'unknown') =>
    wordsForError(apiError('signed_out', 'No.'), x, { part: 'text', delivery }).action
  expect(actionAfter('none')).toBe('Sign in again to continue.')
  expect(actionAfter('late')).toBe('Sign in again to continue.')
  expect(actionAfter('unknown')).toMatch(/^We couldn’t tell .* Sign in again to continue\.$/)
})

test('only what sends people to look at their profile has a link to it', () => {
  const unknown = { part: 'text', delivery: 'unknown' } as const
  const sends = (
    error: Parameters<typeof wordsForError>[0],
    publishing?: Parameters<typeof wordsForError>[2],
  ) => wordsForError(error, x, publishing).sendsToProfile ?? false
  expect(sends(apiError('timeout', ''), unknown)).toBe(true)
  expect(sends(apiError('unavailable', ''), { ...unknown, delivery: 'late' })).toBe(true)
  expect(sends({ ...apiError('not_allowed', ''), code: 326 })).toBe(true)
  expect(sends(apiError('timeout', ''), { ...unknown, delivery: 'none' })).toBe(false)
  expect(sends(apiError('tier_refused', ''))).toBe(false)
})

test('the page that others see is on the server’s own site, which is not where X’s API is', () => {
  expect(profileAddress(x, 'wren')).toBe('https://x.com/wren')
  const social = {
    ...x,
    host: 'other',
    kind: SERVER_KINDS.gnusocial,
    origin: 'https://social.example/index.php',
  } as const
  expect(profileAddress(social, 'wren')).toBe('https://social.example/index.php/wren')
  expect(profileAddress(social, '../#wren')).toBe('https://social.example/index.php/..%2F%23wren')
})

const wordsWhenUnread = (reason: Reason, more: object = {}) =>
  wordsForUnreadableProfile(apiError(reason, 'The server said no.', more), x)

test.each(REASONS)('a profile that is not shown for %s is told by what is so and what to do', (reason) => {
  for (const sentence of Object.values(wordsWhenUnread(reason))) {
    expect(sentence).toMatch(/^[A-Z].{8,}[.!]$/s)
    expect(sentence).not.toMatch(/went wrong|unknown error|undefined|null/i)
  }
})

test('reading is not spoken of as if something had been published', () => {
  for (const reason of ['rate_limited', 'tier_refused', 'gone', 'not_allowed'] as const) {
    const { title, action } = wordsWhenUnread(reason)
    expect(`${title} ${action}`).not.toMatch(/next change|publish|other parts|allow changes/i)
  }
})

test('a wrong clock of this site is not told as a change that was refused', () => {
  expect(wordsWhenUnread('not_allowed', { code: 135 }).title).toBe(
    'X doesn’t let this app read your profile.',
  )
})

test('an account that the server has locked is told to open it there', () => {
  expect(wordsWhenUnread('not_allowed', { code: 326 }).action).toContain('follow its notice')
})
