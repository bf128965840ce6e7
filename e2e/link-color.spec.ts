import { violationsOn } from './axe'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

test('a link colour is chosen by keyboard, warned of, reviewed, sent alone, shown to others, and restored', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 800 })
  const publishedColor = async () => (await sandbox.userOf(account.screen_name)).profile_link_color
  const before = `#${await publishedColor()}`
  await signIn(page, account.screen_name)
  const color = page.getByLabel('Link colour', { exact: true })
  await expect(color).toHaveValue(before)

  // Typed as people type it, and tidied when the field is left.
  await color.fill('ffee00')
  const row = page.getByRole('region', { name: 'Background' })
  await expect(row).toContainText('Links are hard to read on white. The contrast is 1.2')
  await expect(row).not.toContainText('dark theme')
  await page.keyboard.press('Tab')
  await expect(color).toHaveValue('#FFEE00')
  expect(await violationsOn(page)).toEqual([])

  await color.fill('#ffee0')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('region', { name: 'There is a problem' })).toContainText('six digits')
  await expect(color).toHaveAttribute('aria-invalid', 'true')

  await page.getByRole('button', { name: 'Blue: #0077D9' }).press('Enter')
  await expect(color).toHaveValue('#0077D9')
  await expect(row).not.toContainText('hard to read')
  await expect(page.getByRole('button', { name: 'Blue: #0077D9' })).toHaveAttribute('aria-pressed', 'true')

  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(review).toContainText(`Was ${before}, will be #0077D9.`)
  expect(await violationsOn(page)).toEqual([])
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await publishedColor()).toBe('0077D9')
  const [write] = (await sandbox.requestsOf(account.screen_name)).filter(({ path }) =>
    path.endsWith('/update_profile.json'),
  )
  expect(write?.parameters).toMatchObject({ profile_link_color: '0077D9' })
  expect(write?.parameters).not.toHaveProperty('name')

  await page.goto('/history')
  await expect(page.getByText(`Link colour from ${before} to #0077D9.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo this change' }).click()
  await page.waitForURL('**/profile')
  await expect(color).toHaveValue(before)
  await publishChanges(page)
  await untilPublished(page)
  expect(`#${await publishedColor()}`).toBe(before)
})

test('the main colours of a chosen picture are among the suggestions, and a draft keeps its colour', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(64, 64, BLUE))
  const suggestions = page.getByRole('group', { name: 'Suggested link colours' })
  const ofPicture = suggestions.getByRole('button', { name: /^Background image: #/ })
  await expect(ofPicture).toHaveCount(1)
  await ofPicture.click()
  const color = page.getByLabel('Link colour', { exact: true })
  await expect(color).toHaveValue(/^#[0-9A-F]{6}$/)
  const chosen = await color.inputValue()
  await page.keyboard.press('Control+z')
  await expect(color).not.toHaveValue(chosen)
  await page.keyboard.press('Control+Shift+z')
  await expect(color).toHaveValue(chosen)
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.reload()
  await expect(color).toHaveValue(chosen)
})

test.describe('by API v2', () => {
  test.use({ expectedProblems: [/Failed to load resource/] })

  test('the link colour is said to be out of reach, and keeps no text from being published', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    await sandbox.setModes({
      screen_name: account.screen_name,
      profile: 'tier',
      profile_v2: 'works',
    })
    await signIn(page, account.screen_name)
    await page.getByLabel('Name', { exact: true }).fill('By the newer API')
    await publishChanges(page)
    await untilPublished(page)
    // By which API the texts went is told with the next page.
    await page.reload()
    await untilEditorIsReady(page)
    await expect(page.getByText(/doesn’t let this app change your link colour/)).toBeVisible()
    await page.getByLabel('Link colour', { exact: true }).fill('#0077D9')
    await page.getByLabel('Bio', { exact: true }).fill('A bio')
    await page.getByRole('button', { name: 'Review and publish' }).click()
    const review = page.getByRole('dialog', { name: 'Review and publish' })
    await expect(review.getByRole('checkbox', { name: 'Link colour' })).toBeDisabled()
    await review.getByRole('button', { name: 'Publish', exact: true }).click()
    await untilPublished(page)
    expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'A bio' })
    await expect(page.getByLabel('Link colour', { exact: true })).toHaveValue('#0077D9')
  })
})
