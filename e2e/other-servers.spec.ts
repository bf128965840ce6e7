import type { Locator, Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, GREEN, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import type { ReceivedRequest, Sandbox } from './sandbox'

// The browser itself notes every answer of 400 and above in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

const FULL = { name: 'Wren', description: 'Small & loud', location: 'Fen', url: 'https://wren.example' }

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })

async function choose(page: Page, label: string, picture: ReturnType<typeof makePng>): Promise<void> {
  const before = await page.getByText(/^(Prepared:|Fits as it is:)/).count()
  await field(page, label).setInputFiles(picture)
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/)).toHaveCount(before + 1)
}

/** Signs in as a person does, on the page of a site for that kind of server. */
async function signInAt(page: Page, server: string, screenName: string): Promise<void> {
  await page.goto('/')
  await expectNoWordOfX(page.locator('body'))
  await page.getByRole('button', { name: `Sign in with ${server}`, exact: true }).click()
  await page.waitForURL(/\/api\/oauth\/authorize/)
  await page.locator(`input[type="radio"][name="screen_name"][value="${screenName}"]`).check()
  await page.getByRole('button', { name: 'Authorize app' }).click()
  await untilEditorIsReady(page)
}

async function expectNoWordOfX(place: Locator): Promise<void> {
  expect(await place.innerText()).not.toMatch(/\b(?:X|Twitter)\b/)
}

/** What changed something, or was to: the call, and what it carried. */
async function writesOf(sandbox: Sandbox, screenName: string): Promise<ReceivedRequest[]> {
  const requests = await sandbox.requestsOf(screenName)
  return requests.filter(({ path }) => /\/account\/(?:update|remove)/.test(path))
}

const sent = ({ path, parameters, image }: ReceivedRequest) => ({
  path,
  fields: Object.keys(parameters)
    .filter((name) => !/^(?:oauth_|include_entities|skip_status)/.test(name))
    .sort(),
  hasPicture: image !== undefined,
})

async function newAccount(sandbox: Sandbox, server: 'gnusocial' | 'statusnet'): Promise<string> {
  const { screen_name } = await sandbox.createAccount(FULL)
  await sandbox.setModes({ screen_name, server })
  return screen_name
}

test.describe('a site for a GNU social server', () => {
  test.use({ baseURL: `http://localhost:${process.env.E2E_GNUSOCIAL_APP_PORT}` })

  test('signs in, publishes texts and photo, says at header and background that there is none, and sends what the review showed', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'gnusocial')
    await signInAt(page, 'GNU social', screenName)
    await expect(field(page, 'Bio')).toHaveValue(FULL.description)
    await expect(page.getByText('GNU social has no header images.')).toBeVisible()
    await expect(page.getByText('GNU social has no background images.')).toBeVisible()
    await expectNoWordOfX(page.locator('body'))

    // As long as X would never take it, with what X would escape.
    const name = `Troglodytes <3 & "T" ${'é'.repeat(60)} 🐦`
    await field(page, 'Name').fill(name)
    await field(page, 'Location').fill('')
    await choose(page, 'Profile photo', makePng(400, 400, BLUE))
    await choose(page, 'Header image', makePng(1500, 500, BLUE))
    await choose(page, 'Background image', makePng(64, 64, BLUE))
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(review(page).getByRole('checkbox')).toHaveCount(5)
    await expect(review(page)).toContainText('It can’t be published there.')
    await expectNoWordOfX(page.locator('body'))
    await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(problem(page)).toBeFocused()
    await expect(problem(page)).toContainText('GNU social has no header images.')
    await expect(problem(page)).toContainText('GNU social has no background images.')
    await expect(
      page.getByRole('status').filter({ hasText: /^Published: Name, Location and Profile photo\./ }),
    ).toBeVisible()

    expect((await writesOf(sandbox, screenName)).map(sent)).toEqual([
      { path: '/api/account/update_profile.json', fields: ['location', 'name'], hasPicture: false },
      { path: '/api/account/update_profile_image.json', fields: [], hasPicture: true },
    ])
    await page.reload()
    await untilEditorIsReady(page)
    await expect(field(page, 'Name')).toHaveValue(name)
    await expect(field(page, 'Location')).toHaveValue('')
    await expect(field(page, 'Bio')).toHaveValue(FULL.description)
    await expect(field(page, 'Website')).toHaveValue(FULL.url)
  })

  test('takes a consent that was refused for a Cancel, and says so without blaming another window', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'gnusocial')
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in with GNU social' }).click()
    await page.waitForURL(/\/api\/oauth\/authorize/)
    await page.locator(`input[type="radio"][name="screen_name"][value="${screenName}"]`).check()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText(/stopped at|Nothing was changed/).first()).toBeVisible()
    await expect(page.locator('body')).not.toContainText('another window')
  })

  test('names the address that was asked when the account cannot be read after consent', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'gnusocial')
    await sandbox.setFault({
      path: '/api/account/verify_credentials.json',
      screen_name: screenName,
      status: 404,
      headers: { 'content-type': 'text/html' },
      body: '<!DOCTYPE html><html><head><title>Not Found - Roost</title></head><body></body></html>',
    })
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in with GNU social' }).click()
    await page.waitForURL(/\/api\/oauth\/authorize/)
    await page.locator(`input[type="radio"][name="screen_name"][value="${screenName}"]`).check()
    await page.getByRole('button', { name: 'Authorize app' }).click()
    await expect(page.getByText(`${sandbox.origin}/api/account/verify_credentials.json`)).toBeVisible()
    await expect(page.locator('body')).not.toContainText('another window')
  })
})

