import type { Page } from '@playwright/test'
import { expect, OAUTH2_ORIGIN, test, untilEditorIsReady } from './fixtures'
import { BLUE, GREEN, makePng, type PictureFile } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import type { ReceivedRequest, Sandbox } from './sandbox'

test.use({ signsInByHand: true })

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const FULL = { name: 'Wren', description: 'Small & loud', location: 'Fen', url: 'https://wren.example' }

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })

async function choose(page: Page, label: string, picture: PictureFile): Promise<void> {
  await field(page, label).setInputFiles(picture)
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).last()).toBeVisible()
}

/** Opens the review, and gives the fields it shows. */
async function openReview(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(review(page)).toBeVisible()
  return review(page).locator('li label').allInnerTexts()
}

const publishInReview = (page: Page) =>
  review(page).getByRole('button', { name: 'Publish', exact: true }).click()

const isWrite = ({ method, path }: ReceivedRequest) =>
  method !== 'GET' && !path.includes('oauth') && !path.startsWith('/i/')

/** What was sent and taken, each call with the fields it carried. */
async function takenWrites(sandbox: Sandbox, screenName: string) {
  const taken = (await sandbox.requestsOf(screenName)).filter(
    (request) => isWrite(request) && request.outcome === 'ok',
  )
  return taken.map(({ method, path, parameters }) => [`${method} ${path}`, Object.keys(parameters).sort()])
}

/** Texts and photo are edited, reviewed, published, and read back by somebody who opens the page anew. */
async function publishTextsAndPhoto(page: Page, sandbox: Sandbox, screenName: string): Promise<void> {
  await expect(field(page, 'Bio')).toHaveValue(FULL.description)
  await expect(field(page, 'Website')).toHaveValue(FULL.url)
  await field(page, 'Bio').fill('By the newer way: <3 & 🌳 https://fen.example/a')
  await field(page, 'Location').fill('')
  await choose(page, 'Profile photo', makePng(400, 400, BLUE))
  expect(await openReview(page)).toEqual(['Bio', 'Location', 'Profile photo'])
  await publishInReview(page)
  await untilPublished(page)
  await expect(problem(page)).toHaveCount(0)
  expect(await takenWrites(sandbox, screenName)).toEqual([
    ['PUT /2/users/me', ['description', 'location']],
    ['POST /2/media/upload', ['media_category']],
    ['PUT /2/users/me/profile_image', ['media_id']],
  ])
  expect(await sandbox.userOf(screenName)).toMatchObject({
    name: FULL.name,
    location: '',
    default_profile_image: false,
  })
  await page.reload()
  await untilEditorIsReady(page)
  await expect(field(page, 'Bio')).toHaveValue('By the newer way: <3 & 🌳 https://fen.example/a')
  await expect(field(page, 'Location')).toHaveValue('')
  await expect(field(page, 'Website')).toHaveValue(FULL.url)
  await expect(page.getByText('1 change', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toHaveCount(0)
}

/** Chooses a header and a background, sends them, and sees them refused and kept. */
async function publishTheRest(page: Page, sandbox: Sandbox, screenName: string): Promise<ReceivedRequest[]> {
  const before = (await sandbox.requestsOf(screenName)).length
  await choose(page, 'Header image', makePng(1500, 500, GREEN))
  await choose(page, 'Background image', makePng(64, 64, GREEN))
  expect(await openReview(page)).toEqual(['Header image', 'Background image'])
  await publishInReview(page)
  await expect(problem(page)).toContainText(/Header image and Background image: |change your header image/)
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
  expect(await sandbox.userOf(screenName)).not.toHaveProperty('profile_banner_url')
  return (await sandbox.requestsOf(screenName)).slice(before).filter(isWrite)
}

test('with v1.1 closed, one signs in by OAuth 1.0a, and texts and photo go by v2; header and background say why not', async ({
  page,
  sandbox,
  signIn,
}) => {
  const { screen_name } = await sandbox.createAccount(FULL)
  await sandbox.setModes({
    screen_name,
    verify_credentials: 'tier',
    profile: 'tier',
    background: 'tier',
    profile_v2: 'works',
    profile_image_v2: 'works',
  })
  await signIn(page, screen_name)
  for (const part of ['Header image', 'Background']) {
    await expect(page.getByText(new RegExp(`^${part}: .*access level`))).toBeVisible()
  }
  await publishTextsAndPhoto(page, sandbox, screen_name)
  const sent = await publishTheRest(page, sandbox, screen_name)
  expect(sent.map(({ path, status }) => [path, status])).toEqual([
    ['/1.1/account/update_profile_banner.json', 403],
    ['/1.1/account/update_profile_background_image.json', 403],
  ])
})

test.describe('signed in by OAuth 2.0', () => {
  test.use({ baseURL: OAUTH2_ORIGIN })

  test('texts and photo go by v2; header and background say beforehand that they cannot, and nothing is sent for them', async ({
    page,
    sandbox,
    signIn,
  }) => {
    const { screen_name } = await sandbox.createAccount(FULL)
    await signIn(page, screen_name)
    const sentences = ['header image', 'background'].map(
      (part) => `The sandbox doesn’t let this app change your ${part}.`,
    )
    for (const sentence of sentences) await expect(page.getByText(sentence)).toBeVisible()
    await publishTextsAndPhoto(page, sandbox, screen_name)
    expect(await publishTheRest(page, sandbox, screen_name)).toEqual([])
    for (const sentence of sentences) await expect(problem(page)).toContainText(sentence)
    const paths = (await sandbox.requestsOf(screen_name)).map(({ path }) => path)
    expect(paths.filter((path) => path.startsWith('/1.1/'))).toEqual([])
  })

  test('a session whose token has ended is renewed in place, and nothing that was typed is lost', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    const { screen_name } = account
    await signIn(page, screen_name)
    await field(page, 'Name').fill('Typed before the end')
    await sandbox.revokeBearerTokensOf(screen_name)
    await publishChanges(page)
    const opened = page.waitForEvent('popup')
    await problem(page).getByRole('button', { name: 'Sign in again', exact: true }).click()
    const other = await opened
    await other.locator(`input[type="radio"][value="${screen_name}"]`).check()
    await other.getByRole('button', { name: 'Authorize app' }).click()
    await expect(other.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
    await other.close()
    await expect(field(page, 'Name')).toHaveValue('Typed before the end')
    await publishChanges(page)
    await untilPublished(page)
    expect(await sandbox.userOf(screen_name)).toMatchObject({ name: 'Typed before the end' })
  })

  test('signing out for good revokes the token, and the cookie is worth nothing afterwards', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    const { screen_name } = account
    await signIn(page, screen_name)
    expect(await sandbox.bearerTokensOf(screen_name)).toHaveLength(1)
    const copied = await page.context().cookies()
    await page.getByRole('button', { name: new RegExp(`@${screen_name}`) }).click()
    await page.getByRole('checkbox', { name: /^Remove Plumage’s access/ }).check()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByText('The server confirmed')).toBeVisible()
    expect(await sandbox.bearerTokensOf(screen_name)).toEqual([])
    const cookie = copied.map(({ name, value }) => `${name}=${value}`).join('; ')
    const elsewhere = await fetch(`${OAUTH2_ORIGIN}/api/account/verify_credentials`, { headers: { cookie } })
    expect(await elsewhere.json()).toMatchObject({ reason: 'session_expired' })
    await page.context().addCookies(copied)
    const answer = await page.request.get('/api/account/verify_credentials')
    expect(await answer.json()).toMatchObject({ reason: 'signed_out' })
  })
})
