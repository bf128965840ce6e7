import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const today = () =>
  new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format()

async function choose(page: Page, label: string, width: number, height: number): Promise<void> {
  await field(page, label).setInputFiles(makePng(width, height, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).last()).toBeVisible()
}

async function reopen(page: Page): Promise<void> {
  await page.reload()
  await untilEditorIsReady(page)
}

test('a part that the server no longer takes says so from then on, with the day and the way on, until it is taken again', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setModes({ screen_name: account.screen_name, background: 'removed' })
  const background = page.getByRole('region', { name: 'Background' })
  await expect(background).not.toContainText('has refused this')
  await choose(page, 'Background image', 64, 64)
  await publishChanges(page)
  await expect(problem(page)).toBeFocused()

  await reopen(page)
  await expect(background).toContainText(`Background: The sandbox has refused this since ${today()}.`)
  await expect(background).toContainText(
    /Publishing tries again.*stays in your draft, and you can save it in a look/,
  )
  // It can still be changed and looked at, and the review says it once more before anything is sent.
  await page.getByRole('switch', { name: 'Tile background' }).click()
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(review).toContainText('It may be refused again.')

  await sandbox.setModes({ screen_name: account.screen_name, background: '2014' })
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  await expect(background).not.toContainText('has refused this')
  await reopen(page)
  await expect(background).not.toContainText('has refused this')
})

test('an access level that includes nothing is said at the texts, the photo and the header, which all stay to be edited', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await sandbox.setModes({ screen_name: account.screen_name, profile: 'tier', profile_v2: 'tier' })
  await field(page, 'Name').fill('Still typed here')
  await choose(page, 'Profile photo', 400, 400)
  await choose(page, 'Header image', 1500, 500)
  await publishChanges(page)
  await expect(problem(page)).toBeFocused()
  await expect(problem(page)).toContainText(/Name, Profile photo and Header image: /)

  await reopen(page)
  for (const part of ['Text', 'Profile photo', 'Header image']) {
    await expect(
      page.getByText(`${part}: The sandbox has refused this app’s access level since ${today()}.`),
    ).toBeVisible()
  }
  await expect(field(page, 'Name')).toHaveValue('Still typed here')
  await expect(page.getByText('3 changes', { exact: true })).toBeVisible()
})

test('texts that v1.1 refuses for the access level are published by v2, from then on at once', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const { screen_name } = account
  await signIn(page, screen_name)
  await sandbox.setModes({ screen_name, profile: 'tier', profile_v2: 'works' })
  const writes = async () =>
    (await sandbox.requestsOf(screen_name))
      .filter(({ path }) => /update_profile\.json|2\/users\/me/.test(path))
      .map(({ method, path, status }) => `${method} ${path} ${status}`)
  await field(page, 'Name').fill('By the newer way')
  await publishChanges(page)
  await untilPublished(page)
  const byV2 = 'PUT /2/users/me 200'
  expect(await writes()).toEqual(['POST /1.1/account/update_profile.json 403', byV2])

  await field(page, 'Location').fill('At once')
  await publishChanges(page)
  await expect(page.getByRole('status').filter({ hasText: /^Published: Location/ })).toBeVisible()
  expect((await writes()).slice(2)).toEqual([byV2])
  expect(await sandbox.userOf(screen_name)).toMatchObject({ name: 'By the newer way', location: 'At once' })
  await reopen(page)
  await expect(page.getByText('access level')).toHaveCount(0)
})