test.describe('a site for a StatusNet server', () => {
  test.use({ baseURL: `http://localhost:${process.env.E2E_STATUSNET_APP_PORT}` })

  test('signs in, publishes texts, photo and background, says that there is no header, and sends what the review showed', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'statusnet')
    await signInAt(page, 'StatusNet', screenName)
    await expect(page.getByText('StatusNet has no header images.')).toBeVisible()
    await expectNoWordOfX(page.locator('body'))
    await field(page, 'Bio').fill('Louder <3 & "T"')
    await choose(page, 'Profile photo', makePng(400, 400, BLUE))
    await choose(page, 'Background image', makePng(64, 64, BLUE))
    await publishChanges(page)
    await untilPublished(page)
    await expect(problem(page)).toHaveCount(0)
    expect((await writesOf(sandbox, screenName)).map(sent)).toEqual([
      { path: '/api/account/update_profile.json', fields: ['description'], hasPicture: false },
      { path: '/api/account/update_profile_image.json', fields: [], hasPicture: true },
      { path: '/api/account/update_profile_background_image.json', fields: [], hasPicture: true },
    ])

    await page.reload()
    await untilEditorIsReady(page)
    await expect(field(page, 'Bio')).toHaveValue('Louder <3 & "T"')
    // The server does not say whether its background is shown.
    await expect(page.getByRole('switch', { name: 'Show background' })).toBeChecked()
    // It names the photo at 48 × 48 alone, and that is what can be saved of it.
    await choose(page, 'Profile photo', makePng(400, 400, GREEN))
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(review(page)).toContainText('saved at 48 × 48')
    await expectNoWordOfX(page.locator('body'))
  })

  test('tells what was stored: an emoji as question marks, and a text that was to be emptied as it was', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'statusnet')
    await signInAt(page, 'StatusNet', screenName)
    await field(page, 'Name').fill('Wren 🐦')
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(review(page)).toContainText('StatusNet may refuse emoji, or store them as question marks.')
    await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
    const published = page.getByRole('status').filter({ hasText: /^Published: Name/ })
    await expect(published).toContainText('stored Name as “Wren ????”, not what you sent')
    await expect(field(page, 'Name')).toHaveValue('Wren ????')

    await field(page, 'Location').fill('')
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(review(page)).toContainText('StatusNet keeps the old text when you clear it.')
    await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(problem(page)).toContainText(/Location: .* keeps the old text when you clear it/)
    await expect(page.getByRole('status').filter({ hasText: /^Published: .*Location/ })).toHaveCount(0)
  })

  test('asks for the picture before a switch alone is sent, which the server would refuse', async ({
    page,
    sandbox,
  }) => {
    const screenName = await newAccount(sandbox, 'statusnet')
    await signInAt(page, 'StatusNet', screenName)
    await page.getByRole('switch', { name: 'Tile background' }).click()
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(problem(page)).toContainText('only with a new background image')
    await choose(page, 'Background image', makePng(64, 64, BLUE))
    await publishChanges(page)
    await untilPublished(page)
    expect((await writesOf(sandbox, screenName)).map(sent)).toEqual([
      { path: '/api/account/update_profile_background_image.json', fields: ['tile'], hasPicture: true },
    ])
  })
})
