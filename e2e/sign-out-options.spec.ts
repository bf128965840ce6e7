import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

test.use({ signsInByHand: true })

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const REVOCATION = '/1.1/oauth/invalidate_token.json'

const permission = (page: Page) => page.getByRole('checkbox', { name: /^Remove Plumage’s access/ })
const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' })

async function openMenu(page: Page, screenName: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`@${screenName}`) }).click()
  await expect(signOut(page)).toBeVisible()
}

test('whoever signs out for good is told that the server has confirmed it, and the token is dead there', async ({
  page,
  account,
  sandbox,
  signIn,
  baseURL,
}) => {
  await signIn(page, account.screen_name)
  const copied = await page.context().cookies()
  await openMenu(page, account.screen_name)
  await permission(page).check()
  await signOut(page).click()
  await expect(page.getByText('The server confirmed')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  const recorded = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) => path === REVOCATION)
  expect(recorded).toMatchObject([{ status: 200 }])

  // A cookie that somebody copied before is worth nothing now, in another browser or put back into this one.
  const cookie = copied.map(({ name, value }) => `${name}=${value}`).join('; ')
  const elsewhere = await fetch(`${baseURL}/api/account/verify_credentials`, { headers: { cookie } })
  expect(elsewhere.status).toBe(401)
  expect(await elsewhere.json()).toMatchObject({ reason: 'session_expired' })
  await page.context().addCookies(copied)
  const answer = await page.request.get('/api/account/verify_credentials')
  expect(answer.status()).toBe(401)
  expect(await answer.json()).toMatchObject({ reason: 'signed_out' })
})

test('a permission whose end the server does not confirm is said to stand, and the way out stays open', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const fault = { status: 503, code: 130, message: 'Over capacity', times: null }
  await sandbox.setFault({ path: REVOCATION, screen_name: account.screen_name, ...fault })
  await openMenu(page, account.screen_name)
  await permission(page).check()
  await signOut(page).click()
  const problem = page.getByRole('alert').filter({ hasText: 'didn’t confirm that access was removed' })
  await expect(problem).toContainText('You’re still signed in')
  await permission(page).uncheck()
  await signOut(page).click()
  await expect(
    page.getByText(
      'Plumage keeps its access to your account until you remove it in your account’s settings.',
    ),
  ).toBeVisible()
})
